"""Every page in a language that is not Chinese: nothing that the hall itself says stays Chinese on it."""

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from guides.samples import load_bundle_sample
from services_hall.applications import proofs, queries
from services_hall.database import reading
from services_hall.identity.demo import AGENT, BUREAU_OFFICER, CLERK, EVERYWHERE, OFFICERS, RESIDENTS
from services_hall.web import languages
from tests.desks.test_desk import OFFICERS as OFFICER_OF
from tests.guide_desk.pages import form_on
from tests.guide_desk.pages import opened as opened_draft
from tests.support.applying import BUNDLE, begun, right_fields, uploads_of
from tests.support.catalogue import catalogue as catalogue
from tests.support.filing import PNG, RESTAURANT, file, person
from tests.support.foreign import LANGUAGE, foreign, left_in_chinese, write_content, write_translation
from tests.support.hall import Hall, Visitor, opened
from tests.support.publishing import publish_again

PERSONS: Final = (*RESIDENTS, AGENT, BUREAU_OFFICER, CLERK, *OFFICERS.values(), *EVERYWHERE.values())
TYPED: Final = ("演示内容", "材料.png", "其他材料", "李**", "试验", "改于")
APPLYING: Final = f"办理{foreign(load_bundle_sample(BUNDLE)['name'])}"
PURPOSES: Final = (proofs.OWN_EYES, proofs.HOLDER_PRESENT, APPLYING)
OWN_NAMES: Final = ("简体",)
KNOWN: Final = (*(person.name for person in PERSONS), *TYPED, *PURPOSES, *OWN_NAMES)
LINK: Final = re.compile(r'(?:href|action)="(/[^"#]*)')


@pytest.fixture(scope="module")
def abroad(
    seeded_hall: Path, hall_keyring: str, catalogue: Catalog, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hall]:
    """The hall with a translation, its content in other letters too, in which somebody has applied."""
    folder = tmp_path_factory.mktemp("abroad") / "hall"
    shutil.copytree(seeded_hall, folder)
    for name in ("hall.db", "certificates.db"):
        write_content(folder / name)
    write_translation(catalogue, folder / "translations")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "TRANSLATIONS", folder / "translations")
        languages.offered.cache_clear()
        with opened(folder, hall_keyring) as hall:
            live_in(hall)
            yield hall
    languages.offered.cache_clear()


def live_in(hall: Hall) -> None:
    """Somebody applies, agencies accept, refuse, decide and check, a guide gets a new edition and a draft."""
    number = file(hall, BUNDLE, RESTAURANT)
    with hall.app.test_request_context():
        application = queries.own_application(reading(), person("li"), number)
        cases = {case.item_code: f"/desk/cases/{case.number}" for case in application.cases}
    steps = {
        "SPJY-XB": (("acceptance", {}), ("decision", {"outcome": "grant"})),
        "XFJC-YYQ": (("commitment", {}), ("check", {"result": "kept"})),
        "HWZP-SZ": (("acceptance", {}), ("decision", {"outcome": "deny", "reason": TYPED[0]})),
        "YCLS-XB": (("refusal", {"refusal": TYPED[0]}),),
    }
    for item, actions in steps.items():
        officer = hall.sign_in(OFFICER_OF[item])
        for action, fields in actions:
            assert officer.post(f"{cases[item]}/{action}", fields).status_code == 303, (item, action)
    publish_again(hall, "JZZ-SL", name="A", material_name="B", drop_field=None)
    opened_draft(hall.sign_in("bianji"), "SPJY-XB")


def reader(hall: Hall, username: str | None = None) -> Visitor:
    """Somebody who has chosen the other language."""
    visitor = hall.sign_in(username) if username else hall.visitor()
    visitor.client.set_cookie(languages.COOKIE, LANGUAGE)
    return visitor


def is_abroad(answer: TestResponse, *said: str, status: int = 200) -> None:
    """The answer has no Chinese of the hall's own, and says these texts in its language."""
    assert answer.status_code == status
    assert left_in_chinese(answer.text, KNOWN) == []
    assert [text for text in said if foreign(text) not in answer.text] == []


def pages_within_reach(visitor: Visitor, hall: Hall, start: str) -> Iterator[tuple[str, str]]:
    """Path and text of one page of every route that links lead to, beginning at `start`."""
    adapter = hall.app.url_map.bind("localhost")
    waiting, seen = [start], {("display.choose", True), ("display.choose", False)}
    while waiting:
        path = waiting.pop(0).replace("&amp;", "&")
        try:
            endpoint, _ = adapter.match(path.partition("?")[0], method="GET")
        except HTTPException:
            continue  # a form's address
        if (endpoint, "?" in path) in seen:
            continue
        seen.add((endpoint, "?" in path))
        with visitor.get(path) as answer:
            if answer.status_code in {302, 303}:
                waiting.append(answer.headers["Location"])
            elif answer.mimetype == "text/html":
                yield path, answer.text
                waiting.extend(LINK.findall(answer.text))


@pytest.mark.parametrize(
    ("username", "start", "least"),
    [
        (None, "/", 12),
        ("li", "/my/", 15),
        ("chuangkou", "/window/", 15),
        ("bianji", "/guide-desk/", 15),
        ("shichang", "/desk/", 15),
        ("jiancha", "/oversight/", 15),
    ],
)
def test_no_page_within_reach_is_partly_chinese(
    abroad: Hall, username: str | None, start: str, least: int
) -> None:
    pages = dict(pages_within_reach(reader(abroad, username), abroad, start))
    assert len(pages) >= least
    left = {path: left_in_chinese(page, KNOWN) for path, page in pages.items()}
    assert {path: found for path, found in left.items() if found} == {}


def test_every_kind_of_field_error_is_said(abroad: Hall) -> None:
    zhang = reader(abroad, "zhang")
    draft = begun(zhang)
    fields = right_fields(abroad, "zhang")
    for text, said in (
        ("", ("请填写", "请选择")),
        ("\x07", ("里有不能显示的字符",)),
        ("x" * 600, (" 个字，现在有 600 个。",)),
        ("7", ("不正确：请填写手机号", "里不应有数字")),
        ("x", ("请在所列选项中选择", "应为整数", "不正确：应为 18 位")),
    ):
        answer = zhang.post(f"{draft}/form", dict.fromkeys(fields, text))
        is_abroad(answer, *said, status=422)


def test_what_the_store_found_and_why_a_file_is_refused_is_said(abroad: Hall) -> None:
    zhang = reader(abroad, "zhang")
    draft = begun(zhang)
    zhang.post(f"{draft}/form", right_fields(abroad, "zhang"))
    page = zhang.get(f"{draft}/materials")
    is_abroad(page, "电子证照库中没有")
    name = uploads_of(zhang, draft)[0]
    for data, called, said in (
        (b"", "a.png", "是空文件，请重新选择。"),
        (b"text", "a.png", "文件，请换一种格式。"),
        (PNG, "a.pdf", "的内容其实是"),
    ):
        answer = zhang.post(f"{draft}/materials", {"consent": "yes", name: (BytesIO(data), called)})
        is_abroad(answer, said, "请提供", status=422)


def test_what_a_guide_must_keep_is_said(abroad: Hall) -> None:
    editor = reader(abroad, "bianji")
    draft = opened_draft(editor, "GTDJ-SL")
    fields = form_on(editor.get(draft).text)
    wrong = {
        "materials.0.name": "其他材料",
        "access.visits": "2",
        "access.visits_reason": "",
        "faqs.index": [],
    }
    page = editor.post(f"{draft}/form", {**fields, **wrong, "do": "save"})
    page = editor.follow(page)
    fields = form_on(page.text)
    is_abroad(page, "是兜底条款。请逐项写明具体名称；写不出的，请删除。", "要求到现场，请写明原因。")
    page = editor.post(f"{draft}/form", {**fields, "do": "submit"})
    is_abroad(page, "是兜底条款。请逐项写明具体名称；写不出的，请删除。", status=422)


def test_what_is_wrong_with_the_shape_of_a_guide_is_said(abroad: Hall) -> None:
    editor = reader(abroad, "bianji")
    draft = opened_draft(editor, "GJJ-TQ")
    fields = form_on(editor.get(draft).text)
    wrong = {"name": "", "limits.promised.days": "x", "access.visits": "-1", "short_name": "x" * 101}
    page = editor.post(f"{draft}/form", {**fields, **wrong, "do": "save"})
    is_abroad(page, "不能小于 0，也不能太大。", "应有 1 到 100 个字。", status=422)
    page = editor.post(f"{draft}/text", {"text": "code: GJJ-TQ\nname: 5\nitem_type: x\nother: 1"})
    is_abroad(page, "没有这个字段。", "应为文字。", "只能是：licence、", "必须填写。", status=422)
    is_abroad(editor.post(f"{draft}/text", {"text": "a: ["}), "写法有误", status=422)


def test_what_changed_between_editions_is_said(abroad: Hall) -> None:
    is_abroad(reader(abroad).get("/guides/JZZ-SL/changes"), "申请材料：B，名称", "事项名称")
    is_abroad(reader(abroad).get("/changes"), "申请材料")


def test_what_a_clerk_does_wrong_is_said(abroad: Hall) -> None:
    clerk = reader(abroad, "chuangkou")
    form = {f"q.{key}": value for key, value in RESTAURANT.items()}
    is_abroad(clerk.post(f"/window/apply/{BUNDLE}", form), "请填写姓名", status=422)
    wrong = {
        "holder.identifier_type": "111",
        "holder.name": "A",
        "holder.identifier": "1",
        "holder.phone": "1",
    }
    is_abroad(clerk.post(f"/window/apply/{BUNDLE}", {**form, **wrong}), "联系电话不正确", status=422)


def test_an_answer_that_no_question_offers_is_said(abroad: Hall) -> None:
    for path in (f"/bundles/{BUNDLE}", "/guides/GJJ-TQ/scenario", f"/apply/{BUNDLE}"):
        answer = reader(abroad, "li").get(path, operator="x", cause="x")
        if answer.status_code in {200, 422}:
            is_abroad(answer, status=answer.status_code)


def test_an_api_problem_is_said(abroad: Hall) -> None:
    answer = reader(abroad).get("/api/v1/scenarios/GJJ-TQ", cause="x")
    assert answer.status_code == 422
    problem = answer.get_json()
    assert problem["title"] == foreign("填写的内容有误")
    assert problem["errors"] == {"q.cause": foreign("请从所列选项中选择。")}

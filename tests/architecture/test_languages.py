"""Translation: in another language, no page contains Chinese text from the hall itself."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pytest
from flask import render_template_string
from flask_babel import force_locale
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from guides.errors import FieldProblem
from services_hall.applications.answers import AnswerFault
from services_hall.applications.paper_texts import words
from services_hall.presentation.languages import SOURCE
from services_hall.presentation.messages import message
from tests.support.application_pages import (
    BUNDLE,
    begin_application,
    upload,
    uploads_of,
    valid_form,
)
from tests.support.case_decisions import STEPS_DONE
from tests.support.demo_applications import PNG, RESTAURANT
from tests.support.foreign_alphabet import LANGUAGE, foreign, left_in_chinese
from tests.support.foreign_hall import (
    KNOWN,
    NUMBER,
    OFFICIAL,
    STEPS,
    TYPED,
    assert_foreign,
    reader,
)
from tests.support.guide_desk_forms import BUNDLE_DESK, form_on, text_on
from tests.support.guide_desk_forms import open_draft_page as opened_draft
from tests.support.hall import Hall, Visitor
from tests.support.window_pages import (
    LI_AT_WINDOW,
    WANG_AT_WINDOW,
    form_values,
    originals_and_scans,
    questions,
)
from tests.support.window_pages import begin_at_window as begun_at_window

LINK: Final = re.compile(r'(?:href|action)="(/[^"#]*)')


def pages_within_reach(visitor: Visitor, hall: Hall, start: str) -> Iterator[tuple[str, str]]:
    """Path and text of one page for each route that can be reached by links from `start`.

    Every other link on these pages is followed too, as long as it differs in more than its query.
    """
    adapter = hall.app.url_map.bind("localhost")
    waiting, seen, followed = [start], {("display.choose", True), ("display.choose", False)}, set[str]()
    while waiting:
        path = waiting.pop(0).replace("&amp;", "&")
        try:
            endpoint, _ = adapter.match(path.partition("?")[0], method="GET")
        except HTTPException:
            continue  # the address of a form
        is_known = (endpoint, "?" in path) in seen
        if is_known and ("?" in path or path in followed or endpoint == "display.choose"):
            continue
        seen.add((endpoint, "?" in path))
        followed.add(path)
        with visitor.get(path) as answer:
            assert answer.status_code < 400, f"a link leads to {answer.status_code}: {path}"
            if is_known:
                continue
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
        ("bianji", "/guide-desk/", 22),
        ("shichang", "/desk/", 15),
        ("jiancha", "/oversight/", 15),
        ("juzhang", "/head/", 12),
        ("guanli", "/administration/", 12),
        ("shenhe", "/guide-desk/", 12),
    ],
)
def test_no_page_within_reach_is_partly_chinese(
    foreign_hall: Hall, username: str | None, start: str, least: int
) -> None:
    pages = dict(pages_within_reach(reader(foreign_hall, username), foreign_hall, start))
    assert len(pages) >= least
    left = {path: left_in_chinese(OFFICIAL.sub("", page), KNOWN) for path, page in pages.items()}
    assert {path: found for path, found in left.items() if found} == {}


@pytest.mark.parametrize("username", ["chen", "zhengzhao", "shenpi"])
def test_no_link_of_the_other_roles_leads_to_a_refusal(foreign_hall: Hall, username: str) -> None:
    assert len(dict(pages_within_reach(reader(foreign_hall, username), foreign_hall, "/"))) >= 12


@pytest.mark.parametrize(
    ("template", "is_found"),
    [
        ("{{ text }}", False),
        ("{{ _('请提供%(name)s。', name=text) }}", False),
        ("{{ text|upper }}", False),
        ("{{ text ~ '!' }}", False),
        ("办理", True),
        ("{{ made_in_chinese }}", True),
        ("{{ _('请提供%(name)s。', name=made_in_chinese) }}", True),
        ("{{ [text, made_in_chinese]|join }}", True),
    ],
)
def test_a_text_in_the_wrong_language_is_found(foreign_hall: Hall, template: str, is_found: bool) -> None:
    problem = FieldProblem(AnswerFault.QUESTION_OPEN)
    with foreign_hall.app.test_request_context():
        with force_locale(SOURCE):
            made_in_chinese = message(problem)
        with force_locale(LANGUAGE):
            page = render_template_string(template, text=message(problem), made_in_chinese=made_in_chinese)
    assert bool(left_in_chinese(page, KNOWN)) is is_found


def test_every_kind_of_field_error_is_said(foreign_hall: Hall) -> None:
    zhang = reader(foreign_hall, "zhang")
    draft = begin_application(zhang)
    fields = valid_form(foreign_hall, "zhang")
    for text, said in (
        ("", ("请填写", "请选择")),
        ("\x07", ("个字符显示不出来",)),
        ("x" * 600, (" 个字，现在有 600 个。",)),
        ("7", ("不正确：请填写手机号", "里不应有数字")),
        ("x", ("请在所列选项中选择", "不正确：应为 18 位")),
    ):
        answer = zhang.post(f"{draft}/form", dict.fromkeys(fields, text))
        assert_foreign(answer, *said, status=422)


def test_what_the_store_found_and_why_a_file_is_refused_is_said(foreign_hall: Hall) -> None:
    zhang = reader(foreign_hall, "zhang")
    draft = begin_application(zhang)
    zhang.post(f"{draft}/form", valid_form(foreign_hall, "zhang"))
    page = zhang.get(f"{draft}/materials")
    assert_foreign(page, "电子证照库中没有")
    name = uploads_of(zhang, draft)[0]
    for data, called, said in (
        (b"", "a.png", "是空文件，请重新选择。"),
        (b"text", "a.png", "文件。请另存为"),
        (PNG, "a.pdf", "的内容其实是"),
    ):
        answer = zhang.post(f"{draft}/materials", {"consent": "yes", name: (BytesIO(data), called)})
        assert_foreign(answer, said, "请提供", status=422)


def test_what_a_guide_must_keep_is_said(foreign_hall: Hall) -> None:
    editor = reader(foreign_hall, "bianji")
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
    assert_foreign(page, "是兜底条款。请逐项写明具体名称；写不出的，请删除。", "要求到现场，请写明原因。")
    page = editor.post(f"{draft}/form", {**fields, "do": "submit"})
    assert_foreign(page, "是兜底条款。请逐项写明具体名称；写不出的，请删除。", status=422)


def test_what_is_wrong_with_the_shape_of_a_guide_is_said(foreign_hall: Hall) -> None:
    editor = reader(foreign_hall, "bianji")
    draft = opened_draft(editor, "GJJ-TQ")
    fields = form_on(editor.get(draft).text)
    wrong = {"name": "", "limits.promised.days": "x", "access.visits": "-1", "short_name": "x" * 101}
    page = editor.post(f"{draft}/form", {**fields, **wrong, "do": "save"})
    assert_foreign(page, "不能小于 0，也不能太大。", "应有 1 到 100 个字。", status=422)
    page = editor.post(f"{draft}/text", {"text": "code: GJJ-TQ\nname: 5\nitem_type: x\nother: 1"})
    assert_foreign(page, "没有这个字段。", "应为文字。", "只能是：licence、", "必须填写。", status=422)
    assert_foreign(editor.post(f"{draft}/text", {"text": "a: ["}), "写法有误", status=422)


def test_what_a_bundle_must_keep_is_said(foreign_hall: Hall) -> None:
    editor = reader(foreign_hall, "bianji")
    draft = opened_draft(editor, BUNDLE, BUNDLE_DESK)
    fields = text_on(editor.get(draft).text)
    circle = fields["text"].replace("  after: []", "  after: [SPJY-XB]", 1)
    page = editor.post(f"{draft}/text", {**fields, "text": circle, "do": "submit"})
    assert_foreign(page, "这些事项互相等待，谁也不能先办：", status=422)
    fields = text_on(page.text)
    unknown = fields["text"].replace("item: YCLS-XB", "item: NOPE").replace("from: agent", "from: nobody", 1)
    page = editor.follow(editor.post(f"{draft}/text", {**fields, "text": unknown}))
    assert_foreign(page, "没有生效的办事指南。", "没有这份材料", "先改好质量检查里必须改正的问题")
    assert_foreign(
        editor.post(f"{draft}/text", {"text": "code: x\nitem_type: y"}), "这是办事指南", status=422
    )


def test_what_changed_between_editions_is_said(foreign_hall: Hall) -> None:
    assert_foreign(reader(foreign_hall).get("/guides/JZZ-SL/changes"), "申请材料：B，名称", "事项名称")
    assert_foreign(reader(foreign_hall).get("/changes"), "申请材料")


def test_what_a_clerk_does_wrong_is_said(foreign_hall: Hall) -> None:
    clerk = reader(foreign_hall, "chuangkou")
    assert_foreign(clerk.post(f"/window/apply/{BUNDLE}", questions(RESTAURANT)), "请填写姓名", status=422)
    for name, value in (("identifier", "1"), ("phone", "1"), ("identifier_type", "x")):
        form = {**questions(RESTAURANT), **WANG_AT_WINDOW, f"holder.{name}": value}
        assert_foreign(clerk.post(f"/window/apply/{BUNDLE}", form), status=422)


def test_every_step_at_a_window_is_said(foreign_hall: Hall) -> None:
    clerk = reader(foreign_hall, "chuangkou")
    draft = begun_at_window(foreign_hall, clerk, LI_AT_WINDOW)
    assert_foreign(clerk.get(f"{draft}/form"))
    assert_foreign(clerk.post(f"{draft}/form", {}), "请填写", "请选择", status=422)
    clerk.post(f"{draft}/form", form_values(foreign_hall, "li"))
    assert_foreign(clerk.post(f"{draft}/materials", {"consent": "yes"}), "请提供", status=422)
    given = originals_and_scans(clerk.get(f"{draft}/materials").text)
    assert_foreign(clerk.get(f"{draft}/materials"), "电子证照库核验有效")
    clerk.post(f"{draft}/materials", {"consent": "yes", **given})
    assert_foreign(clerk.get(f"{draft}/review"))
    assert_foreign(clerk.post(f"{draft}/submit", {}), status=422)
    filing = clerk.follow(clerk.post(f"{draft}/submit", {"declared": "yes"}))
    assert_foreign(filing, title="接收回执")
    for path in set(re.findall(r'href="(/window/papers/[^"]+)"', filing.text)):
        page = clerk.get(path)
        assert_foreign(page, status=202)
        assert any(title in page.text for title in ("接收回执", "申请人承诺书", "备案凭证", "物料流转凭证"))


def test_every_step_of_an_application_is_said(foreign_hall: Hall) -> None:
    li = reader(foreign_hall, "li")
    assert_foreign(li.get(f"/bundles/{BUNDLE}", **RESTAURANT))
    assert_foreign(li.get(f"/apply/{BUNDLE}", **RESTAURANT))
    assert_foreign(li.post(f"/apply/{BUNDLE}", questions(RESTAURANT)), "请选择在哪个区办理。", status=422)
    draft = begin_application(li)
    fields = {name: text for name, text in valid_form(foreign_hall, "li").items()}
    li.post(f"{draft}/form", fields)
    li.post(f"{draft}/materials", {"consent": "yes", **{name: upload() for name in uploads_of(li, draft)}})
    assert_foreign(li.get(f"{draft}/review"))
    assert_foreign(li.post(f"{draft}/submit", {}), status=422)
    application = li.follow(li.post(f"{draft}/submit", {"declared": "yes"}))
    assert_foreign(application, "免提交（电子证照库核验）", "已收电子文件", title="接收回执")


def form_page(officer: Visitor, path: str, name: str) -> TestResponse:
    """The page of a case with one of its forms open."""
    return officer.get(f"{path}{'&' if '?' in path else '?'}act={name}")


def open_forms(officer: Visitor, path: str) -> None:
    """Opens each form that the page of a case offers."""
    for name in sorted(set(re.findall(r"act=(\w+)#form", officer.get(path).text))):
        assert_foreign(form_page(officer, path, name))


def denied(officer: Visitor, path: str) -> set[str]:
    """Denies a case at the desk, first without a reason; the titles that its decision may have."""
    page = form_page(officer, path, "denial").text
    assert_foreign(officer.post(f"{path}/decision", {"outcome": "deny", "reason": " "}), status=422)
    article = re.search(r'name="basis_key".*?<option value="([^"]+)"', page, re.DOTALL)
    assert article is not None
    officer.post(
        f"{path}/decision", {"outcome": "deny", "reason": TYPED[0], "basis_key": article[1], **STEPS_DONE}
    )
    return {words_of_type.denial_title for words_of_type in words.BY_TYPE.values()}


def test_every_step_at_a_desk_is_said(foreign_hall: Hall) -> None:
    officer = reader(foreign_hall, "shenpi")
    cases, recorded = (
        sorted(set(re.findall(r'href="(/desk/cases/[^"]+)"', officer.get("/desk/", show=tab).text)))
        for tab in ("open", "recorded")
    )
    assert cases
    assert recorded
    for path in recorded:
        assert_foreign(officer.get(path), title="备案凭证")
        open_forms(officer, path)
    for path in cases:
        assert_foreign(officer.get(path))
        open_forms(officer, path)
        assert_foreign(officer.post(f"{path}/refusal", {"refusal": " "}), status=422)
        officer.post(f"{path}/acceptance")
        assert_foreign(officer.get(path), title="受理通知书")
        open_forms(officer, path)
        titles = denied(officer, path)
        decided = officer.get(path)
        assert_foreign(decided)
        assert any(title in decided.text for title in titles)
        for paper in set(re.findall(r'href="(/desk/papers/[^"]+)"', decided.text)):
            assert_foreign(officer.get(paper), status=202)
        assert_foreign(officer.post(f"{path}/decision", {"outcome": "grant"}), status=409)
    for username, _actions in STEPS.values():
        desk = reader(foreign_hall, username)
        for path in set(re.findall(r'href="(/desk/cases/[^"]+)"', desk.get("/desk/").text)):
            assert_foreign(desk.get(path))


def test_what_a_stranger_is_told_of_a_paper_is_said(foreign_hall: Hall) -> None:
    assert_foreign(reader(foreign_hall).get(f"/verify/{NUMBER}"), title="接收回执")
    assert_foreign(reader(foreign_hall).get("/verify/none"))


def test_the_way_in_is_said(foreign_hall: Hall) -> None:
    visitor = reader(foreign_hall)
    answer = visitor.get("/identity/sign-in")
    while answer.status_code in {302, 303}:
        answer = visitor.get(answer.headers["Location"].removeprefix("http://127.0.0.1:8000"))
    assert_foreign(answer, "综合窗口人员", "部门经办人", "个人（自然人）")


def test_an_answer_that_no_question_offers_is_said(foreign_hall: Hall) -> None:
    for path in (f"/bundles/{BUNDLE}", "/guides/GJJ-TQ/scenario", f"/apply/{BUNDLE}"):
        answer = reader(foreign_hall, "li").get(path, operator="x", cause="x")
        if answer.status_code in {200, 422}:
            assert_foreign(answer, status=answer.status_code)


def test_why_the_api_found_a_guide_is_said(foreign_hall: Hall) -> None:
    found = reader(foreign_hall).get("/api/v1/search", q="GJJ-TQ").get_json()["items"]
    assert found[0]["snippet"].startswith(foreign("办理结果："))
    assert left_in_chinese(str(found)) == []


def test_an_api_problem_is_said(foreign_hall: Hall) -> None:
    answer = reader(foreign_hall).get("/api/v1/scenarios/GJJ-TQ", cause="x")
    assert answer.status_code == 422
    problem = answer.get_json()
    assert problem["title"] == foreign("填写的内容有误")
    assert problem["errors"] == {"q.cause": foreign("请从所列选项中选择。")}
    problem = reader(foreign_hall).get("/api/v1/guides", limit="0", audience="x").get_json()
    assert problem["errors"]["query"] == {
        "limit": [foreign("应在 1 到 200 之间。")],
        "audience": [foreign("只能是：person、organisation、sole_trader。")],
    }

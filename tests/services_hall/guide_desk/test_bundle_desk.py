"""A bundle from draft to publication and withdrawal: edited as one text, approved by another person."""

import re

import pytest

from guides import catalog
from guides.bundles.catalog import bundle_edition_of_any_status
from guides.editions import (
    feed_head,
    guide_events,
    submit_edition,
    withdraw_edition,
)
from guides.enumerations import EditionStatus, EventKind
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Post, Role, accounts
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.guide_desk_forms import (
    BUNDLE_DESK,
    DESK,
    open_draft_page,
    text_on,
)
from tests.support.hall import Hall, Visitor

CODE = "open-restaurant"
NAME = "开办餐饮店“一件事”（新）"
CURRENT = f"{BUNDLE_DESK}{CODE}/editions/1"
CIRCLE = ("- item: GTDJ-SL\n  when:\n    licence:\n    - 'no'\n  after: []", "  after:\n  - SPJY-XB")


@pytest.fixture
def draft(editor: Visitor) -> str:
    return open_draft_page(editor, CODE, BUNDLE_DESK)


def edition_of(hall: Hall, number: int) -> tuple[EditionStatus, str, str]:
    with hall.app.app_context():
        found = bundle_edition_of_any_status(reading(), CODE, number)
        return found.status, found.content["name"], found.sha256


def with_new_name(text: str) -> str:
    return re.sub("^name: .*", f"name: {NAME}", text, flags=re.MULTILINE)


def in_a_circle(text: str) -> str:
    """The registration waits for the permit, which waits for the registration."""
    entry, after = CIRCLE
    assert entry in text
    return text.replace(entry, entry.replace("  after: []", after))


def submit_bundle(editor: Visitor, draft: str) -> None:
    fields = text_on(editor.get(draft).text)
    answer = editor.post(f"{draft}/text", {**fields, "text": with_new_name(fields["text"]), "do": "submit"})
    assert answer.status_code == 303


def test_the_list_has_the_bundles_with_their_editions(either_hall: Hall) -> None:
    editor = either_hall.sign_in("bianji")
    assert BUNDLE_DESK in editor.get("/guide-desk/").text
    open_draft_page(editor, CODE, BUNDLE_DESK)
    page = editor.get(BUNDLE_DESK).text
    assert CURRENT.removesuffix("/editions/1") in page
    assert "市场监督管理部门" in page
    assert f"{BUNDLE_DESK}{CODE}/editions/2" in page
    assert CODE in editor.get(BUNDLE_DESK, show="draft").text
    assert CODE not in editor.get(BUNDLE_DESK, show="approved").text
    assert CODE in editor.get(BUNDLE_DESK, q="OPEN-REST").text
    assert f"{BUNDLE_DESK}{CODE}/" not in editor.get(BUNDLE_DESK, after=CODE).text


def test_the_view_says_conditions_order_and_what_is_asked_once_in_words(approver: Visitor) -> None:
    page = approver.get(CURRENT).text
    for words in (
        "您是否已经领取个体工商户营业执照？",
        "第 2 步，同时办理",
        "在“个体工商户设立登记”之后",
        "，由它办出：营业执照",
        "经营场所平面布置图",
        "答一次，用在几处",
        "没有发现问题",
        "这是第一版",
    ):
        assert words in page, words
    assert 'id="field-text"' not in page


def test_saving_the_text_unchanged_changes_nothing(hall: Hall, editor: Visitor, draft: str) -> None:
    assert editor.post(f"{draft}/text", text_on(editor.get(draft).text)).status_code == 303
    assert edition_of(hall, 2)[2] == edition_of(hall, 1)[2]
    assert "没有不同" in editor.get(draft).text


def test_a_new_text_goes_from_draft_to_public_and_out_of_force(either_hall: Hall) -> None:
    editor, approver = either_hall.sign_in("bianji"), either_hall.sign_in("shenhe")
    reader = either_hall.sign_in("zhang")  # without a page cache, so that each change is visible at once
    draft = open_draft_page(editor, CODE, BUNDLE_DESK)
    with either_hall.app.app_context():
        head = feed_head(reading())
    submit_bundle(editor, draft)
    assert NAME in approver.get(draft).text
    assert approver.post(f"{draft}/approval").status_code == 303
    assert approver.post(f"{draft}/publication").status_code == 303
    status, _, sha256 = edition_of(either_hall, 2)
    assert status is EditionStatus.CURRENT
    assert edition_of(either_hall, 1)[0] is EditionStatus.RETIRED
    page = reader.get(f"/bundles/{CODE}").text
    assert NAME in page
    assert f'data-edition-hash="{sha256}"' in page
    assert NAME in reader.get("/changes").text
    assert approver.post(f"{draft}/withdrawal").status_code == 303
    assert reader.get(f"/bundles/{CODE}").status_code == 404
    assert CODE not in reader.get("/bundles/").text
    with either_hall.app.app_context():
        events = guide_events(reading(), after=head, limit=5)
    assert [(one.kind, one.bundle_code, one.edition_number) for one in events] == [
        (EventKind.BUNDLE_PUBLISHED, CODE, 2),
        (EventKind.BUNDLE_WITHDRAWN, CODE, 2),
    ]
    assert "已撤销" in editor.get(f"{BUNDLE_DESK}{CODE}").text


def test_only_an_approver_takes_a_bundle_out_of_force(hall: Hall, editor: Visitor, approver: Visitor) -> None:
    assert "撤下这个“一件事”" not in editor.get(CURRENT).text
    assert editor.post(f"{CURRENT}/withdrawal").status_code == 409
    assert edition_of(hall, 1)[0] is EditionStatus.CURRENT
    assert "撤下这个“一件事”" in approver.get(CURRENT).text


def test_what_was_filed_goes_on_after_a_bundle_is_out_of_force(hall: Hall, approver: Visitor) -> None:
    number = file_online(hall, CODE, RESTAURANT)
    assert approver.post(f"{CURRENT}/withdrawal").status_code == 303
    assert hall.sign_in("zhang").get(f"/apply/{CODE}").status_code == 404
    officer = hall.sign_in("shichang")
    case = f"/desk/cases/{number}-01"
    assert officer.get(case).status_code == 200
    assert officer.post(f"{case}/acceptance").status_code == 303


def test_wrong_content_is_told_by_line_and_everything_typed_stays(
    hall: Hall, editor: Visitor, draft: str
) -> None:
    fields = text_on(editor.get(draft).text)
    typed = {**fields, "change_note": "我写的说明"}
    wrong = fields["text"].replace("  kind: choice", "  kind: guess", 1) + "extra: 1\n"
    lines = wrong.splitlines()
    answer = editor.post(f"{draft}/text", {**typed, "text": wrong, "do": "submit"})
    assert answer.status_code == 422
    for line in (lines.index("  kind: guess") + 1, lines.index("extra: 1") + 1):
        assert f"第 {line} 行" in answer.text
    assert 'value="我写的说明"' in answer.text
    assert text_on(answer.text)["text"] == wrong
    broken = editor.post(f"{draft}/text", {**typed, "text": wrong + "items: [a\n"})
    assert broken.status_code == 422
    assert re.search(r"第 \d+ 行", broken.text)
    assert edition_of(hall, 2)[2] == edition_of(hall, 1)[2]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("code: open-restaurant", "code: another", "编码不能改"),
        ("code: open-restaurant", "code: open-restaurant\nitem_type: licence", "这是办事指南"),
        ("\nitems:\n", "\nitem:\n", "必须填写"),
    ],
)
def test_a_text_of_something_else_is_refused(
    editor: Visitor, draft: str, before: str, after: str, said: str
) -> None:
    fields = text_on(editor.get(draft).text)
    answer = editor.post(f"{draft}/text", {**fields, "text": fields["text"].replace(before, after, 1)})
    assert answer.status_code == 422
    assert said in answer.text


def test_the_text_of_a_bundle_is_no_guide(editor: Visitor, draft: str) -> None:
    guide = open_draft_page(editor, "JZZ-SL")
    text = text_on(editor.get(draft).text)["text"]
    answer = editor.post(f"{guide}/text", {**text_on(editor.get(guide).text), "text": text})
    assert answer.status_code == 422
    assert "这是“一件事”，不是办事指南" in answer.text


def test_whoever_wrote_it_cannot_approve_it(hall: Hall, draft: str) -> None:
    with hall.app.app_context(), transaction() as session:
        account = accounts.find_account(session, "shenhe")
        assert account is not None
        accounts.give_post(session, account, Post(Role.GUIDE_EDITOR))
    both = hall.sign_in("shenhe")
    submit_bundle(both, draft)
    assert "您参与编写了这一版" in both.get(draft).text
    assert both.post(f"{draft}/approval").status_code == 403
    assert edition_of(hall, 2)[0] is EditionStatus.SUBMITTED


def test_a_blocking_finding_leads_to_its_line_and_keeps_the_draft_a_draft(
    hall: Hall, editor: Visitor, draft: str
) -> None:
    fields = text_on(editor.get(draft).text)
    text = fields["text"].replace("- item: YCLS-XB\n  when", "- item: NOPE\n  when", 1)
    line = text.splitlines().index("- item: NOPE") + 1
    answer = editor.post(f"{draft}/text", {**fields, "text": text, "do": "submit"})
    assert answer.status_code == 422
    assert "还有必须改正的问题" in answer.text
    assert "事项 NOPE 没有生效的办事指南" in answer.text
    assert f"去修改第 {line} 行" in answer.text
    assert edition_of(hall, 2)[0] is EditionStatus.DRAFT


@pytest.mark.parametrize("step", ["approval", "publication"])
def test_a_guide_that_is_gone_meanwhile_prevents_approval_and_publication(
    hall: Hall, editor: Visitor, approver: Visitor, draft: str, step: str
) -> None:
    submit_bundle(editor, draft)
    if step == "publication":
        approver.post(f"{draft}/approval")
    before = edition_of(hall, 2)[0]
    with hall.app.app_context(), transaction() as session:
        withdraw_edition(session, catalog.current_edition(session, "YCLS-XB"), now=utc_now())
    answer = approver.post(f"{draft}/{step}")
    assert answer.status_code == 422
    assert "事项 YCLS-XB 没有生效的办事指南" in answer.text
    assert 'href="#items-5"' in answer.text
    assert 'id="items-5"' in answer.text
    assert edition_of(hall, 2)[0] is before


def test_a_circle_is_refused_in_words(hall: Hall, editor: Visitor, draft: str) -> None:
    fields = text_on(editor.get(draft).text)
    answer = editor.post(f"{draft}/text", {**fields, "text": in_a_circle(fields["text"]), "do": "submit"})
    assert answer.status_code == 422
    assert "这些事项互相等待，谁也不能先办：" in answer.text
    assert "个体工商户设立登记 → 食品经营许可 → 个体工商户设立登记" in answer.text
    assert "事项：个体工商户设立登记 GTDJ-SL，在其后办理" in answer.text
    line = in_a_circle(fields["text"]).splitlines().index("- item: GTDJ-SL") + 1
    assert f"去修改第 {line} 行" in answer.text
    assert edition_of(hall, 2)[0] is EditionStatus.DRAFT


def test_a_circle_that_was_submitted_is_not_approved(
    hall: Hall, editor: Visitor, approver: Visitor, draft: str
) -> None:
    fields = text_on(editor.get(draft).text)
    editor.post(f"{draft}/text", {**fields, "text": in_a_circle(fields["text"])})
    with hall.app.app_context(), transaction() as session:
        submit_edition(
            session, bundle_edition_of_any_status(session, CODE, 2), author="program", now=utc_now()
        )
    answer = approver.post(f"{draft}/approval")
    assert answer.status_code == 422
    assert "办理顺序成了一个圈" in answer.text
    assert "谁也不能先办" in answer.text
    assert edition_of(hall, 2)[0] is EditionStatus.SUBMITTED


def test_it_goes_back_to_the_editor_with_a_reason(
    hall: Hall, editor: Visitor, approver: Visitor, draft: str
) -> None:
    submit_bundle(editor, draft)
    assert approver.post(f"{draft}/return", {"note": ""}).status_code == 422
    assert approver.post(f"{draft}/return", {"note": "名称应与文件一致"}).status_code == 303
    assert "名称应与文件一致" in editor.get(draft).text
    assert edition_of(hall, 2)[0] is EditionStatus.DRAFT


def test_a_draft_that_somebody_else_changed_is_not_overwritten_unseen(
    hall: Hall, editor: Visitor, draft: str
) -> None:
    stale = text_on(editor.get(draft).text)
    editor.post(f"{draft}/text", {**stale, "text": with_new_name(stale["text"])})
    mine = stale["text"].replace("short_name: 开办餐饮店", "short_name: 我写的", 1)
    answer = editor.post(f"{draft}/text", {**stale, "text": mine})
    assert answer.status_code == 409
    assert "别人改过这份草稿" in answer.text
    assert text_on(answer.text)["text"] == mine
    assert edition_of(hall, 2)[1] == NAME


def test_there_is_one_draft_at_a_time(editor: Visitor, draft: str) -> None:
    assert open_draft_page(editor, CODE, BUNDLE_DESK) == draft
    text = text_on(editor.get(draft).text)["text"]
    answer = editor.post("/guide-desk/new", {"text": text})
    assert answer.status_code == 409
    assert f'href="{draft}"' in answer.text
    assert text in answer.text.replace("&#39;", "'").replace("&#34;", '"')


def test_a_whole_text_makes_a_new_bundle(editor: Visitor, draft: str) -> None:
    text = text_on(editor.get(draft).text)["text"]
    made = editor.post("/guide-desk/new", {"text": text.replace(f"code: {CODE}", "code: new-one")})
    assert made.headers["Location"] == f"{BUNDLE_DESK}new-one/editions/1"
    assert "这是第一版" in editor.follow(made).text


def test_an_exported_edition_comes_back_unless_it_was_changed(editor: Visitor, draft: str) -> None:
    exported = editor.get(f"{draft}.yaml")
    assert f"{CODE}-2.yaml" in exported.headers["Content-Disposition"]
    fields = text_on(editor.get(draft).text)
    assert editor.post(f"{draft}/text", {**fields, "text": exported.text}).status_code == 303
    altered = exported.text.replace("  short_name: 开办餐饮店", "  short_name: 改了", 1)
    answer = editor.post(f"{draft}/text", {**fields, "text": altered})
    assert answer.status_code == 422
    assert "校验码不符" in answer.text
    wrong = exported.text.replace("    kind: choice", "    kind: guess", 1)
    answer = editor.post(f"{draft}/text", {**fields, "text": wrong})
    assert f"第 {wrong.splitlines().index('    kind: guess') + 1} 行" in answer.text


@pytest.mark.parametrize("username", ["zhang", "shichang", "chuangkou", "jiancha", "guanli"])
def test_nobody_else_enters(hall: Hall, username: str) -> None:
    visitor = hall.sign_in(username)
    for path in (BUNDLE_DESK, f"{BUNDLE_DESK}{CODE}", CURRENT, f"{CURRENT}.yaml"):
        assert visitor.get(path).status_code == 403
    for path in (f"{BUNDLE_DESK}{CODE}/drafts", f"{CURRENT}/approval", f"{CURRENT}/withdrawal"):
        assert visitor.post(path).status_code == 403


def test_editors_do_not_approve_and_approvers_do_not_write(
    editor: Visitor, approver: Visitor, draft: str
) -> None:
    assert editor.post(f"{draft}/approval").status_code == 403
    assert editor.post(f"{draft}/publication").status_code == 403
    assert approver.post(f"{draft}/text").status_code == 403
    assert approver.post(f"{BUNDLE_DESK}{CODE}/drafts").status_code == 403
    assert approver.post(f"{draft}/withdrawal").status_code == 409


def test_what_is_not_there_is_not_found(editor: Visitor) -> None:
    gone = ("NOPE", "JZZ-SL", f"{CODE}/editions/99", f"{CODE}/editions/99999999999999999999")
    for path in gone:
        assert editor.get(f"{BUNDLE_DESK}{path}").status_code == 404
    assert editor.get(f"{DESK}{CODE}").status_code == 404
    assert editor.post(f"{BUNDLE_DESK}NOPE/drafts").status_code == 404
    assert editor.post(f"{BUNDLE_DESK}{CODE}/editions/99/text").status_code == 404
    assert editor.post(f"{BUNDLE_DESK}{CODE}/editions/1/form").status_code == 404

"""From draft to publication: an editor writes, another person approves, every channel shows it."""

import hashlib
import re
from io import BytesIO

import pytest

from guides import catalog
from guides.editions import feed_head, guide_events
from guides.enumerations import EditionStatus
from guides.form_files import form_file_path
from guides.samples import sample_forms
from services_hall.clock import local_day, utc_now
from services_hall.database import reading, transaction
from services_hall.identity import Post, Role, accounts
from tests.support.guide_desk_forms import (
    DESK,
    form_on,
    open_draft_page,
    save_draft_form,
)
from tests.support.hall import Hall, Visitor

CODE = "JZZ-SL"
NAME = "居住证申领（新）"


@pytest.fixture
def draft(editor: Visitor) -> str:
    return open_draft_page(editor, CODE)


def writer_and_approver(hall: Hall) -> Visitor:
    """The approver, who also has the role of an editor."""
    with hall.app.app_context(), transaction() as session:
        account = accounts.find_account(session, "shenhe")
        assert account is not None
        accounts.give_post(session, account, Post(Role.GUIDE_EDITOR))
    return hall.sign_in("shenhe")


def edition_of(hall: Hall, number: int) -> tuple[EditionStatus, str, str]:
    with hall.app.app_context():
        found = catalog.guide_edition_of_any_status(reading(), CODE, number)
        return found.status, found.content["name"], found.sha256


def test_the_list_shows_every_guide_and_its_editions(hall: Hall, editor: Visitor, draft: str) -> None:
    page = editor.get("/guide-desk/").text
    assert page.count("现行") >= 1
    assert CODE in page
    drafts = editor.get("/guide-desk/", show="draft").text
    assert CODE in drafts
    assert "SPJY-XB" not in drafts
    assert "SPJY-XB" in editor.get("/guide-desk/", q="食品").text


def test_saving_the_form_unchanged_changes_nothing_of_any_sample(hall: Hall, editor: Visitor) -> None:
    with hall.app.app_context():
        before = {found.item.code: found.sha256 for found in catalog.current_guides(reading(), limit=50)}
    for code in before:
        draft = open_draft_page(editor, code)
        assert save_draft_form(editor, draft, {}) == 303
        with hall.app.app_context():
            assert catalog.guide_edition_of_any_status(reading(), code, 2).sha256 == before[code], code


def test_a_new_text_goes_from_draft_to_public(
    hall: Hall, editor: Visitor, approver: Visitor, draft: str
) -> None:
    with hall.app.app_context():
        head = feed_head(reading())
    assert save_draft_form(editor, draft, {"name": NAME, "change_note": "改名"}, do="submit") == 303
    assert edition_of(hall, 2)[0] is EditionStatus.SUBMITTED
    page = approver.get(draft).text
    assert NAME in page
    assert "事项名称" in page
    assert approver.post(f"{draft}/approval").status_code == 303
    assert approver.post(f"{draft}/publication").status_code == 303
    status, _, sha256 = edition_of(hall, 2)
    assert status is EditionStatus.CURRENT
    public = hall.visitor().get(f"/guides/{CODE}").text
    assert NAME in public
    assert f'data-edition-hash="{sha256}"' in public
    assert "第 2 版" in public
    assert hall.visitor().get(f"/api/v1/guides/{CODE}").get_json()["sha256"] == sha256
    with hall.app.app_context():
        event = guide_events(reading(), after=head, limit=5)[-1]
        assert (event.item_code, event.edition_number) == (CODE, 2)


def test_an_edition_for_a_later_day_is_announced_and_waits(
    hall: Hall, editor: Visitor, approver: Visitor, draft: str
) -> None:
    save_draft_form(editor, draft, {"name": NAME}, do="submit")
    later = local_day(utc_now()).replace(year=local_day(utc_now()).year + 2, day=1).isoformat()
    wrong = approver.post(f"{draft}/approval", {"effective_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert 'value="2020-01-01"' in wrong.text
    assert approver.post(f"{draft}/approval", {"effective_on": later}).status_code == 303
    assert edition_of(hall, 2)[0] is EditionStatus.APPROVED
    early = approver.post(f"{draft}/publication")
    assert early.status_code == 409
    assert "还没有到这一版的生效日期" in early.text
    assert later in editor.get("/guide-desk/", show="approved").text


def test_whoever_wrote_it_cannot_approve_it(hall: Hall, draft: str, editor: Visitor) -> None:
    both = writer_and_approver(hall)
    assert save_draft_form(both, draft, {"name": NAME}, do="submit") == 303
    assert "您参与编写了这一版" in both.get(draft).text
    answer = both.post(f"{draft}/approval")
    assert answer.status_code == 403
    assert "不能由您审核" in answer.text
    assert edition_of(hall, 2)[0] is EditionStatus.SUBMITTED


def test_a_blocking_finding_is_told_and_keeps_the_draft_a_draft(
    hall: Hall, editor: Visitor, draft: str
) -> None:
    fields = form_on(editor.get(draft).text)
    answer = editor.post(f"{draft}/form", {**fields, "materials.0.name": "其他材料", "do": "submit"})
    assert answer.status_code == 422
    assert "兜底条款" in answer.text
    assert 'href="#field-materials-0-name"' in answer.text
    assert edition_of(hall, 2)[0] is EditionStatus.DRAFT


def test_it_goes_back_to_the_editor_with_a_reason(
    hall: Hall, editor: Visitor, approver: Visitor, draft: str
) -> None:
    save_draft_form(editor, draft, {"name": NAME}, do="submit")
    assert approver.post(f"{draft}/return", {"note": " "}).status_code == 422
    assert approver.post(f"{draft}/return", {"note": "名称应与法规一致"}).status_code == 303
    assert "名称应与法规一致" in editor.get(draft).text
    assert edition_of(hall, 2)[0] is EditionStatus.DRAFT


def test_a_second_click_is_told_that_somebody_was_first(
    hall: Hall, editor: Visitor, approver: Visitor, draft: str
) -> None:
    save_draft_form(editor, draft, {"name": NAME}, do="submit")
    approver.post(f"{draft}/approval")
    again = approver.post(f"{draft}/approval")
    assert again.status_code == 409
    assert "有人先一步办理了" in again.text
    approver.post(f"{draft}/publication")
    assert approver.post(f"{draft}/publication").status_code == 409


def test_wrong_fields_are_named_and_everything_typed_stays(editor: Visitor, draft: str) -> None:
    fields = form_on(editor.get(draft).text)
    typed = {
        **fields,
        "name": "",
        "limits.promised.days": "五天",
        "access.visits": "-1",
        "short_name": "我写的",
    }
    answer = editor.post(f"{draft}/form", {**typed, "do": "save"})
    assert answer.status_code == 422
    for name in ("name", "limits-promised-days", "access-visits"):
        assert f'href="#field-{name}"' in answer.text
        assert f'id="field-{name}-error"' in answer.text
    assert "事项名称：请填写。" in answer.text
    assert 'value="五天"' in answer.text
    assert 'value="我写的"' in answer.text


def test_an_editor_uploads_a_blank_form_and_the_edition_pins_it(
    hall: Hall, editor: Visitor, approver: Visitor, draft: str
) -> None:
    fields = form_on(editor.get(draft).text)
    fields = {name: value for name, value in fields.items() if not name.endswith(".file")}
    wrong = {"materials.1.blank_form.file": (BytesIO(b"words"), "表.docx"), "name": "", "do": "save"}
    refused = editor.post(f"{draft}/form", {**fields, **wrong})
    assert (refused.status_code, "“表.docx”不是 PDF" in refused.text) == (422, True)
    content = sample_forms()[0][1]
    path = form_file_path(hashlib.sha256(content).hexdigest(), "application/pdf")
    given = {"materials.1.blank_form.file": (BytesIO(content), "表.pdf"), "name": "", "do": "save"}
    kept = editor.post(f"{draft}/form", {**fields, **given})
    assert (kept.status_code, form_on(kept.text)["materials.1.blank_form"]) == (422, [path])
    missing = {**fields, "materials.1.blank_form": f"/form-files/{'0' * 64}.pdf", "do": "submit"}
    assert "这个文件不在本站" in editor.post(f"{draft}/form", missing).text
    fields = form_on(editor.get(draft).text) | {"materials.1.blank_form": path}
    fields = {name: value for name, value in fields.items() if not name.endswith(".file")}
    assert editor.post(f"{draft}/form", {**fields, "do": "submit"}).status_code == 303
    assert approver.post(f"{draft}/approval").status_code == 303
    assert approver.post(f"{draft}/publication").status_code == 303
    assert path in editor.get(f"/guides/{CODE}").text
    assert path in editor.get(f"/api/v1/guides/{CODE}").text


def test_rows_are_added_and_removed_without_a_script(hall: Hall, editor: Visitor, draft: str) -> None:
    fields = form_on(editor.get(draft).text)
    count = len(fields["faqs.index"])
    page = editor.post(f"{draft}/form", {**fields, "name": NAME, "add": "faqs"}).text
    assert "还没有保存" in page
    assert NAME in page
    more = form_on(page)
    assert len(more["faqs.index"]) == count + 1
    question = {f"faqs.{count}.question": "要本人去吗？", f"faqs.{count}.answer": "不用。"}
    fewer = form_on(editor.post(f"{draft}/form", {**more, **question, "remove": "faqs.0"}).text)
    assert editor.post(f"{draft}/form", {**fewer, "do": "save"}).status_code == 303
    with hall.app.app_context():
        kept = catalog.guide_edition_of_any_status(reading(), CODE, 2).content["faqs"]
    assert len(kept) == count
    assert kept[-1] == {"question": "要本人去吗？", "answer": "不用。"}


def test_a_new_material_gets_a_key_of_its_own_and_keeps_what_has_no_field(
    hall: Hall, editor: Visitor, draft: str
) -> None:
    page = editor.post(f"{draft}/form", {**form_on(editor.get(draft).text), "add": "materials"}).text
    fields = form_on(page)
    last = len(fields["materials.index"]) - 1
    basis = re.search(rf'name="materials\.{last}\.bases" value="([^"]+)"', page)
    assert basis is not None
    new = {f"materials.{last}.name": "租赁合同", f"materials.{last}.bases": basis[1]}
    assert editor.post(f"{draft}/form", {**fields, **new, "do": "save"}).status_code == 303
    with hall.app.app_context():
        before = catalog.current_edition(reading(), CODE).content["materials"]
        after = catalog.guide_edition_of_any_status(reading(), CODE, 2).content["materials"]
    assert after[:-1] == before
    assert after[-1]["name"] == "租赁合同"
    assert after[-1]["key"] not in {material["key"] for material in before}


def test_money_is_typed_in_yuan(hall: Hall, editor: Visitor, draft: str) -> None:
    fields = form_on(editor.post(f"{draft}/form", {**form_on(editor.get(draft).text), "add": "fees"}).text)
    place = fields["fees.index"][-1]
    fee = {f"fees.{place}.name": "工本费", f"fees.{place}.standard": "每证"}
    wrong = editor.post(f"{draft}/form", {**fields, **fee, f"fees.{place}.amount_fen": "12.345"})
    assert wrong.status_code == 422
    assert "最多两位小数" in wrong.text
    assert 'value="12.345"' in wrong.text
    saved_fee = {**fields, **fee, f"fees.{place}.amount_fen": "12.50"}
    assert editor.post(f"{draft}/form", saved_fee).status_code == 303
    with hall.app.app_context():
        assert (
            catalog.guide_edition_of_any_status(reading(), CODE, 2).content["fees"][-1]["amount_fen"] == 1250
        )


def test_the_text_is_saved_or_its_faults_are_told_by_line(hall: Hall, editor: Visitor, draft: str) -> None:
    fields = {name: values[0] for name, values in form_on(editor.get(draft).text, "/text").items()}
    text = fields["text"]
    broken = editor.post(f"{draft}/text", {**fields, "text": text + "\nname: [a\n"})
    assert broken.status_code == 422
    assert re.search(r"第 \d+ 行", broken.text)
    line = text.splitlines().index(next(one for one in text.splitlines() if one.startswith("item_type"))) + 1
    wrong = editor.post(
        f"{draft}/text", {**fields, "text": re.sub("item_type: .*", "item_type: magic", text)}
    )
    assert wrong.status_code == 422
    assert f"第 {line} 行" in wrong.text
    assert "item_type: magic" in wrong.text
    good = re.sub("^name: .*", f"name: {NAME}", text, flags=re.MULTILINE)
    assert editor.post(f"{draft}/text", {**fields, "text": good}).status_code == 303
    assert edition_of(hall, 2)[1] == NAME


def test_a_draft_that_somebody_else_changed_is_not_overwritten_unseen(
    hall: Hall, editor: Visitor, draft: str
) -> None:
    stale = form_on(editor.get(draft).text)
    other = writer_and_approver(hall)
    assert save_draft_form(other, draft, {"name": NAME}) == 303
    answer = editor.post(f"{draft}/form", {**stale, "short_name": "我写的", "do": "save"})
    assert answer.status_code == 409
    assert "别人改过这份草稿" in answer.text
    assert 'value="我写的"' in answer.text
    assert edition_of(hall, 2)[1] == NAME


def test_there_is_one_draft_at_a_time(editor: Visitor, draft: str) -> None:
    assert open_draft_page(editor, CODE) == draft
    text = form_on(editor.get(draft).text, "/text")["text"][0]
    answer = editor.post("/guide-desk/new", {"text": text})
    assert answer.status_code == 409
    assert draft in answer.text


def test_a_whole_text_makes_a_new_guide(editor: Visitor, draft: str) -> None:
    text = form_on(editor.get(draft).text, "/text")["text"][0]
    made = editor.post("/guide-desk/new", {"text": text.replace(f"code: {CODE}", "code: NEW-1")})
    assert made.headers["Location"] == f"{DESK}NEW-1/editions/1"
    assert "这是第一版" in editor.follow(made).text
    empty = editor.post("/guide-desk/new", {"text": "code: X\nname: 甲"})
    assert empty.status_code == 422
    assert "必须填写" in empty.text


def test_a_draft_given_up_stays_in_the_history(hall: Hall, editor: Visitor, draft: str) -> None:
    assert editor.post(f"{draft}/withdrawal").status_code == 303
    assert edition_of(hall, 2)[0] is EditionStatus.WITHDRAWN
    assert editor.post(f"{draft}/withdrawal").status_code == 409
    assert "已撤销" in editor.get(f"{DESK}{CODE}").text


def test_an_exported_edition_comes_back_unless_it_was_changed(editor: Visitor, draft: str) -> None:
    exported = editor.get(f"{draft}.yaml").text
    base = form_on(editor.get(draft).text, "/text")["base"][0]
    assert editor.post(f"{draft}/text", {"base": base, "text": exported}).status_code == 303
    altered = re.sub("  short_name: .*", "  short_name: 改了", exported)
    answer = editor.post(f"{draft}/text", {"base": base, "text": altered})
    assert answer.status_code == 422
    assert "校验码不符" in answer.text


@pytest.mark.parametrize("username", ["zhang", "shichang", "chuangkou", "jiancha", "guanli"])
def test_nobody_else_enters(hall: Hall, username: str) -> None:
    visitor = hall.sign_in(username)
    for path in ("/guide-desk/", f"{DESK}{CODE}", f"{DESK}{CODE}/editions/1"):
        assert visitor.get(path).status_code == 403
    assert visitor.post(f"{DESK}{CODE}/drafts").status_code == 403


def test_editors_do_not_approve_and_approvers_do_not_write(
    editor: Visitor, approver: Visitor, draft: str
) -> None:
    assert editor.post(f"{draft}/approval").status_code == 403
    assert editor.post(f"{draft}/publication").status_code == 403
    assert approver.post(f"{draft}/form").status_code == 403
    assert approver.post(f"{draft}/withdrawal").status_code == 409


def test_what_is_not_there_is_not_found(editor: Visitor) -> None:
    for path in (f"{DESK}NOPE", f"{DESK}{CODE}/editions/99", f"{DESK}{CODE}/editions/99999999999999999999"):
        assert editor.get(path).status_code == 404

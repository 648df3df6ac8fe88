"""Applying step by step: no input is lost, and nothing is filed without a review."""

import re
from typing import Any, Final

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from guides import catalog
from guides.editions import withdraw_edition
from services_hall.applications.models import Application, Draft
from services_hall.attachments.models import Attachment
from services_hall.attachments.uploads import LARGEST
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.demo.accounts import DISTRICT
from services_hall.identity.sessions import ABSOLUTE
from tests.support.application_pages import (
    BUNDLE,
    begin_application,
    prepare_application,
    submit_application,
    upload,
    uploads_of,
    valid_form,
)
from tests.support.demo_applications import RESTAURANT
from tests.support.expired_sessions import run_out
from tests.support.hall import Hall, Visitor
from tests.support.new_editions import publish_again, publish_bundle_again, take_handlers_away
from tests.support.store_outage import store_outage

UNLICENSED: Final = {**RESTAURANT, "licence": "no", "form": "personal"}
ERROR_LINK: Final = re.compile(r'<a href="#(field-[^"]+)">([^<]+)</a>')


@pytest.fixture
def li(hall: Hall) -> Visitor:
    """李样例, who has a business licence."""
    return hall.sign_in("li")


def errors_in(answer: TestResponse) -> dict[str, str]:
    """The errors in the summary by field id; each must also stand next to its field."""
    assert answer.status_code == 422, answer.text
    found = dict(ERROR_LINK.findall(answer.text))
    assert found
    for field_id, message in found.items():
        assert f'id="{field_id}"' in answer.text, field_id
        assert answer.text.count(message) >= 2, message
    return found


def row_count(hall: Hall, model: type[Any]) -> int:
    with hall.app.app_context():
        return int(reading().scalar(select(func.count()).select_from(model)) or 0)


def draft_row(hall: Hall, draft: str) -> Draft:
    """The draft's row; needs an application context."""
    public_id = draft.rsplit("/", 1)[1]
    return reading().scalars(select(Draft).where(Draft.public_id == public_id)).one()


def test_a_companys_code_is_not_put_into_a_field_about_a_person(hall: Hall) -> None:
    chen = hall.sign_in("chen")
    form = chen.get(f"{begin_application(chen, {'lighting': 'no'}, 'HWZP-SZ')}/form").text
    (person,) = re.findall(r'<input[^>]*name="field\.applicant_identifier"[^>]*>', form)
    assert 'value=""' in person or "value=" not in person
    (company,) = re.findall(r'<input[^>]*name="field\.credit_code"[^>]*>', form)
    assert 'value="91420100MADEM00019"' in company


def test_open_questions_lead_back_to_the_questions(li: Visitor) -> None:
    answer = li.get(f"/apply/{BUNDLE}", licence="yes")
    assert answer.headers["Location"].startswith(f"/bundles/{BUNDLE}?licence=yes")


def test_the_start_tells_what_waits_for_what(hall: Hall) -> None:
    page = hall.sign_in("zhang").get(f"/apply/{BUNDLE}", **UNLICENSED).text
    assert "您要办 5 件事" in page
    assert page.count("等“个体工商户设立登记”办好后自动开始") == 4


def test_a_district_must_be_chosen_and_handle_every_item(hall: Hall, li: Visitor) -> None:
    form = {f"q.{key}": value for key, value in RESTAURANT.items()}
    assert errors_in(li.post(f"/apply/{BUNDLE}", form)) == {"field-district": "请选择在哪个区办理。"}
    assert row_count(hall, Draft) == 0
    page = li.post(f"/apply/{BUNDLE}", {**form, "district": "420102001000"})
    assert "请选择在哪个区办理" in page.text


def test_every_wrong_field_is_named_and_everything_typed_is_kept(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    typed = valid_form(hall, "li") | {
        "field.applicant_phone": "12",
        "field.premises_area": "8",
        "field.floor_position": "",
        "field.sign_text": "示范 <一> 号",
    }
    wrong = errors_in(li.post(f"{draft}/form", typed))
    assert set(wrong) == {
        "field-field-applicant_phone",
        "field-field-floor_position",
    }
    page = li.get(f"{draft}/form").text
    assert 'value="12"' in page
    assert "示范 &lt;一&gt; 号" in page
    with hall.app.app_context():
        assert draft_row(hall, draft).answers["sign_text"] == "示范 <一> 号"


def test_what_was_typed_may_be_kept_for_later_without_being_right(li: Visitor) -> None:
    draft = begin_application(li)
    answer = li.post(f"{draft}/form", {"field.floor_position": "半个名字", "stay": "1"})
    assert answer.headers["Location"] == f"{draft}/form"
    page = li.follow(answer).text
    assert "已保存" in page
    assert 'value="半个名字"' in page
    assert "开办餐饮店“一件事”" in li.get("/my/").text


def test_certificates_are_used_only_when_the_person_says_so(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    li.post(f"{draft}/form", valid_form(hall, "li"))
    page = li.get(f"{draft}/materials").text
    assert "3 份材料可以不用交" in page
    assert 'name="consent" type="radio" value="yes">' in page
    asked = uploads_of(li, draft)
    given = {name: upload() for name in asked}
    assert set(errors_in(li.post(f"{draft}/materials", given))) == {"field-consent"}
    answer = li.post(f"{draft}/materials", {"consent": "no"})
    assert len(errors_in(answer)) == 3
    assert "请提供营业执照。" in answer.text
    assert li.post(f"{draft}/materials", {"consent": "yes"}).headers["Location"] == f"{draft}/review"


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "空的.pdf", "“空的.pdf”是空文件"),
        (b"hello", "假的.pdf", "“假的.pdf”不是 PDF、JPG、PNG、HEIC 或 WEBP 文件"),
        (b"%PDF-1.7\n" + bytes(LARGEST), "太大.pdf", "“太大.pdf”超过 10 MB"),
        (b"%PDF-1.7\n", "其实是文书.png", "“其实是文书.png”的内容其实是PDF"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_the_others_are_kept(
    hall: Hall, li: Visitor, data: bytes, name: str, message: str
) -> None:
    draft = begin_application(li)
    li.post(f"{draft}/form", valid_form(hall, "li"))
    first, second, *rest = uploads_of(li, draft)
    others = {one: upload(name="好的.png") for one in (first, *rest)}
    answer = li.post(f"{draft}/materials", {"consent": "yes", second: upload(data, name), **others})
    answer.request.environ["wsgi.input"].close()  # the test client does not close the file of a large body
    errors = errors_in(answer)
    assert list(errors) == ["field-" + second.replace(".", "-")]
    assert message in next(iter(errors.values()))
    assert row_count(hall, Attachment) == len(others)
    done = li.post(f"{draft}/materials", {second: upload()})
    assert done.headers["Location"] == f"{draft}/review"


def test_nothing_is_filed_without_the_declaration(hall: Hall, li: Visitor) -> None:
    draft = prepare_application(hall, li)
    assert errors_in(li.post(f"{draft}/submit")) == {"field-declared": "请先勾选声明，再提交。"}
    assert row_count(hall, Application) == 0


def test_a_second_click_gives_the_same_application(hall: Hall, li: Visitor) -> None:
    draft = prepare_application(hall, li)
    page = submit_application(li, draft)
    assert submit_application(li, draft) == page
    assert li.post(f"{draft}/form", {"field.floor_position": "改"}).headers["Location"] == page
    assert li.post(f"{draft}/materials").headers["Location"] == page
    for step in ("form", "materials", "review"):
        assert li.get(f"{draft}/{step}").headers["Location"] == page
    assert row_count(hall, Application) == 1
    assert "申请已提交" in li.get(page).text


def test_a_missing_material_leads_back_from_submitting(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    li.post(f"{draft}/form", valid_form(hall, "li"))
    answer = li.post(f"{draft}/submit", {"declared": "yes"})
    assert "field-consent" in errors_in(answer)
    assert row_count(hall, Application) == 0


def test_a_guide_that_changed_is_shown_and_settled_by_the_person(hall: Hall, li: Visitor) -> None:
    draft = prepare_application(hall, li)
    number = publish_again(hall, "SPJY-XB")
    page = li.get(f"{draft}/review").text
    assert "您填写期间，办事指南更新了" in page
    assert f"第 {number - 1} 版 → 第 {number} 版" in page
    refused = li.post(f"{draft}/submit", {"declared": "yes"})
    assert refused.status_code == 409
    assert "您填写期间，办事指南更新了" in refused.text
    assert row_count(hall, Application) == 0
    li.post(f"{draft}/settle")
    assert "办事指南更新了" not in li.get(f"{draft}/review").text
    submit_application(li, draft)
    with hall.app.app_context():
        application = reading().scalars(select(Application)).one()
        numbers = {item.edition.item.code: item.edition.number for item in application.items}
    assert numbers["SPJY-XB"] == number


def test_a_field_that_a_newer_guide_no_longer_asks_for_prevents_nothing(hall: Hall, li: Visitor) -> None:
    draft = prepare_application(hall, li)
    publish_again(hall, "SPJY-XB", drop_field="food_safety_manager")
    li.post(f"{draft}/settle")
    submit_application(li, draft)
    assert row_count(hall, Application) == 1


def test_a_bundle_that_changed_is_shown_and_settled_by_the_person(hall: Hall, li: Visitor) -> None:
    draft = prepare_application(hall, li)
    publish_bundle_again(hall, BUNDLE)
    page = li.get(f"{draft}/form").text
    assert "要问的问题或所含的事项有调整" in page
    assert li.post(f"{draft}/submit", {"declared": "yes"}).status_code == 409
    li.post(f"{draft}/settle")
    submit_application(li, draft)


def test_a_new_question_is_asked_and_what_was_typed_stays(hall: Hall, li: Visitor) -> None:
    draft = prepare_application(hall, li)
    publish_bundle_again(hall, BUNDLE, question="terrace")
    page = li.get(f"{draft}/review").text
    assert "请再回答几个问题" in page
    assert f"/bundles/{BUNDLE}?" in page
    kept = draft.rsplit("/", 1)[1]
    assert f'value="{kept}" checked' in li.get(f"/apply/{BUNDLE}", **RESTAURANT, terrace="no").text
    assert begin_application(li, {**RESTAURANT, "terrace": "no"}, draft=kept) == draft
    submit_application(li, draft)


def test_going_on_with_a_draft_keeps_what_was_typed_under_other_answers(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    li.post(f"{draft}/form", {**valid_form(hall, "li"), "field.floor_position": "小馆子"})
    assert begin_application(li, {**RESTAURANT, "sign": "no"}, draft=draft.rsplit("/", 1)[1]) == draft
    page = li.get(f"{draft}/form").text
    assert 'value="小馆子"' in page
    assert "户外招牌设置" not in page
    assert row_count(hall, Draft) == 1


def test_a_file_for_what_the_application_now_issues_itself_prevents_nothing(hall: Hall) -> None:
    zhang = hall.sign_in("zhang")
    draft = prepare_application(hall, zhang, "zhang")
    assert "material.business-licence" in uploads_of(zhang, draft)
    begin_application(zhang, UNLICENSED, draft=draft.rsplit("/", 1)[1])
    zhang.post(f"{draft}/form", valid_form(hall, "zhang", UNLICENSED))
    assert "material.business-licence" not in uploads_of(zhang, draft)
    files = {name: upload() for name in uploads_of(zhang, draft)}
    zhang.post(f"{draft}/materials", {"consent": "yes", **files})
    submit_application(zhang, draft)


def test_somebody_elses_draft_cannot_be_gone_on_with(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    form = {f"q.{key}": value for key, value in RESTAURANT.items()}
    answer = hall.sign_in("wang").post(
        f"/apply/{BUNDLE}", {**form, "district": DISTRICT, "draft": draft.rsplit("/", 1)[1]}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("way", ["a folder in its place", "an empty database"])
def test_while_the_store_is_away_upload_is_offered(hall: Hall, li: Visitor, way: str) -> None:
    draft = begin_application(li)
    li.post(f"{draft}/form", valid_form(hall, "li"))
    with store_outage(hall, way):
        page = li.get(f"{draft}/materials")
        assert page.status_code == 200
        assert "电子证照库暂时没有应答" in page.text
        asked = uploads_of(li, draft)
        assert "material.business-licence" in asked
        answer = li.post(f"{draft}/materials", {name: upload() for name in asked})
        assert answer.headers["Location"] == f"{draft}/review"
        assert li.follow(answer).status_code == 200
        submit_application(li, draft)


def test_what_was_typed_is_kept_when_the_sign_in_ran_out(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    uploading = uploads_of(li, draft)[0]
    run_out(hall)
    answer = li.post(f"{draft}/form", {"field.floor_position": "没有丢的名字"})
    assert answer.headers["Location"].startswith("/identity/sign-in")
    assert li.get(f"{draft}/form").status_code == 303
    li.post(f"{draft}/materials", {uploading: upload(name="没有丢.png")})
    back = hall.sign_in("li")
    assert 'value="没有丢的名字"' in back.get(f"{draft}/form").text
    assert "没有丢.png" in back.get(f"{draft}/materials").text


def test_a_sign_in_that_ended_for_good_keeps_nothing(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    run_out(hall, ABSOLUTE)
    li.post(f"{draft}/form", {"field.floor_position": "别人写的"})
    assert "别人写的" not in hall.sign_in("li").get(f"{draft}/form").text


def test_a_form_without_its_token_keeps_nothing_when_the_sign_in_ran_out(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    run_out(hall)
    answer = li.client.post(f"{draft}/form", data={"field.floor_position": "别处送来的"})
    assert answer.status_code == 400
    assert "别处送来的" not in hall.sign_in("li").get(f"{draft}/form").text


def test_no_step_needs_a_script(hall: Hall, li: Visitor) -> None:
    draft = prepare_application(hall, li)
    for step, action in (("form", "form"), ("materials", "materials"), ("review", "submit")):
        page = li.get(f"{draft}/{step}").text
        assert f'action="{draft}/{action}"' in page
        assert re.findall(r"<script[^>]*>", page) == re.findall(r'<script type="module" src="[^"]+">', page)


def test_a_draft_is_deleted_with_its_files_after_being_asked(either_hall: Hall) -> None:
    li = either_hall.sign_in("li")
    draft, other = prepare_application(either_hall, li), begin_application(li)
    page = li.get("/my/").text
    assert f'action="{draft}/delete"' in page
    assert page.count("确定删除") == 2
    answer = li.post(f"{draft}/delete")
    assert answer.headers["Location"] == "/my/"
    page = li.follow(answer).text
    assert "已删除" in page
    assert draft not in page
    assert f"{other}/form" in page
    assert li.get(f"{draft}/form").status_code == 404
    assert row_count(either_hall, Attachment) == 0
    assert row_count(either_hall, Draft) == 1


def test_nobody_elses_draft_and_none_that_was_filed_can_be_deleted(either_hall: Hall) -> None:
    li, wang = either_hall.sign_in("li"), either_hall.sign_in("wang")
    draft = prepare_application(either_hall, li)
    assert wang.post(f"{draft}/delete").status_code == 404
    assert row_count(either_hall, Draft) == 1
    page = submit_application(li, draft)
    assert f"{draft}/delete" not in li.get("/my/").text
    assert li.post(f"{draft}/delete").headers["Location"] == page
    assert row_count(either_hall, Draft) == 1
    assert row_count(either_hall, Application) == 1


def test_a_draft_is_not_deleted_by_a_form_without_its_token(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    assert li.client.post(f"{draft}/delete").status_code == 400
    assert li.get(f"{draft}/delete").status_code == 405
    assert row_count(hall, Draft) == 1


def test_a_draft_of_a_guide_that_ended_can_still_be_deleted(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li, {"lighting": "no"}, "HWZP-SZ")
    with hall.app.app_context(), transaction() as session:
        withdraw_edition(session, catalog.current_edition(session, "HWZP-SZ"), now=utc_now())
    page = li.get("/my/").text
    assert "已停办的事项" in page
    assert f'href="{draft}/form"' not in page
    assert li.post(f"{draft}/delete").headers["Location"] == "/my/"
    assert row_count(hall, Draft) == 0


def test_a_place_that_nobody_handles_any_more_is_told_at_submission(hall: Hall, li: Visitor) -> None:
    draft = prepare_application(hall, li)
    take_handlers_away(hall, "SPJY-XB")
    answer = li.post(f"{draft}/submit", {"declared": "yes"})
    assert answer.status_code == 422
    assert "这个区暂不办理" in answer.text
    assert "改情况或换一个区" in answer.text


def test_a_draft_that_waits_is_offered_before_everything_else(hall: Hall) -> None:
    li = hall.sign_in("li")
    begin_application(li)
    page = li.get(f"/apply/{BUNDLE}", **RESTAURANT).text
    assert page.index("您有一份没提交的") < page.index("这次为谁办") < page.index("在哪里办")

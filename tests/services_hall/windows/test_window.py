"""The window: a clerk finds the public guides and files for a person who is present."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from guides import catalog
from guides.models import GuideEdition
from services_hall.applications import answers
from services_hall.applications.cases import dispatch
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.filing import offers
from services_hall.applications.models import Application, Draft
from services_hall.applications.reads import queries
from services_hall.applications.seen_originals import may_be_seen
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from tests.support import editions
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, decide
from tests.support.concurrent_requests import run_before
from tests.support.demo_applications import (
    PNG,
    RESTAURANT,
    person,
)
from tests.support.hall import Hall, Visitor
from tests.support.new_editions import publish_bundle_again, take_handlers_away
from tests.support.window_pages import (
    BUNDLE,
    LI_AT_WINDOW,
    WANG_AT_WINDOW,
    begin_at_window,
    file_at_window,
    form_values,
    missing_originals,
    originals_and_scans,
    questions,
)


def test_every_channel_shows_the_same_edition_and_hash(hall: Hall) -> None:
    clerk, visitor = hall.sign_in("chuangkou"), hall.visitor()
    listed = json.loads(visitor.get("/api/v1/guides", limit="200").text)["items"]
    feed = json.loads(visitor.get("/api/v1/guide-changes", after="0", limit="200").text)["items"]
    last = {event["item_code"]: event["edition"] for event in feed if event["item_code"]}
    assert len(listed) == 14
    for guide in listed:
        code, number, sha256 = guide["code"], guide["edition"], guide["sha256"]
        document = json.loads(visitor.get(f"/api/v1/guides/{code}").text)
        assert (document["edition"], document["sha256"]) == (number, sha256)
        assert last[code] == number
        for page in (visitor.get(f"/guides/{code}").text, clerk.get(f"/window/guides/{code}").text):
            assert edition_line(page) == (f"第 {number} 版", sha256)


def edition_line(page: str) -> tuple[str, str]:
    """Number and complete hash of the edition on a page."""
    found = re.search(
        r'<p class="edition-line">\s*<span>(.*?)</span>.*?data-edition-hash="([0-9a-f]{64})"', page, re.DOTALL
    )
    assert found is not None
    return found[1], found[2]


def test_the_bundle_is_the_same_at_the_window(hall: Hall) -> None:
    window = hall.sign_in("chuangkou").get(f"/window/bundles/{BUNDLE}").text
    assert edition_line(window) == edition_line(hall.visitor().get(f"/bundles/{BUNDLE}").text)


def test_a_clerk_finds_a_guide_by_everyday_words(hall: Hall) -> None:
    page = hall.sign_in("chuangkou").get("/window/", q="开餐馆").text
    assert f"/window/bundles/{BUNDLE}" in page


def test_open_questions_are_asked_beside_the_person(hall: Hall) -> None:
    page = hall.sign_in("chuangkou").get(f"/window/apply/{BUNDLE}", operator="individual").text
    assert 'name="q.operator"' in page
    assert 'name="holder.identifier"' in page
    assert "个问题" in page


def test_the_clerks_own_district_is_chosen_already(hall: Hall) -> None:
    page = hall.sign_in("chuangkou").get(f"/window/apply/{BUNDLE}", **RESTAURANT).text
    assert re.search(r'<option value="420102000000"\s+selected', page)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"holder.identifier": "420102188909200131"}, "末位是校验码"),
        ({"holder.identifier": ""}, "请填写证件号码"),
        (
            {"holder.identifier": "42010218890920013X", "holder.identifier_type": "001"},
            "统一社会信用代码不对",
        ),
        ({"holder.identifier_type": "nonsense"}, "请选择证件"),
        ({"holder.name": " ", "holder.identifier": "420102188001010010"}, "请填写姓名"),
        ({"holder.name": "王\x01演示"}, "第 2 个字符显示不出来"),
        ({"holder.phone": "12"}, "联系电话不正确"),
        ({"district": "420100000000"}, "请选择在哪个区办理"),
    ],
)
def test_a_wrong_field_about_the_person_is_told_and_what_was_typed_stays(
    hall: Hall, wrong: dict[str, str], told: str
) -> None:
    clerk = hall.sign_in("chuangkou")
    form = {**questions(RESTAURANT), **WANG_AT_WINDOW, "holder.name": "王演示示", **wrong}
    answer = clerk.post(f"/window/apply/{BUNDLE}", form)
    assert answer.status_code == 422
    assert told in answer.text
    field = next(iter(wrong)).replace(".", "-")
    assert f'href="#field-{field}"' in answer.text
    if "holder.name" not in wrong:
        assert 'value="王演示示"' in answer.text
    if form["holder.identifier"]:
        assert f'value="{form["holder.identifier"]}"' in answer.text


def test_every_wrong_field_is_told_at_once(hall: Hall) -> None:
    answer = hall.sign_in("chuangkou").post(f"/window/apply/{BUNDLE}", questions(RESTAURANT))
    for field in ("holder-identifier_type", "holder-name", "holder-phone", "district"):
        assert f'href="#field-{field}"' in answer.text


def test_without_the_persons_permission_the_store_is_not_asked(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    asked = len(missing_originals(clerk.get(begin_at_window(hall, clerk, LI_AT_WINDOW) + "/materials").text))
    everything = len(
        missing_originals(
            clerk.get(begin_at_window(hall, clerk, LI_AT_WINDOW, consent=False) + "/materials").text
        )
    )
    assert asked < everything


def test_an_unseen_material_is_told_at_its_field_and_a_bad_file_by_name(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = begin_at_window(hall, clerk, LI_AT_WINDOW)
    key = missing_originals(clerk.get(f"{path}/materials").text)[0]
    answer = clerk.post(f"{path}/materials", {"consent": "yes"})
    assert answer.status_code == 422
    assert f'id="field-material-{key}-error"' in answer.text
    file: Any = (BytesIO(b"not a picture"), "平面图.png")
    answer = clerk.post(f"{path}/materials", {"consent": "yes", f"material.{key}": file})
    assert answer.status_code == 422
    assert "平面图.png" in answer.text
    file = (BytesIO(PNG), "平面图.png")
    answer = clerk.post(f"{path}/materials", {"consent": "yes", "stay": "1", f"material.{key}": file})
    assert answer.status_code == 200
    shown = re.findall(r'href="(/window/files/[^"]+)"', answer.text)
    assert clerk.get(shown[0]).mimetype == "image/png"


def test_what_a_clerk_files_belongs_to_the_resident(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    number = file_at_window(hall, clerk, LI_AT_WINDOW, "li")
    receipt = clerk.get(f"/window/filings/{number}").text
    assert number in receipt
    assert "打印接收回执" in receipt
    assert number in clerk.get("/window/filings/").text
    assert number in hall.sign_in("li").get("/my/").text
    assert hall.sign_in("li").get(f"/my/applications/{number}").status_code == 200
    assert hall.sign_in("zhang").get(f"/my/applications/{number}").status_code == 404
    with hall.app.test_request_context():
        application = queries.own_application(reading(), person("li"), number)
        assert application.channel == "window"
        assert application.applicant_id == person("li").account_id
        assert application.filed_by_id == person("chuangkou").account_id
        met = {requirement.met_by for item in application.items for requirement in item.requirements}
        assert met == {"file", "certificate"}


def test_the_window_reckons_the_days_of_an_accepted_case(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    number = file_at_window(hall, clerk, LI_AT_WINDOW, "li")
    accept(system(hall, "market_supervision"), {"number": f"{number}-01"})
    page = clerk.get(f"/window/filings/{number}").text
    assert "如何计算" in page
    assert "受理，当天不算，从次日起算。" in page
    assert re.search("承诺办结日.*天，算到第", page, re.DOTALL)


def test_the_window_shows_the_outcome_and_the_ways_against_it_first(hall: Hall) -> None:
    clerk, market = hall.sign_in("chuangkou"), system(hall, "market_supervision")
    number = file_at_window(hall, clerk, LI_AT_WINDOW, "li")
    case = {"number": f"{number}-01", "item_code": "SPJY-XB"}
    for answer in (accept(market, case), decide(market, case, "deny", "操作间面积不足")):
        assert answer.status_code == 200, answer.text
    page = clerk.get(f"/window/filings/{number}").text
    head = page.partition('aria-labelledby="cases-title"')[0]
    for said in ("status--red", "没有获准", "操作间面积不足", "依据：", "申请行政复议", "提起行政诉讼"):
        assert said in head, said
    assert "预计最迟" in head
    assert "改好再申请" not in page


def test_a_person_without_an_account_can_be_served(hall: Hall) -> None:
    stranger = {**WANG_AT_WINDOW, "holder.name": "赵无号", "holder.identifier": "420102188001010010"}
    clerk = hall.sign_in("chuangkou")
    number = file_at_window(hall, clerk, stranger, "wang")
    with hall.app.test_request_context():
        application = queries.own_application(reading(), person("chuangkou"), number)
        assert application.applicant_id is None
        assert application.holder_name == "赵无号"


def test_the_receipt_waits_for_its_job(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    page = clerk.get(f"/window/filings/{file_at_window(hall, clerk, LI_AT_WINDOW, 'li')}").text
    paper = clerk.get(re.findall(r'href="(/window/papers/[^"]+)"', page)[0])
    assert paper.status_code == 202
    assert paper.headers["Refresh"] == "2"


def test_a_second_click_files_nothing_more(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    number = file_at_window(hall, clerk, LI_AT_WINDOW, "li")
    with hall.app.app_context():
        draft = reading().scalars(select(Draft)).one().public_id
    again = clerk.post(f"/window/apply/{BUNDLE}/{draft}/submit", {"declared": "yes"})
    assert again.headers["Location"].endswith(number)
    with hall.app.app_context():
        assert len(reading().scalars(select(Application)).all()) == 1


def test_a_filing_must_be_confirmed_by_the_person(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = begin_at_window(hall, clerk, LI_AT_WINDOW)
    answer = clerk.post(f"{path}/submit")
    assert answer.status_code == 422
    assert 'id="declared-error"' in answer.text


def test_another_persons_filing_draft_or_paper_does_not_exist_for_a_clerk(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    with hall.app.test_request_context():
        assert pinned_drafts.open_drafts(reading(), person("chuangkou").account_id) == []
    for path in ("filings/2026112300000001A", "papers/none", "files/none", f"apply/{BUNDLE}/none/form"):
        assert clerk.get(f"/window/{path}").status_code == 404


def test_unknown_guides_and_bundles_lead_on(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    for path in ("guides/NONE", "bundles/none", "apply/none"):
        answer = clerk.get(f"/window/{path}")
        assert answer.status_code == 404
        assert "/search" in answer.text


@pytest.mark.parametrize("username", ["li", "shichang", "bianji"])
def test_only_clerks_enter_the_window(hall: Hall, username: str) -> None:
    assert hall.sign_in(username).get("/window/").status_code == 403


def test_a_guide_that_changes_meanwhile_is_shown_and_settled(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = begin_at_window(hall, clerk, LI_AT_WINDOW)
    clerk.post(f"{path}/form", form_values(hall, "li"))
    seen = originals_and_scans(clerk.get(f"{path}/materials").text)
    clerk.post(f"{path}/materials", {"consent": "yes", **seen})
    publish_again(hall, "SPJY-XB")
    answer = clerk.post(f"{path}/submit", {"declared": "yes"})
    assert answer.status_code == 409
    assert "第 1 版 → 第 2 版" in answer.text
    assert f'action="{path}/settle"' in answer.text
    assert clerk.post(f"{path}/settle").status_code == 303
    assert clerk.post(f"{path}/submit", {"declared": "yes"}).status_code == 303


def publish_again(hall: Hall, code: str) -> None:
    """A second edition of this guide that contains another text."""
    with hall.app.app_context(), transaction() as session:
        content = dict(catalog.current_edition(session, code).content)
        content["faqs"] = [*content["faqs"], {"question": "变了什么？", "answer": "多了这一条。"}]
        editions.published_edition(session, GuideEdition, content, now=utc_now())


def complete_draft(hall: Hall, clerk: Visitor) -> str:
    """The path of a complete draft for 李样例."""
    path = begin_at_window(hall, clerk, LI_AT_WINDOW)
    clerk.post(f"{path}/form", form_values(hall, "li"))
    seen = originals_and_scans(clerk.get(f"{path}/materials").text)
    assert clerk.post(f"{path}/materials", {"consent": "yes", **seen}).status_code == 303
    return path


def test_a_new_question_is_asked_and_the_same_draft_goes_on(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = complete_draft(hall, clerk)
    publish_bundle_again(hall, BUNDLE, question="terrace")
    for step in ("form", "materials", "review", "questions"):
        page = clerk.get(f"{path}/{step}").text
        assert "办事指南更新了，请再问申请人几个问题" in page
        assert 'name="q.terrace"' in page
    refused = clerk.post(f"{path}/submit", {"declared": "yes"})
    assert refused.status_code == 409
    assert 'name="q.terrace"' in refused.text
    district = {"district": LI_AT_WINDOW["district"]}
    open_still = clerk.post(f"{path}/questions", {**questions(RESTAURANT), **district})
    assert open_still.status_code == 422
    assert 'href="#field-q-terrace"' in open_still.text
    answer = clerk.post(f"{path}/questions", {**questions({**RESTAURANT, "terrace": "no"}), **district})
    assert answer.headers["Location"] == f"{path}/whole"
    assert clerk.get(f"{path}/review").status_code == 200
    assert clerk.post(f"{path}/submit", {"declared": "yes"}).status_code == 303


def test_an_original_of_what_the_application_now_issues_itself_prevents_nothing(hall: Hall) -> None:
    clerk, unlicensed = hall.sign_in("chuangkou"), {**RESTAURANT, "licence": "no", "form": "personal"}
    path = begin_at_window(hall, clerk, WANG_AT_WINDOW)
    clerk.post(f"{path}/form", form_values(hall, "wang"))
    given = originals_and_scans(clerk.get(f"{path}/materials").text)
    assert given["seen.business-licence"] == "yes"
    clerk.post(f"{path}/materials", {"consent": "yes", **given})
    clerk.post(f"{path}/questions", {**questions(unlicensed), "district": WANG_AT_WINDOW["district"]})
    clerk.post(f"{path}/form", form_values(hall, "wang", unlicensed))
    with hall.app.app_context(), transaction() as session:
        draft = session.scalars(select(Draft)).one()
        asked = answers.select(offers.current_offer(session, BUNDLE), unlicensed).materials
        draft.originals_seen = sorted(
            {*draft.originals_seen, *(one.key for one in asked if may_be_seen(one.terms))}
        )
    assert clerk.post(f"{path}/submit", {"declared": "yes"}).status_code == 303


def test_an_answer_that_stops_is_told_and_another_may_be_chosen(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = complete_draft(hall, clerk)
    assert f'href="{path}/person"' in clerk.get(f"{path}/review").text
    stopped = questions({**RESTAURANT, "premises": "residential"})
    answer = clerk.post(f"{path}/questions", {**stopped, "district": LI_AT_WINDOW["district"]})
    assert answer.status_code == 422
    assert "第二百五十条" in answer.text
    with hall.app.app_context():
        assert reading().scalars(select(Draft)).one().scenario["premises"] == "commercial"


def test_another_district_may_be_chosen_and_one_that_does_not_handle_it_is_told(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = complete_draft(hall, clerk)
    for wrong in ("", "420100000000"):
        answer = clerk.post(f"{path}/questions", {**questions(RESTAURANT), "district": wrong})
        assert answer.status_code == 422
        assert 'href="#field-district"' in answer.text
    other = clerk.post(f"{path}/questions", {**questions(RESTAURANT), "district": "420103000000"})
    assert other.status_code == 422
    assert "和前面问题里选的区不一样" in other.text
    moved = questions({**RESTAURANT, "place": "420103000000"})
    clerk.post(f"{path}/questions", {**moved, "district": "420103000000"})
    with hall.app.app_context():
        assert reading().scalars(select(Draft)).one().division_code == "420103000000"


def test_a_place_where_nobody_handles_it_is_told_before_the_form_and_at_submission(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = complete_draft(hall, clerk)
    take_handlers_away(hall, "SPJY-XB")
    answer = clerk.post(f"/window/apply/{BUNDLE}", {**questions(RESTAURANT), **LI_AT_WINDOW})
    assert answer.status_code == 422
    assert 'href="#field-district"' in answer.text
    assert "这个区暂不办理" in answer.text
    refused = clerk.post(f"{path}/submit", {"declared": "yes"})
    assert refused.status_code == 422
    assert "这个区暂不办理" in refused.text
    assert f'href="{path}/person"' in refused.text


def test_a_file_replaced_while_the_clerk_submits_is_looked_over_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, other_tab = hall.sign_in("chuangkou"), hall.sign_in("chuangkou")
    path = complete_draft(hall, clerk)
    key = missing_originals(other_tab.get(f"{path}/materials").text)[0]
    scan: dict[str, Any] = {f"material.{key}": (BytesIO(PNG), "换过.png"), "consent": "yes", "stay": "1"}
    run_before(monkeypatch, dispatch, "plan_cases", lambda: other_tab.post(f"{path}/materials", scan))
    answer = clerk.post(f"{path}/submit", {"declared": "yes"})
    assert answer.status_code == 409
    assert "有材料在别处换过或删掉了" in answer.text
    assert "换过.png" in answer.text


def test_a_clerk_deletes_a_draft_after_being_asked(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = begin_at_window(hall, clerk, LI_AT_WINDOW)
    page = clerk.get("/window/").text
    assert f'action="{path}/delete"' in page
    assert "确定删除" in page
    assert "已删除" in clerk.follow(clerk.post(f"{path}/delete")).text
    assert path not in clerk.get("/window/").text
    with hall.app.app_context():
        assert reading().scalars(select(Draft)).all() == []

"""Silence of the agency: accepted from the day of receipt, closed for supplement and refusal."""

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from guides.enumerations import ItemType, Silence
from guides.terms import GuideTerms
from services_hall import database
from services_hall.applications import papers
from services_hall.applications.clocks.notice_days import is_silence_acceptance
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import Case
from services_hall.applications.paper_texts.intake import acceptance_text
from services_hall.applications.paper_texts.tolerance import tolerant_acceptance_text
from services_hall.clock import local_day, utc_now
from services_hall.documents.texts import Printing
from services_hall.job_registry import HANDLERS
from services_hall.jobs.names import JobName
from services_hall.use_cases.deem_cases_accepted import deem_cases_accepted, has_silent_cases
from services_hall.use_cases.grant_on_commitment import grant_on_commitment
from tests.support.agency_systems import System, actor_of, system
from tests.support.application_pages import upload
from tests.support.case_decisions import STEPS_DONE, accept, case_row, decide, grant
from tests.support.guide_terms import guide_terms
from tests.support.hall import Hall
from tests.support.restaurant import LI, UNLICENSED, ZHANG, case_of, file_restaurant, upload_file
from tests.support.supplements import AREA_DEMAND, ask_supplement, give_supplement, let_days_pass
from tests.support.tolerant_cases import DEFERRABLE, file_without, promise
from tests.support.tolerant_cases import accept as accept_tolerantly

PRINTING = Printing("受理通知书", "1", "大厅", "http://localhost", is_demo=True)
TEXTS: Final = {
    False: ("acceptance", acceptance_text),
    True: ("tolerant_acceptance", tolerant_acceptance_text),
}
"""Kind and text of the notice: of a usual acceptance, and of a tolerant one."""
SILENT: dict[str, Any] = {"days": 5, "unit": "working_day", "silence": "accepted", "basis": None}
OPEN: dict[str, Any] = {**SILENT, "silence": "none"}


@pytest.mark.parametrize(
    ("item_type", "supplement", "expected"),
    [
        (ItemType.LICENCE, SILENT, True),
        (ItemType.LICENCE, OPEN, True),
        (ItemType.LICENCE, None, True),
        (ItemType.CONFIRMATION, SILENT, True),
        (ItemType.CONFIRMATION, OPEN, False),
        (ItemType.CONFIRMATION, None, False),
    ],
)
def test_silence_means_acceptance_for_licences_and_where_the_guide_says_so(
    item_type: ItemType, supplement: dict[str, Any] | None, expected: bool
) -> None:
    terms: GuideTerms = guide_terms(item_type=item_type.value, supplement=supplement)
    assert is_silence_acceptance(terms) is expected
    assert Silence.ACCEPTED == "accepted"


def received_days_ago(hall: Hall, number: str, days: int) -> None:
    """The case was received this many days ago, and its day for a notice was yesterday."""
    with hall.app.app_context(), database.transaction() as session:
        case = session.get_one(Case, case_row(number).id)
        assert case.received_at is not None
        case.received_at -= timedelta(days=days)
        for event in case.events:
            event.at -= timedelta(days=days)
    let_days_pass(hall, number, "acceptance_due_on")


def test_a_silent_agency_has_accepted_from_the_day_of_receipt(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    received_days_ago(either_hall, food["number"], 12)
    for action, body in (
        ("refusal", {"reason": "太晚", "basis_key": "xzxk-32"}),
        ("supplement-notice", {"demands": [AREA_DEMAND], "due_on": "2030-01-04"}),
        ("no-licence", {"reason": "太晚"}),
    ):
        late = market.post(f"/cases/{food['number']}/{action}", body)
        assert (late.status_code, late.get_json()["code"]) == (409, "NoticeDayPassed")
    with either_hall.app.app_context():
        assert has_silent_cases(database.reading(), utc_now())
        assert deem_cases_accepted() == 1
        assert deem_cases_accepted() == 0
        assert not has_silent_cases(database.reading(), utc_now())
        case = case_row(food["number"])
        start = local_day(utc_now() - timedelta(days=12))
        assert (case.state, case.is_deemed_accepted, case.accepted_by_id) == ("accepted", True, None)
        assert case.accepted_at is not None
        assert local_day(case.accepted_at) == case.clock_starts_on == start
        assert case.decision_due_on is not None
        calendar = load_calendar(database.reading(), since=start)
        assert case.decision_due_on > start
        assert calendar.is_working(case.decision_due_on)
        last = case.events[-1]
        assert (last.action, last.actor_id, last.new_state) == ("deem_accepted", None, "accepted")
        (paper,) = [one for one in case.papers if one.kind == "acceptance"]
        text = " ".join(acceptance_text(paper, PRINTING).paragraphs)
        assert "收到申请材料之日起即为受理" in text
        assert "齐全" not in text
    refused = market.post(f"/cases/{food['number']}/refusal", {"reason": "太晚", "basis_key": "xzxk-32"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "TransitionRefused")


def test_after_a_supplement_silence_counts_from_the_day_of_the_supplement(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    ask_supplement(market, food, AREA_DEMAND)
    give_supplement(market, food, answers={"premises_area": "90"})
    let_days_pass(either_hall, food["number"], "acceptance_due_on")
    with either_hall.app.app_context():
        assert deem_cases_accepted() == 1
        case = case_row(food["number"])
        supplement = next(event for event in case.events if event.action == "supplement")
        assert case.accepted_at == supplement.at


@pytest.mark.parametrize("way", ["alone", "in_bulk", "tolerantly"])
def test_an_acceptance_after_the_day_for_a_notice_counts_from_the_receipt(hall: Hall, way: str) -> None:
    market = system(hall, "market_supervision")
    number = str(file_without(market, () if way == "in_bulk" else (DEFERRABLE,))["number"])
    if way == "tolerantly":
        with hall.app.app_context():
            promise(number)
    received_days_ago(hall, number, 5)
    officer = hall.sign_in("shichang")
    page = officer.get(f"/desk/cases/{number}").text
    assert "告知的期限已过" in page
    assert "act=supplement" not in page
    assert "act=refusal" not in page
    if way == "alone":
        assert officer.post(f"/desk/cases/{number}/acceptance").status_code == 303
    elif way == "in_bulk":
        assert officer.post("/desk/acceptance", {"number": [number]}).status_code == 200
    with hall.app.app_context():
        if way == "tolerantly":
            accept_tolerantly(number)
        database.reading().expire_all()
        case = case_row(number)
        start = local_day(utc_now() - timedelta(days=5))
        assert case.is_deemed_accepted
        assert case.accepted_at is not None
        assert local_day(case.accepted_at) == case.clock_starts_on == start
        assert case.accepted_by_id is not None
        kind, text_of = TEXTS[way == "tolerantly"]
        (paper,) = [one for one in case.papers if one.kind == kind]
        assert "收到申请材料之日起即为受理" in " ".join(text_of(paper, PRINTING).paragraphs)
        assert deem_cases_accepted() == 0
    assert "起就算受理" in hall.sign_in("li").get(f"/my/applications/{number[:-3]}").text


def test_a_commitment_accepted_after_the_day_for_a_notice_is_granted_with_the_clock_from_the_receipt(
    hall: Hall,
) -> None:
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    number = str(case_of(file_restaurant(market, LI), "XFJC-YYQ")["number"])
    received_days_ago(hall, number, 1)
    with hall.app.app_context():
        grant_on_commitment(actor_of("fire_rescue"), number)
        case = case_row(number)
        assert (case.state, case.is_deemed_accepted) == ("granted_on_commitment", True)
        assert case.accepted_at is not None
        assert local_day(case.accepted_at) == case.clock_starts_on
    assert fire.get(f"/cases/{number}").get_json()["is_deemed_accepted"]


def silently_accepted_without(hall: Hall, market: System) -> str:
    """The number of a case that counts as accepted although a material is missing."""
    number = str(file_without(market)["number"])
    let_days_pass(hall, number, "acceptance_due_on")
    with hall.app.app_context():
        assert deem_cases_accepted() == 1
    return number


def test_what_is_missing_can_be_given_after_the_silent_acceptance_and_is_granted(
    either_hall: Hall, market: System
) -> None:
    number = silently_accepted_without(either_hall, market)
    with either_hall.app.app_context():
        (paper,) = [one for one in case_row(number).papers if one.kind == "acceptance"]
        assert "补齐以前不作出准予的决定" in " ".join(acceptance_text(paper, PRINTING).paragraphs)
    early = decide(market, {"number": number, "item_code": "SPJY-XB"})
    assert (early.status_code, list(early.get_json()["errors"])) == (422, ["materials"])
    with either_hall.app.app_context():
        assert case_row(number).state == "accepted"
    for body in (
        {"answers": {"premises_area": "90"}},
        {"attachments": {"layout-plan": upload_file(market)}},
    ):
        assert market.post(f"/cases/{number}/correction", body).status_code in {409, 422}
    given = market.post(f"/cases/{number}/correction", {"attachments": {DEFERRABLE: upload_file(market)}})
    assert (given.status_code, given.get_json()["state"]) == (200, "accepted")
    with either_hall.app.app_context():
        assert case_row(number).events[-1].action == "give_missing"
    assert decide(market, {"number": number, "item_code": "SPJY-XB"}).get_json()["state"] == "granted"


def test_both_sides_read_what_is_missing_and_the_applicant_gives_it_on_the_page(hall: Hall) -> None:
    number = silently_accepted_without(hall, system(hall, "market_supervision"))
    officer, resident = hall.sign_in("shichang"), hall.sign_in("li")
    desk = officer.get(f"/desk/cases/{number}").text
    assert "申请人还可以补交；补齐以前不能办成" in desk
    written = {"outcome": "grant", "reason": "材料都看过", **STEPS_DONE}
    refused = officer.post(f"/desk/cases/{number}/decision", written)
    assert refused.status_code == 422
    assert "补齐以前不能办成" in refused.text
    assert 'href="#field-materials"' not in refused.text
    assert "您写的没有提交：材料都看过" in refused.text
    address = f"/my/cases/{number}/supplement"
    assert address in resident.get("/my/").text
    page = resident.get(f"/my/applications/{number[:-3]}").text
    assert "现在补交" in page
    assert "起就算受理" in page
    form = resident.get(address).text
    assert "依法已经算受理" in form
    assert f'name="material.{DEFERRABLE}"' in form
    assert 'name="field.' not in form
    done = resident.post(address, {f"material.{DEFERRABLE}": upload()})
    assert done.status_code == 303, done.text
    assert address not in resident.get("/my/").text
    assert resident.get(address).status_code == 303
    assert "补交缺的材料" in officer.get(f"/desk/cases/{number}").text


def test_a_registration_is_not_accepted_by_silence(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    registration = case_of(file_restaurant(market, ZHANG, UNLICENSED), "GTDJ-SL")
    let_days_pass(hall, registration["number"], "acceptance_due_on", days=9)
    with hall.app.app_context():
        assert deem_cases_accepted() == 0
    assert accept(market, registration).status_code == 200


def test_both_sides_read_why_the_case_counts_as_accepted(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    let_days_pass(hall, food["number"], "acceptance_due_on")
    with hall.app.app_context():
        HANDLERS[JobName.DEEM_CASES_ACCEPTED]({})
    page = hall.sign_in("shichang").get(f"/desk/cases/{food['number']}").text
    assert "收到材料那天起视为受理" in page
    page = hall.sign_in("li").get(f"/my/applications/{food['number'][:-3]}").text
    assert "收到材料那天起就算受理" in page


def test_a_case_accepted_in_time_is_left_alone(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    assert grant(market, food)["state"] == "granted"
    let_days_pass(hall, food["number"], "acceptance_due_on")
    with hall.app.app_context():
        assert deem_cases_accepted() == 0


def test_a_job_that_dies_halfway_leaves_whole_cases_and_goes_on_later(
    either_hall: Hall, market: System, food: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = case_of(file_restaurant(market, ZHANG, consent=False, key="restaurant-2"), "SPJY-XB")
    for case in (food, other):
        let_days_pass(either_hall, case["number"], "acceptance_due_on")
    write = papers.write_case_paper

    def die_at_the_second(session: Session, case: Case, kind: PaperCode, **given: Any) -> None:
        if case.number == other["number"]:
            raise ConnectionAbortedError
        write(session, case, kind, **given)

    with either_hall.app.app_context():
        with monkeypatch.context() as dying:
            dying.setattr(papers, "write_case_paper", die_at_the_second)
            with pytest.raises(ConnectionAbortedError):
                deem_cases_accepted()
        database.reading().expire_all()
        states = [case_row(case["number"]).state for case in (food, other)]
        assert states == ["accepted", "received"]
        assert deem_cases_accepted() == 1
        for case in (food, other):
            row = case_row(case["number"])
            assert [event.action for event in row.events] == ["receive", "deem_accepted"]
            assert [paper.kind for paper in row.papers] == ["acceptance"]

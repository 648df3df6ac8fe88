"""Silence of the agency: accepted from the day of receipt, closed for supplement and refusal."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from guides.enumerations import ItemType, Silence
from guides.terms import GuideTerms
from services_hall import database
from services_hall.applications import papers
from services_hall.applications.deemed_acceptance import is_silence_acceptance
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import Case
from services_hall.applications.paper_texts.intake import acceptance_text
from services_hall.clock import local_day, utc_now
from services_hall.documents.texts import Printing
from services_hall.job_registry import HANDLERS
from services_hall.jobs.names import JobName
from services_hall.use_cases.deem_cases_accepted import deem_cases_accepted, has_silent_cases
from tests.support.agency_systems import System, system
from tests.support.case_decisions import accept, case_row, grant
from tests.support.guide_terms import guide_terms
from tests.support.hall import Hall
from tests.support.restaurant import LI, UNLICENSED, ZHANG, case_of, file_restaurant
from tests.support.supplements import AREA_DEMAND, ask_supplement, give_supplement, let_days_pass

PRINTING = Printing("受理通知书", "1", "大厅", "http://localhost", is_demo=True)
SILENT: dict[str, Any] = {"days": 5, "unit": "working_day", "silence": "accepted", "basis": None}
OPEN: dict[str, Any] = {**SILENT, "silence": "none"}


@pytest.fixture
def market(either_hall: Hall) -> System:
    return system(either_hall, "market_supervision")


@pytest.fixture
def food(market: System) -> dict[str, Any]:
    return case_of(file_restaurant(market, LI), "SPJY-XB")


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

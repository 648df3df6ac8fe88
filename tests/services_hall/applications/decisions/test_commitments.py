"""Promises signed with an application, and the checks that follow a grant on commitment."""

import hashlib
from dataclasses import replace
from typing import Final

import pytest
from sqlalchemy import select

from guides import catalog
from guides.calendar import add_working_days
from guides.calendar.official_days import load_calendar
from guides.enumerations import Unit
from guides.terms import Period
from services_hall import database
from services_hall.applications.clocks.due_days import loaded_agency_due_on
from services_hall.applications.clocks.time_limits import LimitSource, binding_limit, online_decision
from services_hall.applications.decisions.commitments import CorrectionOrder
from services_hall.applications.enumerations import Channel
from services_hall.applications.errors import ActionInvalid, CorrectionNotInGuide
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import CommitmentCheck, Promise, PromiseKind
from services_hall.casework.transitions import TransitionRefused
from services_hall.use_cases.keep_commitment import keep_commitment
from services_hall.use_cases.order_correction import order_correction
from services_hall.use_cases.reckon_cases import reckon_cases
from tests.support.agency_systems import System, actor_of, system
from tests.support.case_decisions import case_row, grant
from tests.support.hall import Hall
from tests.support.restaurant import INSPECTED, LI, case_of, file_restaurant
from tests.support.supplements import in_days

ONE_DAY: Final = Period(days=1, unit=Unit.WORKING_DAY)
FINDING: Final = "疏散通道被占用"


@pytest.fixture
def opinion(either_hall: Hall, market: System) -> str:
    """The number of a fire check that was granted on commitment."""
    case = case_of(file_restaurant(market, LI), "XFJC-YYQ")
    grant(system(either_hall, "fire_rescue"), case)
    return str(case["number"])


@pytest.mark.parametrize(
    ("online", "channel", "limit"),
    [
        (None, Channel.ONLINE, (0, "working_day")),
        (ONE_DAY, Channel.WINDOW, (0, "working_day")),
        (ONE_DAY, Channel.ONLINE, (1, "working_day")),
        (ONE_DAY, Channel.API, (1, "working_day")),
    ],
)
def test_a_commitment_is_decided_at_once_or_online_within_the_time_of_the_guide(
    hall: Hall, online: Period | None, channel: Channel, limit: tuple[int, str]
) -> None:
    with hall.app.app_context():
        terms = catalog.current_edition(database.reading(), "XFJC-YYQ").terms
    assert terms.commitment is not None
    terms = replace(terms, commitment=replace(terms.commitment, online_decision=online))
    found = binding_limit(terms.limits, by_commitment=True, online_decision=online_decision(terms, channel))
    assert (found.amount, found.unit, found.source) == (*limit, LimitSource.COMMITMENT)


def test_the_promise_is_kept_as_it_was_shown_and_written_as_a_paper(
    either_hall: Hall, market: System
) -> None:
    application = file_restaurant(market, LI)
    opinion = case_of(application, "XFJC-YYQ")
    papers = {(paper["kind"], paper["case"]) for paper in application["papers"]}
    assert {("receipt", None), ("commitment", opinion["number"])} <= papers
    assert {case for kind, case in papers if kind == "commitment"} == {opinion["number"]}
    with either_hall.app.app_context():
        case = case_row(opinion["number"])
        (promise,) = database.reading().scalars(select(Promise).where(Promise.case_id == case.id))
        assert promise.kind is PromiseKind.COMMITMENT
        (paper,) = case.papers
        text = paper.details["text"]
        assert paper.details == {
            "text": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "authentication": "agency_system",
        }
        commitment = case.application_item.edition.terms.commitment
        assert commitment is not None
        for words in (
            commitment.text,
            commitment.consequence,
            "《中华人民共和国消防法》第十五条",
            "20个工作日",
        ):
            assert words in text


def test_who_wants_an_inspection_promises_nothing(either_hall: Hall, market: System) -> None:
    application = file_restaurant(market, LI, INSPECTED)
    assert "commitment" not in [paper["kind"] for paper in application["papers"]]
    with either_hall.app.app_context():
        assert database.reading().scalars(select(Promise)).all() == []


def test_a_kept_commitment_is_recorded_with_its_finding(either_hall: Hall, opinion: str) -> None:
    with either_hall.app.app_context():
        keep_commitment(actor_of("fire_rescue"), opinion, "与承诺一致")
        case = case_row(opinion)
        assert (case.state, case.outcome) == (CaseState.GRANTED, "granted")
        assert [(check.is_kept, check.finding) for check in checks(case.id)] == [(True, "与承诺一致")]
        assert all(step.finished_at for step in case.steps if step.kind == "after_check")


def test_a_broken_commitment_is_ordered_to_be_corrected_and_checked_again(
    either_hall: Hall, opinion: str
) -> None:
    with either_hall.app.app_context():
        officer = actor_of("fire_rescue")
        order_correction(officer, opinion, CorrectionOrder(FINDING, in_days(1)))
        case = case_row(opinion)
        assert (case.state, case.correction_due_on) == (CaseState.CORRECTION_ORDERED, in_days(1))
        second_check = add_working_days(in_days(1), 1, load_calendar(database.reading())).day
        assert loaded_agency_due_on(case) == second_check
        assert reckon_cases() == 0
        (order,) = [paper for paper in case.papers if paper.kind == "correction_order"]
        assert order.details == {"finding": FINDING, "correct_until": in_days(1).isoformat()}
        with pytest.raises(TransitionRefused):
            order_correction(officer, opinion, CorrectionOrder(FINDING, in_days(1)))
        keep_commitment(officer, opinion, "已经改正")
        database.reading().expire_all()
        assert case_row(opinion).state == CaseState.GRANTED
        assert [check.is_kept for check in checks(case.id)] == [False, True]


@pytest.mark.parametrize(
    ("finding", "days", "field"),
    [
        (" ", 1, "finding"),
        (FINDING, None, "correct_until"),
        (FINDING, 0, "correct_until"),
    ],
)
def test_an_order_to_correct_needs_a_finding_and_a_day_to_come(
    hall: Hall, finding: str, days: int | None, field: str
) -> None:
    case = case_of(file_restaurant(system(hall, "market_supervision"), LI), "XFJC-YYQ")
    grant(system(hall, "fire_rescue"), case)
    order = CorrectionOrder(finding, None if days is None else in_days(days))
    with hall.app.app_context():
        with pytest.raises(ActionInvalid) as refused:
            order_correction(actor_of("fire_rescue"), case["number"], order)
        assert set(refused.value.errors) == {field}
        assert case_row(case["number"]).state == CaseState.GRANTED_ON_COMMITMENT


def test_a_guide_without_correction_orders_none(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(file_restaurant(system(hall, "market_supervision"), LI), "XFJC-YYQ")
    grant(system(hall, "fire_rescue"), case)
    monkeypatch.setattr(
        "services_hall.applications.decisions.commitments.is_correction_first", lambda _case: False
    )
    with hall.app.app_context(), pytest.raises(CorrectionNotInGuide):
        order_correction(actor_of("fire_rescue"), case["number"], CorrectionOrder(FINDING, in_days(1)))


def checks(case_id: int) -> list[CommitmentCheck]:
    """The checks of a case, in order."""
    rows = select(CommitmentCheck).where(CommitmentCheck.case_id == case_id).order_by(CommitmentCheck.id)
    return list(database.reading().scalars(rows))

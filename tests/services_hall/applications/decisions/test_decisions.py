"""Accepting, refusing and deciding: due days, re-checked proofs, commitments, permissions."""

from datetime import datetime, timedelta

import pytest

from guides.calendar import add_working_days
from guides.calendar.official_days import load_calendar
from services_hall import database
from services_hall.applications.certificates import issue_jobs
from services_hall.clock import local_day, utc_now
from services_hall.jobs.models import Job, JobStatus
from tests.support.agency_systems import System, actor_of, system
from tests.support.case_decisions import (
    accept,
    annul_after_correction,
    annul_opinion,
    break_commitment,
    cancel,
    case_row,
    certificates_of,
    decide,
    grant,
    row_count,
    suspend_or_restore,
)
from tests.support.hall import Hall
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import INSPECTED, LI, LI_HOLDER, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs, do_jobs_and_papers


@pytest.fixture
def fire(either_hall: Hall) -> System:
    return system(either_hall, "fire_rescue")


def test_acceptance_starts_the_clock_on_the_real_calendar_and_writes_its_paper(
    either_hall: Hall, market: System
) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    accepted = accept(market, food).get_json()
    assert accepted["state"] == "accepted"
    with either_hall.app.app_context():
        case = case_row(food["number"])
        calendar = load_calendar(database.reading())
        assert case.accepted_at is not None
        assert case.accepted_by_id == actor_of("market_supervision").account_id
        promised = add_working_days(local_day(case.accepted_at), 5, calendar)
        assert (case.decision_due_on, case.is_due_provisional) == (promised.day, promised.provisional)
        assert (case.limit_amount, case.limit_unit) == (5, "working_day")
        begun = {step.kind for step in case.steps if step.started_at}
        finished = {step.kind for step in case.steps if step.finished_at}
        assert begun == {"receipt", "acceptance", "review"}
        assert finished == {"receipt", "acceptance"}
        assert [paper.kind for paper in case.papers] == ["acceptance"]


def test_a_case_is_accepted_once(market: System) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    assert accept(market, food).status_code == 200
    again = accept(market, food)
    assert (again.status_code, again.get_json()["code"]) == (409, "TransitionRefused")


def test_a_case_is_decided_once_and_only_after_it_was_accepted(market: System) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    too_early = decide(market, food)
    assert (too_early.status_code, too_early.get_json()["code"]) == (409, "TransitionRefused")
    assert grant(market, food)["state"] == "granted"
    for outcome in ("grant", "deny"):
        again = decide(market, food, outcome, "改变主意")
        assert (again.status_code, again.get_json()["code"]) == (409, "TransitionRefused")
        last = again.get_json()["last_change"]
        assert (last["action"], last["by"]) == ("grant", "agency")
        assert datetime.fromisoformat(last["at"]) <= utc_now()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_denial_and_a_refusal_give_their_reason(market: System, reason: str) -> None:
    application = file_restaurant(market, LI)
    food = case_of(application, "SPJY-XB")
    refused = market.post(f"/cases/{food['number']}/refusal", {"reason": reason})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "ReasonMissing")
    accept(market, food)
    denied = decide(market, food, "deny", reason)
    assert (denied.status_code, denied.get_json()["code"]) == (422, "ReasonMissing")


@on_postgresql
def test_a_denial_is_delivered_with_its_reason_and_issues_nothing(either_hall: Hall, market: System) -> None:
    before = certificates_of(either_hall, "food-business-permit")
    application = file_restaurant(market, LI)
    food = case_of(application, "SPJY-XB")
    accept(market, food)
    decide(market, food, "deny", "操作间面积不足")
    do_jobs(either_hall, "denial")
    shown = case_of(market.get(f"/applications/{application['number']}").get_json(), "SPJY-XB")
    assert (shown["state"], shown["outcome"], shown["certificate_identifier"]) == ("denied", "denied", None)
    assert shown["delivered_at"] is not None
    assert shown["reason"] == "操作间面积不足"
    assert certificates_of(either_hall, "food-business-permit") == before


@on_postgresql
def test_a_commitment_is_decided_at_once_and_checked_within_twenty_working_days(
    either_hall: Hall, market: System, fire: System
) -> None:
    opinion = case_of(file_restaurant(market, LI), "XFJC-YYQ")
    accepted = accept(fire, opinion).get_json()
    with either_hall.app.app_context():
        case = case_row(opinion["number"])
        assert case.accepted_at is not None
        due = add_working_days(local_day(case.application.filed_at), 1, load_calendar(database.reading()))
        assert accepted["decision_due_on"] == due.day.isoformat()
        assert opinion["decision_due_on"] == due.day.isoformat()
        assert case.acceptance_due_on is not None
        assert case.acceptance_due_on > due.day
    assert decide(fire, opinion).get_json()["state"] == "granted_on_commitment"
    with either_hall.app.app_context():
        case = case_row(opinion["number"])
        (check,) = [step for step in case.steps if step.kind == "after_check"]
        calendar = load_calendar(database.reading())
        assert case.decided_at is not None
        assert check.due_on == add_working_days(local_day(case.decided_at), 20, calendar).day
        assert check.due_on - local_day(case.decided_at) >= timedelta(days=26)
        assert (check.started_at, check.finished_at) == (case.decided_at, None)
    do_jobs(either_hall)
    shown = fire.get(f"/cases/{opinion['number']}").get_json()
    assert (shown["state"], shown["delivered_at"] is not None) == ("granted_on_commitment", True)


@on_postgresql
def test_a_broken_commitment_annuls_the_decision_and_its_certificate(
    either_hall: Hall, market: System, fire: System
) -> None:
    opinion, _officer = annul_opinion(either_hall, market, fire)
    found = fire.get(f"/verifications/{opinion['certificate_identifier']}").get_json()
    assert (found["is_genuine"], found["is_in_force"]) == (True, False)


@on_postgresql
def test_a_commitment_broken_before_its_certificate_was_made_leaves_none_in_force(
    either_hall: Hall, market: System, fire: System
) -> None:
    opinion = case_of(file_restaurant(market, LI), "XFJC-YYQ")
    grant(fire, opinion)
    break_commitment(either_hall, opinion)
    do_jobs_and_papers(either_hall)
    shown = fire.get(f"/cases/{opinion['number']}").get_json()
    assert (shown["state"], shown["certificate_identifier"]) == ("annulled", None)
    assert certificates_of(either_hall, "fire-safety-opinion") == 0
    with either_hall.app.app_context():
        assert row_count(Job, Job.status != JobStatus.DONE) == 0


@on_postgresql
def test_a_commitment_broken_while_its_certificate_was_half_made_leaves_none_in_force(
    either_hall: Hall, market: System, fire: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    opinion = case_of(file_restaurant(market, LI), "XFJC-YYQ")
    grant(fire, opinion)
    with either_hall.app.app_context():
        monkeypatch.setattr(issue_jobs, "sign_certificate", disk_is_full)
        with pytest.raises(OSError, match="no space"):
            issue_jobs.issue_certificate({"case_id": case_row(opinion["number"]).id})
        monkeypatch.undo()
        actor = actor_of("fire_rescue")
        annul_after_correction(actor, opinion["number"])
    do_jobs(either_hall)
    identifier = fire.get(f"/cases/{opinion['number']}").get_json()["certificate_identifier"]
    found = fire.get(f"/verifications/{identifier}").get_json()
    assert (found["is_genuine"], found["is_in_force"]) == (True, False)


def disk_is_full(*_given: object, **_named: object) -> None:
    raise OSError("no space left")


def test_who_wants_an_inspection_has_no_later_check(either_hall: Hall, market: System, fire: System) -> None:
    opinion = case_of(file_restaurant(market, LI, INSPECTED), "XFJC-YYQ")
    assert grant(fire, opinion)["state"] == "granted"
    with either_hall.app.app_context():
        case = case_row(opinion["number"])
        assert (case.is_by_commitment, case.limit_amount) == (False, 10)
        assert "after_check" not in {step.kind for step in case.steps}


def test_a_certificate_cancelled_before_acceptance_is_told_and_noted(
    either_hall: Hall, market: System
) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    cancel(either_hall, LI_HOLDER, "business-licence")
    answer = accept(market, food)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "ProofLost")
    with either_hall.app.app_context():
        case = case_row(food["number"])
        assert (case.state, case.accepted_at) == ("received", None)
        lost = {one.material_key for one in case.application_item.requirements if one.lost_at}
        assert lost == {"business-licence"}


def test_a_certificate_cancelled_before_the_decision_stops_a_grant_but_not_a_denial(
    either_hall: Hall, market: System
) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, food)
    cancel(either_hall, LI_HOLDER, "business-licence")
    granted = decide(market, food)
    assert (granted.status_code, granted.get_json()["code"]) == (409, "ProofLost")
    assert decide(market, food, "deny", "营业执照已经注销").get_json()["state"] == "denied"


def test_a_certificate_that_comes_back_proves_again(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    suspend_or_restore(hall, LI_HOLDER, "business-licence", is_suspended=True)
    assert accept(market, food).status_code == 409
    suspend_or_restore(hall, LI_HOLDER, "business-licence", is_suspended=False)
    assert accept(market, food).status_code == 200
    with hall.app.app_context():
        requirements = case_row(food["number"]).application_item.requirements
        assert not [one.material_key for one in requirements if one.lost_at]


def test_which_material_was_lost_is_named_in_the_answer(either_hall: Hall, market: System) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    cancel(either_hall, LI_HOLDER, "business-licence")
    assert "营业执照" in str(accept(market, food).get_json())


def test_a_case_that_uses_no_certificate_goes_on_when_one_is_cancelled(
    either_hall: Hall, market: System
) -> None:
    application = file_restaurant(market, LI, consent=False)
    cancel(either_hall, LI_HOLDER, "business-licence")
    assert accept(market, case_of(application, "SPJY-XB")).status_code == 200


def test_an_acceptance_that_fails_leaves_nothing_behind(either_hall: Hall, market: System) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    with either_hall.app.app_context():
        jobs = row_count(Job)
    cancel(either_hall, LI_HOLDER, "business-licence")
    accept(market, food)
    with either_hall.app.app_context():
        case = case_row(food["number"])
        assert row_count(Job) == jobs
        assert [event.action for event in case.events] == ["receive"]
        assert case.papers == []

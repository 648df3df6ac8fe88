"""A clock that jumps, and a calendar that changes while cases are accepted: each case changes once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from services_hall.applications.lifecycle import CaseAction
from services_hall.clock import utc_now
from services_hall.job_registry import HANDLERS
from services_hall.jobs.names import JobName
from services_hall.use_cases import (
    close_late_supplements,
    deem_cases_accepted,
    reckon_cases,
    renew_by_silence,
    terminate_unsupplied,
)
from tests.support.agency_systems import System, system
from tests.support.case_decisions import accept, case_row
from tests.support.concurrent_requests import call_together
from tests.support.hall import Hall
from tests.support.late_cases import CASE_JOBS, CaseJob, check_changed_once, take_day_off
from tests.support.restaurant import LI, case_of, file_restaurant

TIMED = (close_late_supplements, deem_cases_accepted, reckon_cases, renew_by_silence, terminate_unsupplied)
"""The use cases that read the clock for the jobs of cases."""


def test_every_job_that_changes_cases_is_tried() -> None:
    assert {job.name for job in CASE_JOBS} == {name for name in JobName if name.startswith("cases.")}


def run_at(monkeypatch: pytest.MonkeyPatch, hall: Hall, job: CaseJob, *, days_off: int) -> None:
    """The job while the clock of the machine is wrong by these days."""
    for module in TIMED:
        monkeypatch.setattr(module, "utc_now", lambda: utc_now() + timedelta(days=days_off))
    with hall.app.app_context():
        HANDLERS[job.name]({})


def test_a_clock_that_jumps_a_day_and_back_changes_each_case_once(
    either_hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    for job in CASE_JOBS:
        numbers = job.prepare(either_hall, 1)
        for days_off in (1, 0, -1, 1):
            run_at(monkeypatch, either_hall, job, days_off=days_off)
        with either_hall.app.app_context():
            check_changed_once(job, numbers)


def test_a_clock_that_is_a_day_behind_changes_nothing_before_it_is_right_again(
    either_hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = CASE_JOBS[0]
    numbers = job.prepare(either_hall, 1)
    run_at(monkeypatch, either_hall, job, days_off=-1)
    with either_hall.app.app_context():
        assert case_row(numbers[0]).accepted_at is None
    run_at(monkeypatch, either_hall, job, days_off=0)
    with either_hall.app.app_context():
        check_changed_once(job, numbers)


def acceptance(market: System, number: str) -> Callable[[], int]:
    return lambda: accept(market, {"number": number}).status_code


def test_a_calendar_that_changes_while_cases_are_accepted_is_heeded_in_all_of_them(either_hall: Hall) -> None:
    market = system(either_hall, "market_supervision")
    first, *others = [
        case_of(file_restaurant(market, LI, key=f"restaurant-{turn}"), "SPJY-XB")["number"]
        for turn in range(4)
    ]
    due_on = date.fromisoformat(accept(market, {"number": first}).get_json()["decision_due_on"])

    def change_and_reckon() -> int:
        take_day_off(either_hall, due_on)
        with either_hall.app.app_context():
            return reckon_cases.reckon_cases()

    call_together([*(acceptance(market, number) for number in others), change_and_reckon])
    with either_hall.app.app_context():
        reckon_cases.reckon_cases()
        assert reckon_cases.reckon_cases() == 0
        cases = [case_row(number) for number in (first, *others)]
        (day,) = {case.decision_due_on for case in cases}
        assert day is not None
        assert day > due_on
        for case in cases:
            actions = [event.action for event in case.events]
            assert actions.count(CaseAction.ACCEPT) == 1
            assert actions.count(CaseAction.RECKON) <= 1
            assert [paper.kind for paper in case.papers].count("acceptance") == 1

"""Jobs that change cases, killed at random moments and run by two processes: each case changes once."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from guides.models import CalendarDay
from services_hall import database
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.core import SETTINGS
from services_hall.jobs.names import JobName
from tests.support.agency_systems import system
from tests.support.case_decisions import accept
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.small_hall import environment
from tests.support.source_certificates import days_ahead, file_from, food_permit, set_last_day
from tests.support.supplements import AREA_DEMAND, ask_supplement
from tests.support.tolerant_cases import promised_case

APPLICATIONS = 4
LONGEST_SECONDS = 0.4
"""The time after which a process is killed at the latest; a whole run of the job takes longer."""


@contextmanager
def job_process(hall: Hall) -> Iterator[subprocess.Popen[str]]:
    """A process that waits for the name of a job."""
    command = [sys.executable, "-m", "tests.faults.case_job_process"]
    variables = os.environ | environment(hall.app.extensions[SETTINGS])
    with subprocess.Popen(
        command, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        try:
            assert next_line(process) == "ready"
            yield process
        finally:
            process.kill()


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def start(process: subprocess.Popen[str], job: JobName) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{job}\n")
    process.stdin.flush()


def kill_in_the_middle(hall: Hall, job: JobName, dice: random.Random) -> None:
    """Starts the job in a new process and kills the process after a random time."""
    with job_process(hall) as process:
        start(process, job)
        try:
            process.wait(timeout=dice.uniform(0.01, LONGEST_SECONDS))
        except subprocess.TimeoutExpired:
            process.kill()


def run_in_two_processes(hall: Hall, job: JobName) -> None:
    with ExitStack() as stack:
        both = [stack.enter_context(job_process(hall)) for _number in range(2)]
        for process in both:
            start(process, job)
        assert [next_line(process) for process in both] == ["done", "done"]


def silent_cases(hall: Hall) -> Sequence[str]:
    """Cases whose agency let the day for a notice pass."""
    market = system(hall, "market_supervision")
    numbers = [
        case_of(file_restaurant(market, LI, key=f"restaurant-{turn}"), "SPJY-XB")["number"]
        for turn in range(APPLICATIONS)
    ]
    yesterday = local_day(utc_now()) - timedelta(days=1)
    with hall.app.app_context(), database.transaction() as session:
        session.execute(update(Case).where(Case.item_code == "SPJY-XB").values(acceptance_due_on=yesterday))
    return numbers


def late_supplements(hall: Hall) -> Sequence[str]:
    """Cases whose applicant let the day for a supplement pass."""
    market = system(hall, "market_supervision")
    numbers = []
    for turn in range(APPLICATIONS):
        food = case_of(file_restaurant(market, LI, key=f"restaurant-{turn}"), "SPJY-XB")
        assert ask_supplement(market, food, AREA_DEMAND).status_code == 200
        numbers.append(food["number"])
    yesterday = local_day(utc_now()) - timedelta(days=1)
    with hall.app.app_context(), database.transaction() as session:
        session.execute(
            update(Case).where(Case.supplement_due_on.is_not(None)).values(supplement_due_on=yesterday)
        )
    return numbers


def accepted_before_the_calendar_changed(hall: Hall) -> Sequence[str]:
    """Accepted cases whose promised day has become a day off."""
    market = system(hall, "market_supervision")
    numbers = []
    for turn in range(APPLICATIONS):
        food = case_of(file_restaurant(market, LI, key=f"restaurant-{turn}"), "SPJY-XB")
        accepted = accept(market, food).get_json()
        numbers.append(food["number"])
    due_on = date.fromisoformat(accepted["decision_due_on"])
    with hall.app.app_context(), database.transaction() as session:
        session.merge(CalendarDay(day=due_on, is_working=False, note="雨雪停工", source="市政府通知"))
    return numbers


def unsupplied_cases(hall: Hall) -> Sequence[str]:
    """Tolerantly accepted cases whose applicant let the day for the promised material pass."""
    market = system(hall, "market_supervision")
    yesterday = local_day(utc_now()) - timedelta(days=1)
    with hall.app.app_context():
        numbers = [promised_case(market, f"restaurant-{turn}") for turn in range(APPLICATIONS)]
        with database.transaction() as session:
            session.execute(update(Case).values(tolerance_due_on=yesterday))
    return numbers


def silent_renewals(hall: Hall) -> Sequence[str]:
    """Renewals of permits that ended while nobody decided."""
    market = system(hall, "market_supervision")
    numbers = []
    for turn in range(APPLICATIONS):
        permit = food_permit(hall, days_ahead(60), source=f"permit-{turn}")
        case = file_from(market, "SPJY-YX", permit, f"renewal-{turn}")
        accept(market, case)
        set_last_day(hall, permit, days_ahead(-1))
        numbers.append(case["number"])
    return numbers


@pytest.mark.parametrize("kills", [1, pytest.param(12, marks=pytest.mark.faults)])
@pytest.mark.parametrize(
    ("prepare", "job", "action", "state", "paper"),
    [
        (
            silent_cases,
            JobName.DEEM_CASES_ACCEPTED,
            CaseAction.DEEM_ACCEPTED,
            CaseState.ACCEPTED,
            "acceptance",
        ),
        (
            accepted_before_the_calendar_changed,
            JobName.RECKON_CASES,
            CaseAction.RECKON,
            CaseState.ACCEPTED,
            "acceptance",
        ),
        (
            unsupplied_cases,
            JobName.TERMINATE_UNSUPPLIED,
            CaseAction.TERMINATE,
            CaseState.TERMINATED,
            "termination",
        ),
        (late_supplements, JobName.CLOSE_LATE_SUPPLEMENTS, CaseAction.CLOSE, CaseState.CLOSED, "return"),
        (silent_renewals, JobName.RENEW_BY_SILENCE, CaseAction.DEEM_RENEWED, CaseState.GRANTED, "grant"),
    ],
)
def test_a_killed_job_changes_each_case_once_and_wholly(
    either_hall: Hall,
    prepare: Callable[[Hall], Sequence[str]],
    job: JobName,
    action: CaseAction,
    state: CaseState,
    paper: str,
    kills: int,
) -> None:
    numbers = prepare(either_hall)
    dice = random.Random(11)
    for _kill in range(kills):
        kill_in_the_middle(either_hall, job, dice)
    run_in_two_processes(either_hall, job)
    with either_hall.app.app_context():
        cases = database.reading().scalars(select(Case).where(Case.item_code.like("SPJY-%"))).all()
        assert sorted(case.number for case in cases) == sorted(numbers)
        for case in cases:
            assert case.state is state
            assert Counter(event.action for event in case.events)[action] == 1
            assert [one.kind for one in case.papers].count(paper) == 1

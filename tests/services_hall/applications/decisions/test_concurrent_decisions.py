"""Two officers in two processes decide the same case at the same time: only one decision is recorded."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from services_hall.core import SETTINGS
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.small_hall import environment

ROUNDS = 4
DECIDED = {"grant": "granted", "deny": "denied"}

Officers = dict[str, subprocess.Popen[str]]


@pytest.fixture(scope="module")
def officers() -> Iterator[Officers]:
    """By each outcome a process that decides in this way."""
    with ExitStack() as stack:
        yield {outcome: stack.enter_context(officer(outcome)) for outcome in DECIDED}


@contextmanager
def officer(outcome: str) -> Iterator[subprocess.Popen[str]]:
    """A process that decides each case in one way."""
    command = [sys.executable, "-m", "tests.support.decision_process", outcome]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def answers_of(officers: Officers, task: dict[str, object]) -> dict[str, str]:
    """What each officer says to the task, which all get at the same moment."""
    for process in officers.values():
        assert process.stdin is not None
        process.stdin.write(f"{json.dumps(task)}\n")
        process.stdin.flush()
    return {outcome: next_line(process) for outcome, process in officers.items()}


def next_line(process: subprocess.Popen[str]) -> str:
    """The next line that the process writes."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_two_officers_who_decide_at_the_same_moment_cannot_both_win(
    either_hall: Hall, officers: Officers
) -> None:
    market = system(either_hall, "market_supervision")
    numbers = []
    for turn in range(ROUNDS):
        food = case_of(file_restaurant(market, LI, key=f"restaurant-{turn}"), "SPJY-XB")
        assert accept(market, food).status_code == 200
        numbers.append(food["number"])
    place = environment(either_hall.app.extensions[SETTINGS])
    assert set(answers_of(officers, {"environment": place}).values()) == {"ready"}
    for number in numbers:
        answers = answers_of(officers, {"number": number})
        assert sorted(answers.values()) == ["decided", "refused"]
        (winner,) = [outcome for outcome, answer in answers.items() if answer == "decided"]
        assert_decided_once(either_hall, number, winner)


def assert_decided_once(hall: Hall, number: str, winner: str) -> None:
    """The case has the winner's decision, with one event and one paper of that kind."""
    with hall.app.app_context():
        case = case_row(number)
        assert case.state == DECIDED[winner]
        assert [event.action for event in case.events] == ["receive", "accept", "record_step", winner]
        papers = [paper.kind for paper in case.application.papers if paper.case_id == case.id]
        assert papers == ["acceptance", {"grant": "grant", "deny": "denial"}[winner]]

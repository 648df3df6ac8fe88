"""Workers killed at random moments: nothing is lost or duplicated."""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psutil
from sqlalchemy import func, select

from services_hall.database import db, reading, transaction
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.outbox import enqueue
from services_hall.settings import Settings
from tests.support.processes import Running, run_process, wait_until
from tests.support.small_hall import environment, marks

EMBEDDED = [sys.executable, "-m", "tests.faults.embedded_worker"]
RELAY, TASKS = ([sys.executable, "-m", "tests.faults.broker_worker", half] for half in ("relay", "tasks"))
SECONDS = 120


class Workers:
    """One process for each part, restarted when it ends."""

    def __init__(self, settings: Settings, stack: ExitStack) -> None:
        self.settings, self.stack = settings, stack
        self.running: dict[str, tuple[list[str], Running]] = {}
        self.deaths = 0

    def start(self, name: str, command: list[str]) -> None:
        process = self.stack.enter_context(run_process(command, environment(self.settings)))
        self.running[name] = (command, process)

    def start_dead_ones(self) -> None:
        for name, (command, worker) in list(self.running.items()):
            if worker.process.poll() is not None:
                self.deaths += 1
                self.start(name, command)

    def kill(self, name: str) -> None:
        """Sends SIGKILL to the process and its children."""
        worker = psutil.Process(self.running[name][1].pid)
        for process in [worker, *worker.children(recursive=True)]:
            process.kill()


@contextmanager
def workers(settings: Settings, **commands: list[str]) -> Iterator[Workers]:
    with ExitStack() as stack:
        found = Workers(settings, stack)
        for name, command in commands.items():
            found.start(name, command)
        yield found


def write(count: int, wish: Callable[[int], dict[str, Any]] = lambda _number: {}) -> list[str]:
    texts = [f"{number:03}" for number in range(count)]
    with transaction() as session:
        for number, text in enumerate(texts):
            enqueue(session, "mark", {"text": text, **wish(number)})
    return texts


def open_jobs() -> int:
    db.session.rollback()
    return reading().scalar(select(func.count()).where(Job.status != JobStatus.DONE)) or 0


def test_two_workers_never_run_one_job_twice(site: Settings) -> None:
    texts = write(80)
    with workers(site, first=EMBEDDED, second=EMBEDDED) as both:
        wait_until(lambda: both.start_dead_ones() or not open_jobs(), SECONDS, "all jobs to be done")
        assert both.deaths == 0
    assert sorted(marks()) == texts
    with db.engine.connect() as connection:
        assert set(connection.scalars(select(Job.attempts))) == {1}


def test_workers_killed_in_the_middle_lose_nothing_and_make_nothing_twice(
    site: Settings, dice: random.Random
) -> None:
    places = dict(zip(dice.sample(range(60), 2), ["handler", "effect"], strict=True))
    texts = write(60, lambda number: {"die_in": places[number]} if number in places else {})
    with workers(site, first=EMBEDDED, second=EMBEDDED) as both:
        for part_done in sorted(dice.sample(range(5, 50), 2)):
            wait_until(
                lambda least=part_done: both.start_dead_ones() or len(marks()) >= least, SECONDS, "some marks"
            )
            both.kill(dice.choice(["first", "second"]))
        wait_until(lambda: both.start_dead_ones() or not open_jobs(), SECONDS, "all jobs to be done")
        assert both.deaths >= len(places)
    assert sorted(marks()) == texts


def test_relay_and_workers_of_a_broker_killed_in_the_middle_lose_nothing(site_with_broker: Settings) -> None:
    texts = write(60, lambda number: {"die_in": "handler"} if number == 5 else {})
    with workers(site_with_broker, relay=RELAY, tasks=TASKS) as both:
        wait_until(lambda: both.start_dead_ones() or len(marks()) >= 15, SECONDS, "some marks")
        both.kill("tasks")
        both.kill("relay")
        wait_until(lambda: both.start_dead_ones() or not open_jobs(), SECONDS, "all jobs to be done")
    assert sorted(marks()) == texts

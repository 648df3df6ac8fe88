"""The complete hall, killed at random moments while clients retry: nothing is lost or duplicated."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from services_hall.core import create_core
from services_hall.database import certificate_engine, db
from services_hall.settings import Settings
from tests.faults.hall_processes import KilledHall, killed_hall, moments
from tests.faults.invariants import check_all, is_working, jobs_by_status, open_jobs
from tests.faults.persistent_clients import Wish, carry_out, patient_systems
from tests.support.processes import wait_while_moving
from tests.support.restaurant import LI, LICENSED, UNLICENSED, WANG
from tests.support.served_hall import create_by_commands

PARTS = ("supervisor", "server", "serving", "worker", "worker", "everything")
SECONDS = 300
"""How long no job may change: longer than a lease, a slow start, and a job that is tried again."""


def wishes(count: int) -> list[Wish]:
    """Restaurants with and without a licence; in every third application one item is denied."""
    return [
        Wish(f"restaurant-{number:03}", *((WANG, UNLICENSED) if number % 3 == 1 else (LI, LICENSED)))
        if number % 3 < 2
        else Wish(f"restaurant-{number:03}", LI, LICENSED, denied="YCLS-XB")
        for number in range(count)
    ]


@pytest.fixture
def postgres_site(postgres_url: str, tmp_path: Path) -> dict[str, str]:
    return create_by_commands(tmp_path / "hall", HALL_DATABASE_URL=postgres_url)


@pytest.fixture
def broker_site(postgres_url: str, broker_url: str, tmp_path: Path) -> dict[str, str]:
    urls = {"HALL_DATABASE_URL": postgres_url, "HALL_BROKER_URL": broker_url}
    return create_by_commands(tmp_path / "hall", **urls)


@contextmanager
def looking_at(environ: dict[str, str]) -> Iterator[Settings]:
    """The hall's databases, read by this process in parallel."""
    settings = Settings.read(environ)
    core = create_core(settings)
    with core.app_context():
        try:
            yield settings
        finally:
            db.session.remove()
            db.engine.dispose()
            certificate_engine(core).dispose()


def killed_while_working(
    hall: KilledHall, dice: random.Random, victims: Sequence[str], count: int, longest: float
) -> dict[str, str]:
    """Carries out the wishes while the victims are killed; returns each key's application number."""
    with patient_systems(hall.address) as systems, ThreadPoolExecutor(3) as clients:
        begun = {wish.key: clients.submit(carry_out, systems, wish) for wish in wishes(count)}
        for victim in moments(dice, victims, longest, is_working):
            hall.kill(victim)
            hall.keep_up()
        wait_while_moving(
            lambda: hall.keep_up() or all(one.done() for one in begun.values()),
            jobs_by_status,
            SECONDS,
            "all clients",
        )
    return {key: done.result() for key, done in begun.items()}


def drain(hall: KilledHall) -> None:
    wait_while_moving(
        lambda: hall.keep_up() or not open_jobs(), jobs_by_status, SECONDS, "all jobs to be done"
    )


def story(
    environ: dict[str, str], dice: random.Random, victims: Sequence[str], count: int, longest: float
) -> None:
    with looking_at(environ) as settings:
        with killed_hall(environ) as hall:
            keys = killed_while_working(hall, dice, victims, count, longest)
            drain(hall)
            assert sorted(hall.killed) == sorted(victims)
        check_all(settings, keys)


def test_a_hall_killed_at_any_moment_loses_nothing_and_makes_nothing_twice(
    initialised_hall: dict[str, str], dice: random.Random
) -> None:
    story(initialised_hall, dice, victims=("serving", "worker", "everything"), count=2, longest=1.5)


@pytest.mark.faults
@pytest.mark.parametrize("site", ["initialised_hall", "postgres_site", "broker_site"])
@pytest.mark.parametrize("turn", [1, 2])
def test_a_hall_killed_again_and_again_holds(
    site: str, turn: int, dice: random.Random, request: pytest.FixtureRequest
) -> None:
    story(request.getfixturevalue(site), dice, victims=PARTS * 4, count=12, longest=2.5)

"""Periodic jobs, and the relay that passes jobs to a broker."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.jobs.leases import BROKER, lease_job
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.outbox import enqueue
from services_hall.jobs.periodic import PeriodicJob, Timekeeper
from services_hall.jobs.relay import MOST_HANDED_OVER, Relay
from services_hall.jobs.runner import Runner, no_effect

pytestmark = pytest.mark.usefixtures("bare_hall")
DAILY = timedelta(days=100_000)  # a period that does not end during the tests


def names() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Job.name).order_by(Job.id)))


def write(count: int) -> list[int]:
    with transaction() as session:
        return [enqueue(session, "work", {}).id for _ in range(count)]


def make_lost(job_id: int) -> None:
    """Simulates a message that the broker did not deliver in time."""
    with transaction() as session:
        session.execute(update(Job).where(Job.id == job_id).values(leased_until=utc_now()))


def test_every_timekeeper_may_ask_but_a_period_gives_one_job() -> None:
    table = [PeriodicJob("sweep", DAILY), PeriodicJob("seal", DAILY)]
    first, second = Timekeeper(table), Timekeeper(table)
    assert (first.tick(), first.tick(), second.tick()) == (["sweep", "seal"], [], ["sweep", "seal"])
    assert names() == ["sweep", "seal"]


def test_what_is_not_needed_is_not_written() -> None:
    assert Timekeeper([PeriodicJob("seal", DAILY, lambda _session, _now: False)]).tick() == []
    assert names() == []


def test_a_new_period_is_a_new_job() -> None:
    task = PeriodicJob("seal", timedelta(seconds=10))
    moment = datetime(2026, 3, 1, 8, 0, 9, tzinfo=UTC)
    assert task.period(moment + timedelta(seconds=1)) == task.period(moment) + 1


def test_a_job_is_handed_over_once_and_run_from_its_number() -> None:
    numbers = write(3)
    published: list[int] = []
    relay = Relay(published.append)
    assert (relay.run_once(), relay.run_once(), published) == (3, 0, numbers)
    runner = Runner({"work": lambda _payload: no_effect})
    assert [runner.run_job(number) for number in (*numbers, *numbers)] == [True] * 3 + [False] * 3
    with transaction() as session:
        assert set(session.scalars(select(Job.status))) == {JobStatus.DONE}


def test_a_job_that_was_not_taken_in_time_is_handed_over_again() -> None:
    (number,) = write(1)
    published: list[int] = []
    relay = Relay(published.append)
    relay.run_once()
    make_lost(number)
    relay.run_once()
    assert published == [number, number]


def test_what_the_broker_did_not_confirm_is_due_again_at_once() -> None:
    numbers = write(3)
    published: list[int] = []

    def publish(number: int) -> None:
        if number == numbers[1]:
            raise ConnectionError
        published.append(number)

    with pytest.raises(ConnectionError):
        Relay(publish).run_once()
    assert published == numbers[:1]
    assert Relay(published.append).run_once() == 2
    assert published == numbers


def test_a_job_that_somebody_runs_is_not_run_from_a_second_message() -> None:
    (number,) = write(1)
    Relay(lambda _number: None).run_once()
    with transaction() as session:
        assert lease_job(session, number, now=utc_now()) is not None
    with transaction() as session:
        assert lease_job(session, number, now=utc_now()) is None


def test_the_broker_is_never_given_more_than_it_may_hold() -> None:
    (number,) = write(1)
    held = [
        {
            "name": "work",
            "payload": {},
            "status": "leased",
            "lease_token": "x",
            "leased_by": BROKER,
            "leased_until": utc_now() + timedelta(hours=1),
            "run_at": utc_now(),
            "created_at": utc_now(),
        }
    ] * MOST_HANDED_OVER
    with transaction() as session:
        session.execute(Job.__table__.insert(), held)  # type: ignore[attr-defined]
    assert Relay(lambda _number: None).run_once() == 0
    assert reading().get_one(Job, number).status == JobStatus.WAITING

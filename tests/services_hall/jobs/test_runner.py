"""The runner: the effect and the status `done` are committed together."""

from collections.abc import Mapping
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from services_hall.clock import utc_now
from services_hall.database import db, reading, transaction
from services_hall.jobs import administration
from services_hall.jobs.errors import JobError, JobImpossible, JobNotFound
from services_hall.jobs.leases import INTERRUPTED, LEASE, lease_jobs
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.outbox import enqueue
from services_hall.jobs.retries import BACK_OFF, MAX_ATTEMPTS, retry_delay
from services_hall.jobs.runner import Effect, Runner, no_effect
from tests.support.small_hall import MARKS, marks

pytestmark = pytest.mark.usefixtures("bare_hall")


def mark(payload: Mapping[str, Any]) -> Effect:
    def effect(session: Session) -> None:
        session.execute(MARKS.insert().values(text=payload["text"]))

    return effect


def mark_and_break(payload: Mapping[str, Any]) -> Effect:
    def effect(session: Session) -> None:
        mark(payload)(session)
        raise ValueError("王小明 420106199001011234")

    return effect


def refuse(_payload: Mapping[str, Any]) -> Effect:
    raise JobImpossible("这份文书已经作废")


def put_off(_payload: Mapping[str, Any]) -> Effect:
    raise JobError("证照库暂时没有应答")


def write(name: str, **payload: Any) -> int:
    with transaction() as session:
        return enqueue(session, name, payload).id


def job(job_id: int) -> Job:
    db.session.rollback()
    return reading().get_one(Job, job_id, populate_existing=True)


def make_due(job_id: int) -> None:
    with transaction() as session:
        session.execute(update(Job).where(Job.id == job_id).values(run_at=utc_now() - timedelta(seconds=1)))


RUNNER = Runner({"mark": mark, "break": mark_and_break, "refuse": refuse, "put_off": put_off})


def test_a_job_is_done_with_its_effect() -> None:
    first, second = write("mark", text="甲"), write("mark", text="乙")
    assert RUNNER.run_until_empty() == 2
    assert marks() == ["甲", "乙"]
    assert {job(first).status, job(second).status} == {JobStatus.DONE}
    assert job(first).finished_at is not None
    assert job(first).lease_token is None


def test_a_job_is_not_run_before_its_time() -> None:
    with transaction() as session:
        enqueue(session, "mark", {"text": "later"}, run_at=utc_now() + timedelta(hours=1))
    assert RUNNER.run_until_empty() == 0
    assert marks() == []


def test_what_was_written_while_the_clock_was_a_day_ahead_runs_when_it_is_right_again() -> None:
    tomorrow = utc_now() + timedelta(days=1)
    with transaction() as session:
        waiting = enqueue(session, "mark", {"text": "waiting"}, run_at=tomorrow).id
        leased = enqueue(session, "mark", {"text": "leased"}, run_at=tomorrow).id
        values = {"status": JobStatus.LEASED, "leased_until": tomorrow, "leased_by": "elsewhere:1:1"}
        session.execute(update(Job).where(Job.id == leased).values(lease_token="old", **values))
    assert RUNNER.run_job(waiting)
    assert RUNNER.run_until_empty() == 1
    assert marks() == ["waiting", "leased"]


def test_a_job_that_fails_in_its_effect_leaves_nothing_and_waits() -> None:
    number = write("break", text="half")
    before = utc_now()
    RUNNER.run_until_empty()
    assert marks() == []
    found = job(number)
    assert (found.status, found.attempts, found.lease_token) == (JobStatus.WAITING, 1, None)
    assert BACK_OFF[0] <= found.run_at - before < BACK_OFF[0] + timedelta(seconds=20)


def test_what_a_person_reads_about_a_failure_names_nobody() -> None:
    number = write("break", text="half")
    RUNNER.run_once()
    error = job(number).last_error
    assert error is not None
    assert "ValueError" in error
    assert "王小明" not in error


def test_a_reason_meant_for_people_is_kept_word_for_word() -> None:
    number = write("put_off")
    RUNNER.run_once()
    assert (job(number).status, job(number).last_error) == (JobStatus.WAITING, "证照库暂时没有应答")


@pytest.mark.parametrize("name", ["refuse", "unheard_of"])
def test_what_can_never_succeed_is_parked_at_once(name: str) -> None:
    number = write(name)
    RUNNER.run_once()
    assert (job(number).status, job(number).attempts) == (JobStatus.PARKED, 1)


def test_a_job_is_parked_after_its_last_attempt_and_runs_again_when_a_person_says_so() -> None:
    number = write("break", text="half")
    for _ in range(MAX_ATTEMPTS):
        make_due(number)
        RUNNER.run_once()
    assert job(number).status == JobStatus.PARKED
    with transaction() as session:
        assert administration.job_counts(session)[JobStatus.PARKED] == 1
        assert [row.id for row in administration.jobs_page(session, status=JobStatus.PARKED)] == [number]
        assert administration.retry_parked_jobs(session, now=utc_now()) == 1
    assert Runner({"break": mark}).run_once() == 1
    assert (job(number).status, marks()) == (JobStatus.DONE, ["half"])


def test_only_a_job_that_is_there_can_be_tried_again() -> None:
    with pytest.raises(JobNotFound), transaction() as session:
        administration.retry_job(session, 404, now=utc_now())


def test_a_done_job_is_not_done_again_by_a_retry() -> None:
    number = write("mark", text="once")
    RUNNER.run_until_empty()
    with transaction() as session:
        administration.retry_job(session, number, now=utc_now())
    RUNNER.run_until_empty()
    assert marks() == ["once"]


def test_the_back_off_grows_and_ends() -> None:
    waits = [retry_delay(attempt) for attempt in range(1, MAX_ATTEMPTS + 1)]
    assert [wait.total_seconds() for wait in waits if wait] == [10, 60, 300, 600, 600, 600, 600]
    assert waits[-1] is None
    assert retry_delay(1, JobImpossible("nie")) is None


def test_an_expired_lease_is_taken_again_and_the_first_holder_leaves_no_trace() -> None:
    number = write("slow", text="whose")

    def slow(payload: Mapping[str, Any]) -> Effect:
        """During this handler the lease expires and another worker does the job."""
        with transaction() as session:
            session.execute(update(Job).where(Job.id == number).values(leased_until=utc_now()))
        Runner({"slow": mark}).run_once()
        return mark({"text": "too late"})

    Runner({"slow": slow}).run_once()
    assert marks() == ["whose"]
    assert (job(number).status, job(number).attempts) == (JobStatus.DONE, 2)


def test_no_transaction_is_open_while_a_handler_works() -> None:
    seen: list[bool] = []

    def look(_payload: Mapping[str, Any]) -> Effect:
        seen.append(db.session().in_transaction())
        reading().get(Job, 1)
        return no_effect

    write("look")
    Runner({"look": look}).run_once()
    assert seen == [False]


def test_a_lease_is_kept_alive_while_its_handler_works() -> None:
    number = write("long", text="long")
    before = utc_now()

    def long(payload: Mapping[str, Any]) -> Effect:
        extended = Event()
        event.listen(db.engine, "commit", lambda _connection: extended.set())
        assert extended.wait(5)
        return mark(payload)

    Runner({"long": long}, lasting=timedelta(milliseconds=150)).run_once()
    assert (job(number).status, marks()) == (JobStatus.DONE, ["long"])
    assert utc_now() - before < timedelta(seconds=5)


def test_leases_go_to_one_holder_each() -> None:
    numbers = {write("mark", text=str(number)) for number in range(5)}
    with transaction() as session:
        first = lease_jobs(session, now=utc_now(), limit=3)
    with transaction() as session:
        second = lease_jobs(session, now=utc_now(), limit=3)
        assert lease_jobs(session, now=utc_now(), limit=3) == []
    assert (len(first), len(second)) == (3, 2)
    assert {leased.id for leased in (*first, *second)} == numbers


def test_a_job_that_kills_every_worker_is_parked_with_a_reason() -> None:
    number = write("mark", text="deadly")
    now = utc_now()
    for attempt in range(MAX_ATTEMPTS + 1):
        with transaction() as session:
            leased = lease_jobs(session, now=now + attempt * (LEASE + timedelta(seconds=1)), limit=1)
        assert len(leased) == (attempt < MAX_ATTEMPTS)
    assert (job(number).status, job(number).last_error) == (JobStatus.PARKED, INTERRUPTED)


def test_the_work_goes_on_until_it_is_told_to_stop() -> None:
    stop = Event()

    def last(_payload: Mapping[str, Any]) -> Effect:
        stop.set()
        return no_effect

    write("mark", text="first")
    write("last")
    Runner({"mark": mark, "last": last}).run_forever(stop)
    assert marks() == ["first"]


def test_what_was_done_long_ago_is_cleared() -> None:
    write("mark", text="old")
    RUNNER.run_until_empty()
    with transaction() as session:
        assert administration.delete_finished_jobs(session, now=utc_now()) == 0
        assert (
            administration.delete_finished_jobs(
                session, now=utc_now() + administration.RETENTION + timedelta(seconds=1)
            )
            == 1
        )

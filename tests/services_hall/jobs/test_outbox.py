"""The outbox: each job is written with its cause, once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import func, select

from services_hall.database import reading, transaction
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName
from services_hall.jobs.outbox import enqueue

pytestmark = pytest.mark.usefixtures("bare_hall")


def test_a_job_is_written_with_the_transaction_that_causes_it() -> None:
    with transaction() as session:
        job_id = enqueue(session, "papers.render", {"case": 7}).id
    job = reading().get_one(Job, job_id)
    assert (job.name, job.payload, job.status, job.attempts) == (
        "papers.render",
        {"case": 7},
        JobStatus.WAITING,
        0,
    )


def test_a_job_of_another_version_keeps_its_name_beside_those_of_the_enumeration() -> None:
    with transaction() as session:
        for name in (JobName.RENDER_PAPER, "unheard_of"):
            enqueue(session, name, {})
    names = reading().scalars(select(Job.name).order_by(Job.id)).all()
    assert names == [JobName.RENDER_PAPER, "unheard_of"]
    assert isinstance(names[0], JobName)


def test_a_transaction_that_fails_leaves_no_job() -> None:
    with suppress(ZeroDivisionError), transaction() as session:
        enqueue(session, "papers.render", {"case": 7})
        raise ZeroDivisionError
    assert reading().scalar(select(func.count()).select_from(Job)) == 0


def test_the_same_key_gives_the_job_that_is_there() -> None:
    with transaction() as session:
        first = enqueue(session, "papers.render", {"case": 7}, unique_key="receipt:7").id
        again = enqueue(session, "papers.render", {"case": 8}, unique_key="receipt:7")
        assert (again.id, again.payload) == (first, {"case": 7})
        assert enqueue(session, "papers.render", {"case": 7}).id != first


def test_transactions_at_the_same_moment_write_one_job_for_one_key(bare_hall: Flask) -> None:
    def ask(number: int) -> int:
        with bare_hall.app_context(), transaction() as session:
            return enqueue(session, "papers.render", {"case": number}, unique_key="receipt:7").id

    with ThreadPoolExecutor(6) as threads:
        ids = list(threads.map(ask, range(12)))
    assert len(set(ids)) == 1

"""The outbox: jobs are written in the same transaction as the change that causes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from certificate_store.bulk_insert import ManyRows
from services_hall.clock import utc_now
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName

_JOBS: Final[Any] = Job.__table__
_INSERT: Final = insert(_JOBS).returning(_JOBS.c.id)
_MANY: Final = ManyRows.of(Job, "name", "payload", "unique_key", "status", "run_at", "attempts", "created_at")
_INSERT_ONCE: Final[dict[str, Any]] = {  # SQLAlchemy compiles these again each time
    name: dialect.insert(_JOBS).on_conflict_do_nothing().returning(_JOBS.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def enqueue(
    session: Session,
    name: JobName,
    payload: Mapping[str, Any],
    *,
    unique_key: str | None = None,
    run_at: datetime | None = None,
) -> Job:
    """Add the job `name`, to run at `run_at` or as soon as this transaction is committed.

    `payload` contains ids and names, no personal data. A job with a `unique_key` is written only once, also
    by simultaneous transactions: the existing job is returned, in whatever status.
    """
    job_id = insert_job(session, name, payload, unique_key=unique_key, run_at=run_at)
    one = Job.id == job_id if job_id is not None else Job.unique_key == unique_key
    return session.scalars(select(Job).where(one)).one()


def insert_job(
    session: Session,
    name: JobName,
    payload: Mapping[str, Any],
    *,
    unique_key: str | None = None,
    run_at: datetime | None = None,
) -> int | None:
    """Like `enqueue`, without loading the job: its id, or None when a job with this key exists."""
    row = _row(name, payload, unique_key, run_at)
    statement = _INSERT if unique_key is None else _INSERT_ONCE[session.get_bind().dialect.name]
    written: int | None = session.execute(statement, row).scalar()
    return written


@dataclass(frozen=True)
class NewJob:
    """A job to insert; its `unique_key`, if any, must be new."""

    name: JobName
    payload: Mapping[str, Any]
    unique_key: str | None = None


def insert_jobs(session: Session, jobs: Sequence[NewJob]) -> None:
    """Insert these jobs with one statement and without loading them."""
    _MANY.write(session.connection(), [_row(job.name, job.payload, job.unique_key, None) for job in jobs])


def _row(
    name: JobName, payload: Mapping[str, Any], unique_key: str | None, run_at: datetime | None
) -> dict[str, Any]:
    now = utc_now()
    return {
        "name": name,
        "payload": dict(payload),
        "unique_key": unique_key,
        "status": JobStatus.WAITING,
        "run_at": run_at or now,
        "attempts": 0,
        "created_at": now,
    }

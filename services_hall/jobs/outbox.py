"""Jobs are written in the transaction that causes them: both are there, or neither."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services_hall.clock import utc_now
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName

_JOBS: Final[Any] = Job.__table__
_INSERT: Final = insert(_JOBS).returning(_JOBS.c.id)
_INSERT_ONCE: Final[dict[str, Any]] = {  # SQLAlchemy compiles these anew each time
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
    """The job `name`, to be run at `run_at` or as soon as this transaction has committed.

    `payload` holds ids and names, nothing personal. With a `unique_key` a job is written once only, also when
    several transactions ask for it at the same moment: the one there already is returned, whatever its state.
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
    """As `enqueue`, for who needs no job back: its id, or None when the key has one already."""
    now = utc_now()
    row = {
        "name": name,
        "payload": dict(payload),
        "unique_key": unique_key,
        "status": JobStatus.WAITING,
        "run_at": run_at or now,
        "attempts": 0,
        "created_at": now,
    }
    statement = _INSERT if unique_key is None else _INSERT_ONCE[session.get_bind().dialect.name]
    written: int | None = session.execute(statement, row).scalar()
    return written


def open_jobs(name: JobName, **payload: Any) -> ColumnElement[bool]:
    """The condition for jobs of this name that are not finished, with these texts or numbers as payload."""
    condition = (Job.name == name) & Job.status.in_((JobStatus.WAITING, JobStatus.LEASED))
    for key, value in payload.items():
        field = Job.payload[key]
        condition &= (field.as_integer() if isinstance(value, int) else field.as_string()) == value
    return condition

"""Leases of jobs: due jobs, their owner and expiry; an expired lease can be taken over."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from services_hall.jobs.lease_owners import is_dead, this_machine, this_process
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName
from services_hall.jobs.retries import most_attempts

LEASE: Final = timedelta(seconds=30)
FARTHEST: Final = timedelta(hours=12)
"""No job waits and no lease lasts that long: delays and leases are counted in minutes."""
INTERRUPTED: Final = "工作进程在执行中多次意外中断，任务未完成"


@dataclass(frozen=True)
class LeasedJob:
    """A job leased by this process; the token proves the lease when the effect is written."""

    id: int
    name: JobName | str
    payload: Mapping[str, Any]
    attempts: int
    token: str


def is_due(now: datetime) -> ColumnElement[bool]:
    """The condition for waiting jobs whose time has come and for jobs with an expired lease.

    A time beyond `FARTHEST` was written while the clock was ahead, and counts as past.
    """
    has_come = or_(Job.run_at <= now, Job.run_at > now + FARTHEST)
    is_over = or_(Job.leased_until <= now, Job.leased_until > now + FARTHEST)
    return or_(
        and_(Job.status == JobStatus.WAITING, has_come),
        and_(Job.status == JobStatus.LEASED, has_come, is_over),
    )


def has_due(session: Session, now: datetime) -> bool:
    """Whether any job can be leased; takes no lock."""
    return session.scalar(select(Job.id).where(is_due(now)).limit(1)) is not None


def lease_jobs(
    session: Session, *, now: datetime, limit: int = 1, lasting: timedelta = LEASE
) -> list[LeasedJob]:
    """Lease up to `limit` due jobs for this process; rows locked by others are skipped."""
    rows = due_jobs(session, now=now, limit=limit)
    return [leased for job in rows if (leased := _start_lease(job, now, lasting)) is not None]


def lease_job(
    session: Session, job_id: int, *, now: datetime, lasting: timedelta = LEASE
) -> LeasedJob | None:
    """Lease this job if it is due, handed to a broker, or abandoned by a dead process; else None."""
    statement = select(Job).where(Job.id == job_id).with_for_update(skip_locked=True)
    job = session.scalars(statement).one_or_none()
    if job is None or not _is_free(job, now):
        return None
    return _start_lease(job, now, lasting)


def due_jobs(session: Session, *, now: datetime, limit: int) -> Sequence[Job]:
    """Up to `limit` due rows, the oldest first, locked until the transaction ends."""
    statement = (
        select(Job)
        .where(is_due(now))
        .order_by(Job.run_at, Job.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).all()


def hand_to_broker(job: Job, *, now: datetime, lasting: timedelta) -> None:
    """Mark a row as handed to the broker until a worker takes it or `lasting` has passed."""
    job.status, job.lease_token, job.leased_by = JobStatus.LEASED, secrets.token_hex(16), BROKER
    job.leased_until = now + lasting


BROKER: Final = "broker"


def extend_lease(session: Session, leased: LeasedJob, *, now: datetime, lasting: timedelta = LEASE) -> bool:
    """Extend the lease; False when this process no longer owns it."""
    statement = update(Job).where(Job.id == leased.id, Job.lease_token == leased.token)
    changed = session.execute(statement.values(leased_until=now + lasting).returning(Job.id))
    return changed.one_or_none() is not None


def abandoned_jobs(session: Session, *, now: datetime) -> list[int]:
    """The jobs leased by a process of this machine that has died."""
    held = select(Job.id, Job.leased_by).where(
        Job.status == JobStatus.LEASED,
        Job.leased_until > now,
        Job.leased_by.startswith(this_machine(), autoescape=True),
    )
    return [job_id for job_id, owner in session.execute(held) if is_dead(owner)]


def free_abandoned_jobs(session: Session, *, now: datetime) -> int:
    """End the leases of dead processes of this machine; returns their number."""
    dead = abandoned_jobs(session, now=now)
    if dead:
        statement = update(Job).where(
            Job.id.in_(dead), Job.status == JobStatus.LEASED, Job.leased_until > now
        )
        session.execute(statement.values(leased_until=now))
    return len(dead)


def _is_free(job: Job, now: datetime) -> bool:
    if job.status == JobStatus.WAITING:
        return _is_past(job.run_at, now)
    if job.status != JobStatus.LEASED or job.leased_until is None or job.leased_by is None:
        return False
    return job.leased_by == BROKER or _is_past(job.leased_until, now) or is_dead(job.leased_by)


def _is_past(time: datetime, now: datetime) -> bool:
    return time <= now or time > now + FARTHEST


def _start_lease(job: Job, now: datetime, lasting: timedelta) -> LeasedJob | None:
    """Lease the row for this process; a job during which several workers died is parked instead."""
    was_running = job.status == JobStatus.LEASED and job.leased_by != BROKER
    if was_running and job.attempts >= most_attempts(job.name):
        job.status, job.finished_at, job.last_error = JobStatus.PARKED, now, INTERRUPTED
        job.release()
        return None
    job.status, job.lease_token, job.leased_by = JobStatus.LEASED, secrets.token_hex(16), this_process()
    job.leased_until = now + lasting
    job.attempts += 1
    return LeasedJob(job.id, job.name, dict(job.payload), job.attempts, job.lease_token)

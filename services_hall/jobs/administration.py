"""What the person who looks after jobs sees and does: the list, the counts, try again, clear what is done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from services_hall.jobs.errors import JobNotFound
from services_hall.jobs.models import Job, JobStatus

RETENTION: Final = timedelta(days=7)


def jobs_page(
    session: Session, *, status: JobStatus | None = None, after: int = 0, limit: int = 50
) -> Sequence[Job]:
    """Up to `limit` jobs behind the number `after`, those still open or parked when no `status` is named."""
    wanted = Job.status == status if status else Job.status != JobStatus.DONE
    return session.scalars(select(Job).where(wanted, Job.id > after).order_by(Job.id).limit(limit)).all()


def job_counts(session: Session) -> dict[JobStatus, int]:
    """How many jobs wait, are leased and are parked; what is done is not counted."""
    statement = select(Job.status, func.count()).where(Job.status != JobStatus.DONE).group_by(Job.status)
    found = {JobStatus(status): count for status, count in session.execute(statement)}
    return {
        status: found.get(status, 0) for status in (JobStatus.WAITING, JobStatus.LEASED, JobStatus.PARKED)
    }


def retry_job(session: Session, job_id: int, *, now: datetime) -> Job:
    """Let a parked or waiting job run at once, with all its attempts before it; raises JobNotFound.

    One that is done or just running stays as it is.
    """
    job = session.scalars(select(Job).where(Job.id == job_id).with_for_update()).one_or_none()
    if job is None:
        raise JobNotFound(job_id)
    if job.status in {JobStatus.PARKED, JobStatus.WAITING}:
        job.status, job.run_at, job.attempts, job.finished_at = JobStatus.WAITING, now, 0, None
    return job


def retry_parked_jobs(session: Session, *, now: datetime) -> int:
    """Let every parked job run again; how many there are."""
    parked = session.scalars(select(Job.id).where(Job.status == JobStatus.PARKED)).all()
    for job_id in parked:
        retry_job(session, job_id, now=now)
    return len(parked)


def delete_finished_jobs(session: Session, *, now: datetime) -> int:
    """Delete what was done more than a week ago; how many rows went."""
    statement = delete(Job).where(Job.status == JobStatus.DONE, Job.finished_at < now - RETENTION)
    return len(session.execute(statement.returning(Job.id)).all())

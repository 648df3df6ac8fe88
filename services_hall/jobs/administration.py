"""Administration of jobs: list, counts, retry, deletion of finished jobs."""

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
    """Up to `limit` jobs after the number `after`; open and parked ones when `status` is None."""
    condition = Job.status == status if status else Job.status != JobStatus.DONE
    return session.scalars(select(Job).where(condition, Job.id > after).order_by(Job.id).limit(limit)).all()


def job_counts(session: Session) -> dict[JobStatus, int]:
    """The number of waiting, leased and parked jobs; finished jobs are not counted."""
    statement = select(Job.status, func.count()).where(Job.status != JobStatus.DONE).group_by(Job.status)
    counts = {JobStatus(status): count for status, count in session.execute(statement)}
    return {
        status: counts.get(status, 0) for status in (JobStatus.WAITING, JobStatus.LEASED, JobStatus.PARKED)
    }


def job_status(session: Session, job_id: int) -> JobStatus:
    """The status of a job; raises JobNotFound."""
    status = session.scalar(select(Job.status).where(Job.id == job_id))
    if status is None:
        raise JobNotFound(job_id)
    return status


def retry_job(session: Session, job_id: int, *, now: datetime) -> Job:
    """Make a parked or waiting job due now, with all attempts available; raises JobNotFound.

    A finished or running job stays unchanged.
    """
    job = session.scalars(select(Job).where(Job.id == job_id).with_for_update()).one_or_none()
    if job is None:
        raise JobNotFound(job_id)
    if job.status in {JobStatus.PARKED, JobStatus.WAITING}:
        job.status, job.run_at, job.attempts, job.finished_at = JobStatus.WAITING, now, 0, None
    return job


def retry_parked_jobs(session: Session, *, now: datetime) -> int:
    """Make every parked job due again; returns their number."""
    parked = session.scalars(select(Job.id).where(Job.status == JobStatus.PARKED)).all()
    for job_id in parked:
        retry_job(session, job_id, now=now)
    return len(parked)


def delete_finished_jobs(session: Session, *, now: datetime) -> int:
    """Delete jobs finished more than a week ago; returns their number."""
    statement = delete(Job).where(Job.status == JobStatus.DONE, Job.finished_at < now - RETENTION)
    return len(session.execute(statement.returning(Job.id)).all())

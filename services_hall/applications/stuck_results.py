"""Results whose certificate or paper could not be made, so that somebody must look after the job."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.applications.lifecycle import DECIDED
from services_hall.applications.models import Case
from services_hall.jobs.models import Job, JobStatus


def stuck_results(session: Session, cases: Sequence[Case]) -> Collection[int]:
    """The ids of decided cases whose issuing or rendering was given up after its last attempt."""
    keys = {key: case.id for case in cases if _is_awaited(case) for key in _job_keys(case)}
    if not keys:
        return frozenset()
    parked = select(Job.unique_key).where(Job.status == JobStatus.PARKED, Job.unique_key.in_(keys))
    return frozenset(keys[key] for key in session.scalars(parked) if key is not None)


def _is_awaited(case: Case) -> bool:
    return case.state in DECIDED and case.delivered_at is None


def _job_keys(case: Case) -> list[str]:
    papers = [f"paper:{paper.id}" for paper in case.papers if paper.made_at is None]
    return [f"issue:{case.id}", *papers]

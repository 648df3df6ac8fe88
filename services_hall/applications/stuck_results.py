"""Results whose certificate or paper could not be made, so that somebody must look after the job."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.lifecycle import DELIVERABLE
from services_hall.applications.models import Case
from services_hall.applications.readers import is_at_desk
from services_hall.documents.models import Paper
from services_hall.identity import Actor
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName

MOST_JOBS: Final = 500
"""So many parked jobs are looked at; a site with more has one cause to find."""
MOST_CASES: Final = 20


@dataclass(frozen=True)
class _Parked:
    """The cases whose certificates, and the papers whose files, were given up."""

    case_ids: frozenset[int]
    paper_ids: frozenset[int]


def stuck_results(session: Session, cases: Sequence[Case]) -> Collection[int]:
    """The ids of decided cases whose issuing or rendering was given up after its last attempt."""
    awaited = [case for case in cases if _is_awaited(case)]
    if not awaited:
        return frozenset()
    parked = _parked(session)
    return frozenset(
        case.id
        for case in awaited
        if case.id in parked.case_ids
        or any(paper.id in parked.paper_ids for paper in case.papers if paper.made_at is None)
    )


def stuck_at_desk(session: Session, actor: Actor) -> Sequence[Case]:
    """The officer's decided cases whose result is stuck, oldest first. One query while no job is parked."""
    parked = _parked(session)
    if not parked.case_ids and not parked.paper_ids:
        return ()
    of_papers = select(Paper.subject_id).where(
        Paper.id.in_(parked.paper_ids), Paper.subject_kind == SubjectKind.CASE
    )
    rows = select(Case).where(
        is_at_desk(actor),
        Case.state.in_(sorted(DELIVERABLE)),
        Case.delivered_at.is_(None),
        or_(Case.id.in_(parked.case_ids), Case.id.in_(of_papers)),
    )
    return session.scalars(rows.order_by(Case.id).limit(MOST_CASES)).all()


def _is_awaited(case: Case) -> bool:
    return case.state in DELIVERABLE and case.delivered_at is None


def _parked(session: Session) -> _Parked:
    rows = (
        select(Job.name, Job.payload)
        .where(
            Job.status == JobStatus.PARKED,
            Job.name.in_((JobName.ISSUE_CERTIFICATE, JobName.RENDER_PAPER)),
        )
        .order_by(Job.id.desc())
        .limit(MOST_JOBS)
    )
    found = session.execute(rows).tuples().all()
    return _Parked(
        frozenset(payload["case_id"] for name, payload in found if name == JobName.ISSUE_CERTIFICATE),
        frozenset(payload["paper_id"] for name, payload in found if name == JobName.RENDER_PAPER),
    )

"""Cases whose certificate or paper could not be made or cancelled and needs attention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from certificate_store.value_lists import is_one_of
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.lifecycle import DELIVERABLE, GRANT_ENDED
from services_hall.applications.models import Case
from services_hall.applications.readers import is_at_desk, own_application_ids
from services_hall.documents.models import Paper
from services_hall.identity import Actor
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName

MOST_JOBS: Final = 500
"""So many parked jobs are looked at; a site with more has one cause to find."""
MOST_CASES: Final = 20
CANCELLING: Final = frozenset({JobName.ANNUL_CERTIFICATE, JobName.CANCEL_SOURCE})
AFTER_DECISIONS: Final = (JobName.ISSUE_CERTIFICATE, JobName.RENDER_PAPER, *sorted(CANCELLING))
_PARKED: Final = (
    select(Job.name, Job.payload)
    .where(Job.status == JobStatus.PARKED, is_one_of(Job.name, "names"))
    .order_by(Job.id.desc())
    .limit(MOST_JOBS)
)
"""Built once: every page of a case and every list of a desk asks this."""


class StuckWork(StrEnum):
    """What was given up after its last attempt."""

    RESULT = "result"
    """The certificate or the last paper of a case whose result is to be delivered."""
    PAPER = "paper"
    """A paper before the decision, or of a grant that has ended."""
    CANCELLATION = "cancellation"
    """The cancellation of a certificate that no longer holds: the store still says that it is valid."""


@dataclass(frozen=True)
class _Parked:
    """The cases whose certificates were not issued or cancelled, and the papers whose files were given up."""

    issuing: frozenset[int]
    cancelling: frozenset[int]
    paper_ids: frozenset[int]

    @property
    def is_empty(self) -> bool:
        return not (self.issuing or self.cancelling or self.paper_ids)


def stuck_results(session: Session, cases: Sequence[Case]) -> Mapping[int, StuckWork]:
    """What was given up in these cases, by id; one query while no job is parked."""
    parked = _parked(session)
    if parked.is_empty:
        return {}
    found = {case.id: _stuck_work(case, parked) for case in cases}
    return {case_id: work for case_id, work in found.items() if work is not None}


def stuck_at_desk(session: Session, actor: Actor) -> Sequence[Case]:
    """The officer's cases in which something is stuck, oldest first. One query while no job is parked."""
    return _stuck_where(session, is_at_desk(actor))


def stuck_of_applicant(session: Session, actor: Actor) -> Sequence[Case]:
    """The same of the cases that the person applied for, with their agencies."""
    return _stuck_where(session, Case.application_id.in_(own_application_ids(actor)))


def _stuck_where(session: Session, condition: ColumnElement[bool]) -> Sequence[Case]:
    parked = _parked(session)
    if parked.is_empty:
        return ()
    of_papers = select(Paper.subject_id).where(
        Paper.id.in_(parked.paper_ids), Paper.subject_kind == SubjectKind.CASE, Paper.made_at.is_(None)
    )
    is_awaited = or_(
        and_(Case.state.in_(sorted(DELIVERABLE)), Case.delivered_at.is_(None)),
        Case.state.in_(sorted(GRANT_ENDED)),
    )
    rows = select(Case).where(
        condition,
        or_(
            Case.id.in_(parked.cancelling),
            and_(Case.id.in_(parked.issuing), is_awaited),
            Case.id.in_(of_papers),
        ),
    )
    loaded = rows.options(joinedload(Case.agency), joinedload(Case.application))
    return session.scalars(loaded.order_by(Case.id).limit(MOST_CASES)).all()


def _stuck_work(case: Case, parked: _Parked) -> StuckWork | None:
    """What is stuck in the case: an interrupted job may have issued the certificate of an ended grant."""
    is_ended = case.state in GRANT_ENDED
    if case.id in parked.cancelling or (is_ended and case.id in parked.issuing):
        return StuckWork.CANCELLATION
    is_awaited = case.state in DELIVERABLE and case.delivered_at is None
    if is_awaited and case.id in parked.issuing:
        return StuckWork.RESULT
    papers = case.papers if parked.paper_ids else []
    if any(paper.made_at is None and paper.id in parked.paper_ids for paper in papers):
        return StuckWork.RESULT if is_awaited else StuckWork.PAPER
    return None


def _parked(session: Session) -> _Parked:
    found = session.connection().execute(_PARKED, {"names": AFTER_DECISIONS}).tuples().all()
    return _Parked(
        issuing=frozenset(payload["case_id"] for name, payload in found if name == JobName.ISSUE_CERTIFICATE),
        cancelling=frozenset(payload["case_id"] for name, payload in found if name in CANCELLING),
        paper_ids=frozenset(payload["paper_id"] for name, payload in found if name == JobName.RENDER_PAPER),
    )

"""Acceptance of cases, which starts the agency's decision limit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.enumerations import StepKind
from services_hall.applications import case_log, papers
from services_hall.applications.bars import require_not_barred
from services_hall.applications.certificate_subjects import NOT_READ, LicenceReading
from services_hall.applications.decision_clock import start_clock
from services_hall.applications.enumerations import MetBy
from services_hall.applications.errors import MaterialsMissing, ProofLost, SourceLost
from services_hall.applications.item_models import Requirement
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case
from services_hall.casework.steps import begin_step, finish_steps
from services_hall.clock import local_day
from services_hall.identity import Actor


@dataclass(frozen=True)
class ProofRecheck:
    """The result of checking certificates in the store again, before acceptance or decision."""

    lost: Collection[int]
    """Ids of requirements whose certificate no longer proves anything."""
    checked_at: datetime
    is_source_lost: bool = False
    """Whether the certificate from which the application started was cancelled since."""
    licence: LicenceReading = NOT_READ


def accept_case(
    session: Session,
    case: Case,
    *,
    officer: Actor,
    reproof: ProofRecheck,
    calendar: WorkingDays,
    now: datetime,
) -> None:
    """Accept the locked case: set its decision due day and write the acceptance notice.

    行政许可法 arts. 32, 42. Raises SourceLost when the certificate to be renewed or changed is cancelled,
    ProofLost when one is no longer valid that waives a material, MaterialsMissing, TransitionRefused.
    """
    require_not_barred(session, case, today=local_day(now))
    require_source(reproof)
    refuse_lost_proofs(case, reproof)
    require_all_materials(case)
    case_log.change_state(session, case, CaseAction.ACCEPT, actor_id=officer.account_id, now=now)
    start_decision_limit(case, officer=officer, calendar=calendar, now=now)
    papers.write_acceptance_papers(session, case, now=now)


def start_decision_limit(case: Case, *, officer: Actor, calendar: WorkingDays, now: datetime) -> None:
    """Note the acceptance of the case and the day by which it must be decided; the review begins."""
    case.accepted_at = now
    case.accepted_by_id = officer.account_id
    start_clock(case, calendar)
    finish_steps(case.steps, StepKind.RECEIPT, StepKind.ACCEPTANCE, officer_id=officer.account_id, now=now)
    begin_step(case.steps, StepKind.REVIEW, now=now)


def refuse_lost_proofs(case: Case, reproof: ProofRecheck) -> None:
    """Raise ProofLost with the materials no longer proved; remove the mark of those proved again."""
    names = [
        requirement.name
        for requirement in case.application_item.requirements
        if requirement.id in reproof.lost
    ]
    if names:
        raise ProofLost(names)
    for requirement in case.application_item.requirements:
        requirement.lost_at = None


def require_source(reproof: ProofRecheck) -> None:
    """Raise SourceLost when there is no certificate any more that could be renewed or changed."""
    if reproof.is_source_lost:
        raise SourceLost


def require_all_materials(case: Case) -> None:
    """Raise MaterialsMissing while the applicant has not given everything (行政许可法 art. 32(4), (5))."""
    if CaseAction.ACCEPT not in case_log.possible_actions(case):
        return
    names = [
        requirement.name
        for requirement in case.application_item.requirements
        if requirement.met_by is MetBy.MISSING
    ]
    if names:
        raise MaterialsMissing(names)


def mark_lost_proofs(session: Session, requirement_ids: Collection[int], *, now: datetime) -> None:
    """Mark materials whose certificate no longer proves them, to show this to the officer."""
    for requirement_id in requirement_ids:
        requirement = session.get(Requirement, requirement_id)
        if requirement is not None and requirement.lost_at is None:
            requirement.lost_at = now

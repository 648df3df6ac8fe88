"""Acceptance of cases, which starts the agency's decision limit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.enumerations import StepKind
from services_hall.applications import papers
from services_hall.applications.acceptance.bars import require_acceptable
from services_hall.applications.cases import case_log
from services_hall.applications.clocks.decision_clock import last_received_at, start_clock
from services_hall.applications.clocks.notice_days import counts_as_accepted
from services_hall.applications.errors import MaterialsMissing, ProofLost, SourceLost
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case, Requirement
from services_hall.applications.owed_materials import missing_names
from services_hall.applications.prefill.certificate_subjects import NOT_READ, LicenceReading
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

    行政许可法 arts. 32, 42. A case that counts as accepted already is held up neither by missing materials
    nor by a bar. Raises ApplicantBarred, SourceLost when the certificate to be renewed or changed is
    cancelled, ProofLost when one is no longer valid that waives a material, MaterialsMissing,
    TransitionRefused.
    """
    require_acceptable(session, case, today=local_day(now))
    require_source(reproof)
    refuse_lost_proofs(case, reproof)
    if not counts_as_accepted(case, today=local_day(now)):
        require_all_materials(case)
    start_decision_limit(session, case, CaseAction.ACCEPT, officer=officer, calendar=calendar, now=now)
    papers.write_acceptance_papers(session, case, now=now)


def start_decision_limit(
    session: Session,
    case: Case,
    action: CaseAction,
    *,
    officer: Actor | None,
    calendar: WorkingDays,
    now: datetime,
) -> None:
    """Accept the case by this action; note since when, and the day of the decision; the review begins.

    行政许可法 art. 32(4): after the day for a notice the case is accepted since its receipt, whoever notes it
    and however late; the limit runs from that day. `officer` None means that nobody answered. The calendar
    reaches back to the receipt.
    """
    is_deemed = counts_as_accepted(case, today=local_day(now))
    officer_id = None if officer is None else officer.account_id
    case_log.change_state(session, case, action, actor_id=officer_id, now=now)
    case.is_deemed_accepted = is_deemed
    case.accepted_at = (last_received_at(case) or now) if is_deemed else now
    case.accepted_by_id = officer_id
    start_clock(case, calendar, starts_on=local_day(case.accepted_at) if is_deemed else None)
    finish_steps(case.steps, StepKind.RECEIPT, StepKind.ACCEPTANCE, officer_id=officer_id, now=now)
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
    if names := missing_names(case):
        raise MaterialsMissing(names)


def mark_lost_proofs(session: Session, requirement_ids: Collection[int], *, now: datetime) -> None:
    """Mark materials whose certificate no longer proves them, to show this to the officer."""
    for requirement_id in requirement_ids:
        requirement = session.get(Requirement, requirement_id)
        if requirement is not None and requirement.lost_at is None:
            requirement.lost_at = now

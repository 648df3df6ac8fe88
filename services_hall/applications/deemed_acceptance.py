"""Acceptance by silence: no notice in time means accepted since the receipt (行政许可法 art. 32(4))."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.enumerations import Silence, StepKind
from guides.models import GuideEdition
from guides.terms import GuideTerms
from services_hall.applications import case_log, papers
from services_hall.applications.decision_clock import last_received_at, start_clock
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import NoticeDayPassed
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.item_models import ApplicationItem
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.models import Case
from services_hall.casework.steps import begin_step, finish_steps
from services_hall.clock import local_day


def is_silence_acceptance(terms: GuideTerms) -> bool:
    """Whether silence means acceptance: where the guide says so, and by law for every licence.

    A filing is never accepted: it is recorded when it is complete.
    """
    rule = terms.supplement
    handling = HANDLING[terms.item_type]
    if handling.is_recorded:
        return False
    return handling.is_licensing or (rule is not None and rule.silence is Silence.ACCEPTED)


def counts_as_accepted(case: Case, *, today: date) -> bool:
    """Whether the agency let the day for a notice pass, so that the case counts as accepted."""
    return (
        case.state is CaseState.RECEIVED
        and case.acceptance_due_on is not None
        and case.acceptance_due_on < today
        and is_silence_acceptance(case.application_item.edition.terms)
    )


def require_open_notice_day(case: Case, *, today: date) -> None:
    """Raise NoticeDayPassed when supplement and refusal are closed."""
    if counts_as_accepted(case, today=today):
        raise NoticeDayPassed


def overdue_case_ids(session: Session, *, today: date) -> Sequence[int]:
    """Ids of the received cases that count as accepted, because no notice came in time."""
    is_overdue = (Case.state == CaseState.RECEIVED, Case.acceptance_due_on < today)
    pinned = (
        select(ApplicationItem.edition_id)
        .join(Case, Case.application_item_id == ApplicationItem.id)
        .where(*is_overdue)
    )
    editions = session.scalars(select(GuideEdition).where(GuideEdition.id.in_(pinned))).all()
    silent = [edition.id for edition in editions if is_silence_acceptance(edition.terms)]
    return session.scalars(
        select(Case.id)
        .join(ApplicationItem, ApplicationItem.id == Case.application_item_id)
        .where(*is_overdue, ApplicationItem.edition_id.in_(silent))
        .order_by(Case.id)
    ).all()


def deem_accepted(session: Session, case: Case, *, calendar: WorkingDays, now: datetime) -> bool:
    """Accept the locked case from the day of its receipt; returns whether it counted as accepted.

    行政许可法 art. 32(4): the decision limit runs from the day on which everything was received; supplement
    and refusal are closed. The acceptance notice says why.
    """
    if not counts_as_accepted(case, today=local_day(now)):
        return False
    received_at = last_received_at(case)
    if received_at is None:
        return False
    case_log.change_state(session, case, CaseAction.DEEM_ACCEPTED, actor_id=None, now=now)
    case.is_deemed_accepted = True
    case.accepted_at = received_at
    start_clock(case, calendar, starts_on=local_day(received_at))
    finish_steps(case.steps, StepKind.RECEIPT, StepKind.ACCEPTANCE, officer_id=None, now=now)
    begin_step(case.steps, StepKind.REVIEW, now=now)
    papers.write_case_paper(session, case, PaperCode.ACCEPTANCE, now=now)
    return True

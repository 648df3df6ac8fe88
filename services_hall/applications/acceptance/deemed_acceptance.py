"""Acceptance by silence: no notice in time means accepted since the receipt (行政许可法 art. 32(4))."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.models import GuideEdition
from services_hall.applications import papers
from services_hall.applications.acceptance.express_acceptance import start_decision_limit
from services_hall.applications.clocks.notice_days import counts_as_accepted, is_silence_acceptance
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.models import ApplicationItem, Case
from services_hall.clock import local_day


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
    start_decision_limit(session, case, CaseAction.DEEM_ACCEPTED, officer=None, calendar=calendar, now=now)
    papers.write_acceptance_papers(session, case, now=now)
    return True

"""The time to demand a hearing, which runs from the delivery of its notice (行政许可法 arts. 47, 82)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays, due_day
from guides.calendar.official_days import load_calendar
from guides.enumerations import Unit
from services_hall.applications.enumerations import ItemState, PaperCode
from services_hall.applications.models import Case, CasePaper, Delivery, PriorNotice
from services_hall.clock import local_day

HEARING_DAYS: Final = 5
"""Working days to demand a hearing after one was told of the right to it."""
HEARING_PAPERS: Final = frozenset({PaperCode.HEARING_NOTICE, PaperCode.THIRD_PARTY_HEARING_NOTICE})


def hearing_demand_until(told_on: date, calendar: WorkingDays) -> date:
    """The last day to demand a hearing for somebody who was told on this day."""
    return due_day(told_on, HEARING_DAYS, Unit.WORKING_DAY, calendar).day


def extend_answer(session: Session, case: Case, paper: CasePaper, *, now: datetime) -> None:
    """Leave whoever was told of the right to a hearing only now the days of the law to demand one."""
    if paper.kind not in HEARING_PAPERS:
        return
    notice = _notices(session, case)[paper.ordinal - 1]
    calendar = load_calendar(session, since=min(case.filed_on, local_day(now)))
    if notice.statement_at is None:
        notice.answer_until = max(notice.answer_until, hearing_demand_until(local_day(now), calendar))


def is_told_by_post(session: Session, case: Case) -> bool:
    """Whether the post still carries the notice of a hearing to somebody who has not answered."""
    rows = (
        select(CasePaper.ordinal)
        .join(Delivery, Delivery.paper_id == CasePaper.id)
        .where(
            Delivery.case_id == case.id,
            Delivery.item_state == ItemState.MAILED,
            Delivery.delivered_at.is_(None),
            CasePaper.kind.in_(HEARING_PAPERS),
        )
    )
    if not (posted := session.scalars(rows).all()):
        return False
    notices = _notices(session, case)
    return any(notices[ordinal - 1].statement_at is None for ordinal in posted)


def _notices(session: Session, case: Case) -> Sequence[PriorNotice]:
    """The notices of the case in the order of their papers, whose ordinals count them from 1."""
    rows = select(PriorNotice).where(PriorNotice.case_id == case.id).order_by(PriorNotice.id)
    return session.scalars(rows).all()

"""Periods that start with the delivery of a notice: none runs, and none ends, before there is a delivery.

Which period starts with which notice: docs/decisions/2026-12-03-periods-start-with-the-delivery.md.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays, add_working_days, due_day
from guides.calendar.official_days import load_calendar
from guides.enumerations import StepKind, Unit
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import NoticeUndelivered
from services_hall.applications.models import Case, CasePaper, Delivery, PriorNotice
from services_hall.clock import local_day

HEARING_DAYS: Final = 5
"""Working days to demand a hearing after one was told of the right to it."""
HEARING_PAPERS: Final = frozenset({PaperCode.HEARING_NOTICE, PaperCode.THIRD_PARTY_HEARING_NOTICE})
STATEMENT_PAPERS: Final = frozenset({PaperCode.PRIOR_NOTICE, PaperCode.THIRD_PARTY_NOTICE})
"""Notices of the right to a statement: the agency itself names the day."""
LAST_DAYS: Final = {
    PaperCode.SUPPLEMENT_NOTICE: "due_on",
    PaperCode.CORRECTION_ORDER: "correct_until",
    **dict.fromkeys(STATEMENT_PAPERS, "answer_until"),
}
"""Where the details of a notice keep the last day as it was written."""


def hearing_demand_until(told_on: date, calendar: WorkingDays) -> date:
    """The last day to demand a hearing for somebody who was told on this day (行政许可法 arts. 47, 82)."""
    return due_day(told_on, HEARING_DAYS, Unit.WORKING_DAY, calendar).day


def second_check_due_on(correct_until: date, calendar: WorkingDays) -> date:
    """The day of the second check: the first working day after the time to correct."""
    return add_working_days(correct_until, 1, calendar).day


def start_period(session: Session, case: Case, paper: CasePaper, *, now: datetime) -> date | None:
    """Let the period of a notice that is delivered now run from today; its last day, None if it has none.

    The days that the agency gave are counted from the delivery, for the demand of a hearing at least those of
    the law; a period that would end on a day off ends on the next working day (民法典 arts. 201, 203). A day
    never moves forward, and nothing moves for somebody who has answered.
    """
    calendar = load_calendar(session, since=min(case.filed_on, local_day(now)))
    if paper.kind in HEARING_PAPERS:
        return _extend_answer(session, case, paper, hearing_demand_until(local_day(now), calendar))
    if paper.kind not in LAST_DAYS:
        return None
    last = _counted_from(local_day(now), paper, calendar)
    match paper.kind:
        case PaperCode.SUPPLEMENT_NOTICE:
            case.supplement_due_on = _later(case.supplement_due_on, last)
            return case.supplement_due_on
        case PaperCode.CORRECTION_ORDER:
            case.correction_due_on = _later(case.correction_due_on, last)
            _move_second_check(case, case.correction_due_on, calendar)
            return case.correction_due_on
        case _:
            return _extend_answer(session, case, paper, last)


def undelivered(*codes: PaperCode) -> ColumnElement[bool]:
    """The condition for a case with a notice of these kinds that has not reached whom it addresses.

    A paper that is still to be made has not; one that was made before deliveries were recorded has.
    """
    of_case = (CasePaper.subject_id == Case.id, CasePaper.kind.in_(codes))
    return exists().where(*of_case, _IS_UNDELIVERED).correlate(Case)


def is_undelivered(session: Session, case: Case, *codes: PaperCode) -> bool:
    """Whether such a notice of the case has not reached whom it addresses. One query."""
    return bool(undelivered_papers(session, case, codes))


def undelivered_papers(session: Session, case: Case, codes: Collection[PaperCode]) -> Sequence[CasePaper]:
    """The notices of these kinds in the case that have not reached whom they address, oldest first."""
    rows = select(CasePaper).where(
        CasePaper.subject_id == case.id, CasePaper.kind.in_(codes), _IS_UNDELIVERED
    )
    return session.scalars(rows.order_by(CasePaper.id)).all()


def require_notices_delivered(session: Session, case: Case, codes: Collection[PaperCode]) -> None:
    """Raise NoticeUndelivered while such a notice, which nobody has answered, has not reached its person."""
    if not (papers := undelivered_papers(session, case, codes)):
        return
    notices = _notices(session, case)
    if any(notices[paper.ordinal - 1].statement_at is None for paper in papers):
        raise NoticeUndelivered


_DELIVERY: Final = exists().where(Delivery.paper_id == CasePaper.id)
_IS_UNDELIVERED: Final = and_(
    ~exists().where(Delivery.paper_id == CasePaper.id, Delivery.delivered_at.is_not(None)),
    or_(CasePaper.made_at.is_(None), _DELIVERY),
)


def _counted_from(delivered_on: date, paper: CasePaper, calendar: WorkingDays) -> date:
    """The last day, when the days that the paper gave are counted from its delivery."""
    written = date.fromisoformat((paper.details or {})[LAST_DAYS[PaperCode(paper.kind)]])
    given = written - local_day(paper.written_at)
    if delivered_on == local_day(paper.written_at):
        return written
    return due_day(delivered_on, given.days, Unit.CALENDAR_DAY, calendar).day


def _later(day: date | None, other: date) -> date:
    return other if day is None else max(day, other)


def _move_second_check(case: Case, correct_until: date, calendar: WorkingDays) -> None:
    for step in case.steps:
        if step.kind is StepKind.AFTER_CHECK and step.finished_at is None:
            step.due_on = second_check_due_on(correct_until, calendar)


def _extend_answer(session: Session, case: Case, paper: CasePaper, last: date) -> date | None:
    notice = _notices(session, case)[paper.ordinal - 1]
    if notice.statement_at is not None:
        return None
    notice.answer_until = max(notice.answer_until, last)
    return notice.answer_until


def _notices(session: Session, case: Case) -> Sequence[PriorNotice]:
    """The notices of the case in the order of their papers, whose ordinals count them from 1."""
    rows = select(PriorNotice).where(PriorNotice.case_id == case.id).order_by(PriorNotice.id)
    return session.scalars(rows).all()

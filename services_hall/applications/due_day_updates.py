"""Due days of open cases, computed again after the calendar has changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from guides.calendar import WorkingDays, due_day
from guides.calendar.official_days import load_calendar
from guides.enumerations import LimitEnd, StepKind
from services_hall.applications.cases import case_log, dispatch
from services_hall.applications.clocks.decision_clock import last_received_at, reckon_again
from services_hall.applications.clocks.notice_periods import second_check_due_on
from services_hall.applications.decisions import outcomes
from services_hall.applications.lifecycle import ACCEPTED, CHECK_PENDING, GRANT_HOLDS, CaseAction, CaseState
from services_hall.applications.models import Case, CaseEvent
from services_hall.clock import local_day

DAY_COLUMNS: Final = ("acceptance_due_on", "decision_due_on", "legal_due_on", "issue_due_on")
AFTER_CHECK: Final = "after_check"
BATCH: Final = 100


@dataclass(frozen=True)
class MovedDay:
    """A due day that moved, by the name of its column or step."""

    name: str
    before: date
    after: date


def has_open_clocks(session: Session, _now: datetime) -> bool:
    """Whether a due day of any case can still move."""
    return session.scalar(select(Case.id).where(_has_open_clock()).limit(1)) is not None


def reckon_batch(session: Session, *, after: int, now: datetime) -> tuple[int | None, int]:
    """Calculate the due days of the next open cases after the id `after` again, and lock them for it.

    Gives the last id, None when no case was left, and the number of cases of which a day moved. A case whose
    days stay as they are is not changed; repeated, nothing moves again.
    """
    rows = (
        select(Case)
        .where(_has_open_clock(), Case.id > after)
        .options(selectinload(Case.steps))
        .order_by(Case.id)
        .limit(BATCH)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    )
    cases = session.scalars(rows).all()
    if not cases:
        return None, 0
    calendar = load_calendar(session, since=min(case.filed_on for case in cases))
    days_before = {case.id: due_days(case) for case in cases}
    _reckon(session, cases, calendar, now=now)
    moved = [(case, moved_days(days_before[case.id], due_days(case))) for case in cases]
    for case, days in moved:
        if days and case.paused_on is None:
            _record(session, case, days, now=now)
    return cases[-1].id, sum(bool(days) for _case, days in moved)


def last_moved_days(session: Session, case_ids: Collection[int]) -> dict[int, dict[str, list[str]]]:
    """What the last recalculation moved in each of these cases: day before and after, by name. One query."""
    rows = select(CaseEvent.case_id, CaseEvent.details).where(
        CaseEvent.case_id.in_(case_ids), CaseEvent.action == CaseAction.RECKON
    )
    found = session.execute(rows.order_by(CaseEvent.id)).tuples()
    return {case_id: dict((details or {}).get("moved", {})) for case_id, details in found}


def due_days(case: Case) -> dict[str, date]:
    """The due days of a case and of its open check, by name."""
    days = {name: day for name in DAY_COLUMNS if (day := getattr(case, name)) is not None}
    checks = [step.due_on for step in case.steps if step.kind is StepKind.AFTER_CHECK and step.due_on]
    return {**days, AFTER_CHECK: checks[0]} if checks else days


def moved_days(before: dict[str, date], after: dict[str, date]) -> list[MovedDay]:
    """The days that differ."""
    return [
        MovedDay(name, before[name], day)
        for name, day in after.items()
        if name in before and before[name] != day
    ]


def _reckon(session: Session, cases: Sequence[Case], calendar: WorkingDays, *, now: datetime) -> None:
    running = [case for case in cases if case.state in ACCEPTED or _runs_until_handing_over(case)]
    reckon_again(session, running, calendar, today=local_day(now))
    for case in cases:
        if case.state is CaseState.RECEIVED:
            _reckon_acceptance(case, calendar)
        elif case.state not in ACCEPTED and case.decided_at is not None:
            _reckon_after_decision(case, calendar, decided_at=case.decided_at)


def _runs_until_handing_over(case: Case) -> bool:
    """Whether the limit of the granted case ends with the handing over, which is still to come."""
    limits = case.application_item.edition.terms.limits
    is_awaited = case.issue_due_on is not None and case.delivered_at is None
    return is_awaited and case.state in GRANT_HOLDS and limits.ends_with is LimitEnd.HANDING_OVER


def _reckon_acceptance(case: Case, calendar: WorkingDays) -> None:
    received_at = last_received_at(case)
    if received_at is None or case.acceptance_due_on is None:
        return
    dispatch.set_receipt_days(case, calendar, received_on=local_day(received_at))


def _reckon_after_decision(case: Case, calendar: WorkingDays, *, decided_at: datetime) -> None:
    if case.issue_due_on is not None and case.delivered_at is None:
        case.issue_due_on = outcomes.issue_due_on(case, calendar, now=decided_at)
    commitment = case.application_item.edition.terms.commitment
    check = commitment.after_check if commitment is not None else None
    for step in case.steps:
        is_open = step.kind is StepKind.AFTER_CHECK and step.due_on is not None and step.finished_at is None
        if is_open and case.state is CaseState.CORRECTION_ORDERED and case.correction_due_on is not None:
            step.due_on = second_check_due_on(case.correction_due_on, calendar)
        elif is_open and check is not None:
            step.due_on = due_day(local_day(decided_at), check.days, check.unit, calendar).day


def _has_open_clock() -> ColumnElement[bool]:
    undelivered = and_(
        Case.state == CaseState.GRANTED, Case.delivered_at.is_(None), Case.issue_due_on.is_not(None)
    )
    return or_(Case.state.in_(sorted({CaseState.RECEIVED, *ACCEPTED, *CHECK_PENDING})), undelivered)


def _record(session: Session, case: Case, days: Sequence[MovedDay], *, now: datetime) -> None:
    moved = {one.name: [one.before.isoformat(), one.after.isoformat()] for one in days}
    case_log.change_state(session, case, CaseAction.RECKON, actor_id=None, now=now, details={"moved": moved})

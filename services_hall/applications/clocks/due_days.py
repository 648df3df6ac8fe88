"""SQL expressions for the due days of cases, derived from the table of obligations."""

from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from guides.enumerations import StepKind
from services_hall.applications.clocks.obligations import CASE_OBLIGATIONS, CaseDueDay
from services_hall.applications.lifecycle import ACCEPTED, CaseState
from services_hall.applications.models import Case, CaseStep
from services_hall.casework.due_day_sql import due_on_expression, passed_days
from services_hall.casework.lights import LightDays
from services_hall.casework.obligations import Debtor
from services_hall.clock import LOCAL_ZONE, local_day

_RESULT_OWED: Final = (CaseState.GRANTED, CaseState.RECORDED)


def agency_due_on() -> ColumnElement[date | None]:
    """The due day of the agency's next step, or of the running special procedure's end.

    NULL while the case waits or another party must act.
    """
    check = (
        select(func.min(CaseStep.due_on))
        .where(
            CaseStep.case_id == Case.id,
            CaseStep.kind == StepKind.AFTER_CHECK,
            CaseStep.finished_at.is_(None),
        )
        .scalar_subquery()
    )
    return due_on_expression(
        CASE_OBLIGATIONS,
        Debtor.AGENCY,
        state=Case.state,
        due_days={
            CaseDueDay.ACCEPTANCE: _acceptance_due_on(),
            CaseDueDay.DECISION: case((Case.paused_on.is_(None), Case.decision_due_on)),
            CaseDueDay.PROCEDURE_END: case((Case.paused_on.is_not(None), Case.paused_until)),
            CaseDueDay.HANDING_OVER: case((Case.delivered_at.is_(None), Case.issue_due_on)),
            CaseDueDay.SUPPLEMENT: Case.supplement_due_on,
            CaseDueDay.AFTER_CHECK: check,
            CaseDueDay.CORRECTION: Case.correction_due_on,
        },
    )


def loaded_agency_due_on(one: Case) -> date | None:
    """Like `agency_due_on`, for a loaded case, without a query."""
    checks = [
        step.due_on
        for step in one.steps
        if step.kind is StepKind.AFTER_CHECK and step.finished_at is None and step.due_on is not None
    ]
    acceptance = one.acceptance_due_on
    if one.decision_due_on is not None and acceptance is not None:
        acceptance = min(acceptance, one.decision_due_on)
    return CASE_OBLIGATIONS.due_on(
        one.state,
        Debtor.AGENCY,
        {
            CaseDueDay.ACCEPTANCE: acceptance,
            CaseDueDay.DECISION: one.decision_due_on if one.paused_on is None else None,
            CaseDueDay.PROCEDURE_END: one.paused_until if one.paused_on is not None else None,
            CaseDueDay.HANDING_OVER: one.issue_due_on if one.delivered_at is None else None,
            CaseDueDay.SUPPLEMENT: one.supplement_due_on,
            CaseDueDay.AFTER_CHECK: min(checks, default=None),
            CaseDueDay.CORRECTION: one.correction_due_on,
        },
    )


def limit_began_on(
    state: CaseState,
    *,
    received_at: datetime | None,
    clock_starts_on: date | None,
    decided_at: datetime | None,
    is_paused: bool,
) -> date | None:
    """The day on which the agency's running limit began; None where its light does not depend on it."""
    if state is CaseState.RECEIVED:
        return None if received_at is None else local_day(received_at)
    if state in ACCEPTED:
        return None if is_paused else clock_starts_on
    return local_day(decided_at) if state in _RESULT_OWED and decided_at is not None else None


def agency_passed_days(days: LightDays) -> ColumnElement[int]:
    """The working days since `limit_began_on`, as the lights count them."""
    return passed_days(days, _began_after)


def _began_after(day: date) -> ColumnElement[bool]:
    next_day = datetime.combine(day + timedelta(days=1), time(), tzinfo=LOCAL_ZONE)
    return or_(
        and_(Case.state == CaseState.RECEIVED, Case.received_at >= next_day),
        and_(Case.state.in_(sorted(ACCEPTED)), Case.paused_on.is_(None), Case.clock_starts_on > day),
        and_(Case.state.in_(_RESULT_OWED), Case.decided_at >= next_day),
    )


def _acceptance_due_on() -> ColumnElement[date | None]:
    """The day of acceptance, or that of the decision if it runs from the receipt and comes before."""
    return case(
        (Case.decision_due_on < Case.acceptance_due_on, Case.decision_due_on),
        else_=Case.acceptance_due_on,
    )

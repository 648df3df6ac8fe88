"""Deadlines of open cases: figures by agency, and the list of overdue cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from guides.enumerations import ItemType, LimitEnd
from guides.models import Agency
from services_hall.applications.due_days import agency_due_on
from services_hall.applications.lifecycle import (
    ACCEPTED,
    CHECK_PENDING,
    DECISIONS,
    UNDECIDED,
    CaseOutcome,
    CaseStanding,
    CaseState,
)
from services_hall.applications.models import Case
from services_hall.applications.numbering import case_number
from services_hall.applications.obligations import agency_duty, is_limited
from services_hall.casework.lights import OverdueLimit, overdue_limit

OPEN: Final = UNDECIDED | CHECK_PENDING
"""States of open cases: undecided, or decided on a commitment whose check is pending."""
MOST_AGENCIES: Final = 200


@dataclass(frozen=True)
class AgencyClocks:
    """One agency's open cases by light, and its work since a given instant."""

    agency_code: str
    agency_name: str
    red: int
    law_missed: int
    """Those of the red ones that missed the limit of the law (法定逾期); the others missed a promise."""
    amber: int
    green: int
    unclocked: int
    accepted: int
    decided: int
    granted: int
    recorded: int
    """Filings that were recorded (备案); they are neither decided nor granted."""

    @property
    def open(self) -> int:
        """The number of open cases."""
        return self.red + self.amber + self.green + self.unclocked


@dataclass(frozen=True)
class OverdueCase:
    """An overdue case: number, item and agency only."""

    id: int
    number: str
    item_name: str
    agency_name: str
    standing: CaseStanding
    due_on: date
    overdue: OverdueLimit | None
    """The limit of the decision that is missed, or None if something else is late."""


def clocks_by_agency(
    session: Session, *, today: date, amber_until: date, since: datetime
) -> Sequence[AgencyClocks]:
    """All agencies with open cases or work since `since`, the most urgent first. One query."""
    is_open = or_(Case.state.in_(tuple(sorted(OPEN))), _is_undelivered())
    rows = select(
        Case.agency_code,
        case((is_open, agency_due_on())).label("due_on"),
        case((_runs_limit(), Case.legal_due_on)).label("legal_due_on"),
        is_open.label("is_open"),
        _flag(Case.accepted_at >= since).label("accepted"),
        _flag(and_(Case.decided_at >= since, Case.outcome.in_(sorted(DECISIONS)))).label("decided"),
        _flag(and_(Case.decided_at >= since, Case.outcome == CaseOutcome.GRANTED)).label("granted"),
        _flag(and_(Case.decided_at >= since, Case.outcome == CaseOutcome.RECORDED)).label("recorded"),
    ).where(or_(is_open, Case.accepted_at >= since, Case.decided_at >= since))
    each = rows.subquery()
    due = each.c.due_on
    red = _sum(each.c.is_open & (due < today))
    law_missed = _sum(each.c.is_open & (due < today) & (each.c.legal_due_on < today))
    amber = _sum(each.c.is_open & (due >= today) & (due <= amber_until))
    query = (
        select(
            each.c.agency_code,
            Agency.name,
            red,
            law_missed,
            amber,
            _sum(each.c.is_open & (due > amber_until)),
            _sum(each.c.is_open & due.is_(None)),
            func.sum(each.c.accepted),
            func.sum(each.c.decided),
            func.sum(each.c.granted),
            func.sum(each.c.recorded),
        )
        .join(Agency, Agency.code == each.c.agency_code)
        .group_by(each.c.agency_code, Agency.name)
        .order_by(red.desc(), amber.desc(), each.c.agency_code)
        .limit(MOST_AGENCIES)
    )
    return [AgencyClocks(*row) for row in session.execute(query).tuples()]


def overdue_cases(
    session: Session, *, today: date, after: tuple[date, int] | None = None, limit: int
) -> Sequence[OverdueCase]:
    """Overdue cases, the longest overdue first, starting after the day and id `after`. One query."""
    due = agency_due_on()
    query = (
        select(
            Case.id,
            Case.application_id,
            Case.filed_on,
            Case.position,
            Case.item_name,
            Agency.name,
            Case.state,
            Case.delivered_at,
            due.label("due_on"),
            Case.legal_due_on,
            Case.limit_ends_with,
            Case.paused_on,
        )
        .join(Agency, Agency.code == Case.agency_code)
        .where(or_(Case.state.in_(tuple(sorted(OPEN))), _is_undelivered()), due < today)
        .order_by(due, Case.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(or_(due > after[0], and_(due == after[0], Case.id > after[1])))
    return [
        OverdueCase(
            row.id,
            case_number(row.application_id, row.filed_on, row.position),
            row.item_name,
            row.name,
            CaseStanding(row.state, row.delivered_at is not None),
            row.due_on,
            _overdue_limit(
                row.state,
                today,
                row.legal_due_on,
                ends_with=row.limit_ends_with,
                is_paused=row.paused_on is not None,
            ),
        )
        for row in session.execute(query)
    ]


def _is_undelivered() -> ColumnElement[bool]:
    """The condition for grants whose result is still to be handed over."""
    return and_(Case.state == CaseState.GRANTED, Case.delivered_at.is_(None), Case.issue_due_on.is_not(None))


def _runs_limit() -> ColumnElement[bool]:
    """The condition for cases whose decision limit runs: until the decision, or until the handing over."""
    is_undecided = and_(Case.state.in_(tuple(sorted(ACCEPTED))), Case.paused_on.is_(None))
    return or_(is_undecided, and_(_is_undelivered(), Case.limit_ends_with == LimitEnd.HANDING_OVER))


def _overdue_limit(
    state: CaseState,
    today: date,
    legal_due_on: date | None,
    *,
    ends_with: LimitEnd | None,
    is_paused: bool,
) -> OverdueLimit | None:
    duty = agency_duty(state, ItemType.OTHER_POWER, is_paused=is_paused)
    return overdue_limit(today, legal_due_on) if is_limited(duty, ends_with) else None


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(_flag(condition))

"""Deadlines of open cases: figures by agency, and the list of overdue cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from guides.models import Agency
from services_hall.applications.due_days import agency_due_on
from services_hall.applications.lifecycle import CHECK_PENDING, UNDECIDED, CaseOutcome, CaseStanding
from services_hall.applications.models import Case
from services_hall.applications.numbering import case_number

OPEN: Final = UNDECIDED | CHECK_PENDING
"""States of open cases: undecided, or decided on a commitment whose check is pending."""
MOST_AGENCIES: Final = 200


@dataclass(frozen=True)
class AgencyClocks:
    """One agency's open cases by light, and its work since a given instant."""

    agency_code: str
    agency_name: str
    red: int
    amber: int
    green: int
    unclocked: int
    accepted: int
    decided: int
    granted: int

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


def clocks_by_agency(
    session: Session, *, today: date, amber_until: date, since: datetime
) -> Sequence[AgencyClocks]:
    """All agencies with open cases or work since `since`, the most urgent first. One query."""
    is_open = Case.state.in_(tuple(sorted(OPEN)))
    rows = select(
        Case.agency_code,
        case((is_open, agency_due_on())).label("due_on"),
        is_open.label("is_open"),
        _flag(Case.accepted_at >= since).label("accepted"),
        _flag(Case.decided_at >= since).label("decided"),
        _flag(and_(Case.decided_at >= since, Case.outcome == CaseOutcome.GRANTED)).label("granted"),
    ).where(or_(is_open, Case.accepted_at >= since, Case.decided_at >= since))
    each = rows.subquery()
    due = each.c.due_on
    red = _sum(each.c.is_open & (due < today))
    amber = _sum(each.c.is_open & (due >= today) & (due <= amber_until))
    query = (
        select(
            each.c.agency_code,
            Agency.name,
            red,
            amber,
            _sum(each.c.is_open & (due > amber_until)),
            _sum(each.c.is_open & due.is_(None)),
            func.sum(each.c.accepted),
            func.sum(each.c.decided),
            func.sum(each.c.granted),
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
            due,
        )
        .join(Agency, Agency.code == Case.agency_code)
        .where(Case.state.in_(tuple(sorted(OPEN))), due < today)
        .order_by(due, Case.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(or_(due > after[0], and_(due == after[0], Case.id > after[1])))
    return [
        OverdueCase(
            case_id,
            case_number(application_id, filed_on, position),
            item,
            agency,
            CaseStanding(state, delivered_at is not None),
            due_on,
        )
        for case_id, application_id, filed_on, position, item, agency, state, delivered_at, due_on in (
            session.execute(query).tuples()
        )
        if due_on is not None
    ]


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(_flag(condition))

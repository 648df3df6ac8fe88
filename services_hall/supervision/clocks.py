"""Deadlines of open cases: figures by agency, and the list of overdue cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, or_, select, union_all
from sqlalchemy.orm import Session

from guides.enumerations import ItemType, LimitEnd
from guides.models import Agency, ServiceItem
from services_hall.applications.clocks.due_days import agency_due_on, agency_passed_days
from services_hall.applications.clocks.obligations import agency_duty, is_limited
from services_hall.applications.lifecycle import (
    ACCEPTED,
    CHECK_PENDING,
    DECISIONS,
    DESK_WORK,
    CaseOutcome,
    CaseStanding,
    CaseState,
)
from services_hall.applications.models import Case
from services_hall.applications.numbering import case_number
from services_hall.casework.due_day_sql import is_amber
from services_hall.casework.lights import LightDays, OverdueLimit, overdue_limit

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
    item_type: ItemType
    agency_name: str
    standing: CaseStanding
    due_on: date
    overdue: OverdueLimit | None
    """The limit of the decision that is missed, or None if something else is late."""


def clocks_by_agency(session: Session, *, days: LightDays, since: datetime) -> Sequence[AgencyClocks]:
    """All agencies with open cases or work since `since`, the most urgent first. Three queries.

    Cases are counted before the names of agencies are read: open ones by their indexes, the work in one pass.
    """
    lights = _counts(session, _lights(days))
    work = _counts(session, _work(since))
    codes = sorted(lights.keys() | work.keys())
    names = select(Agency.code, Agency.name).where(Agency.code.in_(codes))
    found = [
        _clocks(code, name, lights.get(code, {}), work.get(code, {}))
        for code, name in session.execute(names).tuples()
    ]
    found.sort(key=lambda one: (-one.red, -one.amber, one.agency_code))
    return found[:MOST_AGENCIES]


def _clocks(code: str, name: str, lights: Mapping[str, int], work: Mapping[str, int]) -> AgencyClocks:
    return AgencyClocks(
        agency_code=code,
        agency_name=name,
        red=lights.get("red", 0),
        law_missed=lights.get("law_missed", 0),
        amber=lights.get("amber", 0),
        green=lights.get("green", 0),
        unclocked=lights.get("unclocked", 0) + work.get("waiting", 0),
        accepted=work.get("accepted", 0),
        decided=work.get("decided", 0),
        granted=work.get("granted", 0),
        recorded=work.get("recorded", 0),
    )


def _counts(session: Session, figures: Select[Any]) -> dict[str, Mapping[str, int]]:
    """The figures of each agency by its code, which is the first column."""
    return {row["agency_code"]: row for row in session.execute(figures).mappings()}  # type: ignore[misc]


def _lights(days: LightDays) -> Select[Any]:
    """The open cases of each agency by light, without those that wait for another case."""
    columns = (
        Case.agency_code,
        agency_due_on().label("due_on"),
        agency_passed_days(days).label("passed"),
        case((_runs_limit(), Case.legal_due_on)).label("legal_due_on"),
    )
    each = union_all(*(select(*columns).where(part) for part in _open_parts())).subquery()
    due, today = each.c.due_on, days.today
    amber = is_amber(days, due, each.c.passed)
    return select(
        each.c.agency_code,
        _sum(due < today).label("red"),
        _sum((due < today) & (each.c.legal_due_on < today)).label("law_missed"),
        _sum(amber).label("amber"),
        _sum((due >= today) & ~amber).label("green"),
        _sum(due.is_(None)).label("unclocked"),
    ).group_by(each.c.agency_code)


def _work(since: datetime) -> Select[Any]:
    """What each agency accepted, decided and recorded since then, and its cases that wait for another one."""
    is_waiting = Case.state == CaseState.WAITING
    is_decided = Case.decided_at >= since
    return (
        select(
            Case.agency_code,
            _sum(Case.accepted_at >= since).label("accepted"),
            _sum(and_(is_decided, Case.outcome.in_(sorted(DECISIONS)))).label("decided"),
            _sum(and_(is_decided, Case.outcome == CaseOutcome.GRANTED)).label("granted"),
            _sum(and_(is_decided, Case.outcome == CaseOutcome.RECORDED)).label("recorded"),
            _sum(is_waiting).label("waiting"),
        )
        .where(or_(is_waiting, Case.accepted_at >= since, is_decided))
        .group_by(Case.agency_code)
    )


def overdue_cases(
    session: Session, *, today: date, after: tuple[date, int] | None = None, limit: int
) -> Sequence[OverdueCase]:
    """Overdue cases, the longest overdue first, starting after the day and id `after`. One query."""
    first = _first_overdue(today, after, limit)
    query = (
        select(
            Case.id,
            Case.application_id,
            Case.filed_on,
            Case.position,
            Case.item_name,
            ServiceItem.item_type,
            Agency.name,
            Case.state,
            Case.delivered_at,
            first.c.due_on,
            Case.legal_due_on,
            Case.limit_ends_with,
            Case.paused_on,
        )
        .join(first, first.c.id == Case.id)
        .join(Agency, Agency.code == Case.agency_code)
        .join(ServiceItem, ServiceItem.code == Case.item_code)
        .order_by(first.c.due_on, Case.id)
    )
    return [_overdue_case(row, today) for row in session.execute(query)]


def _first_overdue(today: date, after: tuple[date, int] | None, limit: int) -> Subquery:
    """Id and due day of the cases on a page, found before anything else is read of them."""
    due = agency_due_on()
    late = union_all(
        *(select(Case.id, due.label("due_on")).where(part, due < today) for part in _open_parts())
    ).subquery()
    rows = select(late.c.id, late.c.due_on).order_by(late.c.due_on, late.c.id).limit(limit)
    if after is not None:
        day, id_ = after
        rows = rows.where(or_(late.c.due_on > day, and_(late.c.due_on == day, late.c.id > id_)))
    return rows.subquery()


def _overdue_case(row: Row[Any], today: date) -> OverdueCase:
    limit = _overdue_limit(
        row.state,
        today,
        row.legal_due_on,
        ends_with=row.limit_ends_with,
        is_paused=row.paused_on is not None,
    )
    return OverdueCase(
        row.id,
        case_number(row.application_id, row.filed_on, row.position),
        row.item_name,
        row.item_type,
        row.name,
        CaseStanding(row.state, row.delivered_at is not None),
        row.due_on,
        limit,
    )


def _open_parts() -> tuple[ColumnElement[bool], ...]:
    """The conditions of open cases that do not wait for another one: each has an index, no case meets two."""
    return (
        Case.state.in_(tuple(sorted(DESK_WORK))),
        Case.state.in_(tuple(sorted(CHECK_PENDING))),
        _is_undelivered(),
    )


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


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))

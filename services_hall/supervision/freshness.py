"""Freshness of guides: their age, approvals not published in time, and promised numbers of visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from guides.calendar import WorkingDays
from guides.editions import public_deadline
from guides.enumerations import EditionStatus, EventKind
from guides.models import GuideEdition, GuideEvent, ServiceItem
from services_hall.clock import LOCAL_ZONE, local_day

S = EditionStatus
YOUNG: Final = timedelta(days=90)
OLD: Final = timedelta(days=365)


@dataclass(frozen=True)
class AgeCounts:
    """The number of editions in force by age."""

    young: int
    middle: int
    old: int


@dataclass(frozen=True)
class GuideAge:
    """One edition in force, with its publication time."""

    edition_id: int
    code: str
    name: str
    number: int
    published_at: datetime | None
    visits: int


@dataclass(frozen=True)
class LateApproval:
    """An approved edition that was not published within one working day."""

    code: str
    name: str
    number: int
    approved_at: datetime | None


def age_counts(session: Session, *, now: datetime) -> AgeCounts:
    """The number of editions in force by age. One query."""
    published = GuideEdition.published_at
    query = select(
        _count(published >= now - YOUNG),
        _count(and_(published < now - YOUNG, published >= now - OLD)),
        _count(published < now - OLD),
    ).where(GuideEdition.status == S.CURRENT)
    return AgeCounts(*session.execute(query).tuples().one())


def oldest_guides(
    session: Session, *, after: tuple[datetime, int] | None = None, limit: int
) -> Sequence[GuideAge]:
    """The editions in force, the oldest first; `after` is instant and id of the last one shown. One query."""
    query = (
        select(
            GuideEdition.id,
            ServiceItem.code,
            ServiceItem.name,
            GuideEdition.number,
            GuideEdition.published_at,
            promised_visits(),
        )
        .join(ServiceItem, ServiceItem.id == GuideEdition.item_id)
        .where(GuideEdition.status == S.CURRENT)
        .order_by(GuideEdition.published_at, GuideEdition.id)
        .limit(limit)
    )
    if after is not None:
        published = GuideEdition.published_at
        query = query.where(
            or_(published > after[0], and_(published == after[0], GuideEdition.id > after[1]))
        )
    return [GuideAge(*row) for row in session.execute(query).tuples()]


def visit_counts(session: Session) -> dict[int, int]:
    """The number of guides in force by promised number of visits. One query."""
    promised = promised_visits()
    query = (
        select(promised, func.count())
        .where(GuideEdition.status == S.CURRENT)
        .group_by(promised)
        .order_by(promised)
    )
    return {number: count for number, count in session.execute(query)}


def late_approvals(
    session: Session, *, today: date, calendar: WorkingDays, limit: int
) -> Sequence[LateApproval]:
    """Editions not published or announced within one working day of approval, the oldest first. One query."""
    query = (
        select(ServiceItem.code, ServiceItem.name, GuideEdition.number, GuideEdition.approved_at)
        .join(ServiceItem, ServiceItem.id == GuideEdition.item_id)
        .where(
            GuideEdition.status == S.APPROVED,
            GuideEdition.approved_at < _last_working_day_begins(today, calendar),
            ~_is_announced(),
        )
        .order_by(GuideEdition.approved_at, GuideEdition.id)
        .limit(limit)
    )
    return [LateApproval(*row) for row in session.execute(query).tuples()]


def published_since(session: Session, *, since: datetime, calendar: WorkingDays) -> tuple[int, int]:
    """The number of editions published since then, and of those published after their working day.

    One query. An edition announced in time counts as published in time.
    """
    query = select(GuideEdition.approved_at, GuideEdition.published_at, _is_announced()).where(
        GuideEdition.published_at >= since
    )
    rows = session.execute(query).all()
    late = sum(
        local_day(published_at) > public_deadline(approved_at, calendar).day
        for approved_at, published_at, is_announced in rows
        if approved_at is not None and published_at is not None and not is_announced
    )
    return len(rows), late


def promised_visits() -> ColumnElement[int]:
    """The number of visits that an edition promises, read from its JSON content."""
    number: ColumnElement[int] = GuideEdition.content[("access", "visits")].as_integer()
    return number


def _last_working_day_begins(today: date, calendar: WorkingDays) -> datetime:
    """The start of the last working day before `today`: approvals before it must be published by now."""
    day = today - timedelta(days=1)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time.min, LOCAL_ZONE)


def _is_announced() -> ColumnElement[bool]:
    item = aliased(ServiceItem)
    return (
        select(GuideEvent.seq)
        .join(item, item.code == GuideEvent.item_code)
        .where(
            GuideEvent.kind == EventKind.GUIDE_ANNOUNCED,
            GuideEvent.edition_number == GuideEdition.number,
            item.id == GuideEdition.item_id,
        )
        .correlate(GuideEdition)
        .exists()
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

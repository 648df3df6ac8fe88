"""Search among the cases of an officer's desk: filters, number of a case, its applicant, counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    false,
    func,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from guides.enumerations import ItemType, LimitEnd
from guides.models import Implementation, ServiceItem
from services_hall.applications.clocks.due_days import agency_due_on, agency_passed_days
from services_hall.applications.enumerations import Channel
from services_hall.applications.filing.contact_indexes import is_phone, name_indexes, phone_index
from services_hall.applications.lifecycle import UNDECIDED, CaseState
from services_hall.applications.models import Application, ApplicationParty, Case
from services_hall.applications.numbering import case_number
from services_hall.applications.parties import PartyRole
from services_hall.applications.readers import is_at_desk_of
from services_hall.applications.reads.printed_numbers import is_numbered
from services_hall.casework.due_day_sql import is_amber
from services_hall.casework.lights import LightColour, LightDays
from services_hall.identity import Actor, Post

COUNTED: Final = 999
"""The largest number that a count says; more are not counted."""
NO_DAY: Final = date(9999, 12, 31)
"""Stands for no due day in the order by due day: such cases come last."""
MOST_DESKS: Final = 256
"""For how many desks the statement of the counts is kept."""


@dataclass(frozen=True)
class SearchedLight:
    """A colour, and the days by which it is found."""

    colour: LightColour
    days: LightDays


@dataclass(frozen=True)
class CaseSearch:
    """What an officer looks for; an empty field does not limit.

    `term` is a printed number, of a case, an application, a paper or a certificate, or an applicant's
    identifier, name or telephone number as a whole, because all of them are encrypted. A term looks into all
    states.
    """

    states: tuple[CaseState, ...]
    term: str = ""
    item_code: str = ""
    light: SearchedLight | None = None
    assigned_to_ids: tuple[int, ...] = ()
    received_from: datetime | None = None
    received_before: datetime | None = None
    channel: Channel | None = None
    is_by_due_day: bool = False
    """Whether the most urgent case comes first; otherwise the oldest one."""


class ListPlace(NamedTuple):
    """The case after which a page of the list begins; the day counts only in the order by due day."""

    id: int
    due_on: date | None = None


class DueCase(NamedTuple):
    """A case in a list, and the day by which its agency must act next."""

    id: int
    application_id: int
    filed_on: date
    position: int
    item_name: str
    item_type: ItemType
    state: CaseState
    delivered_at: datetime | None
    legal_due_on: date | None
    limit_ends_with: LimitEnd | None
    paused_on: date | None
    received_at: datetime | None
    clock_starts_on: date | None
    decided_at: datetime | None
    is_by_commitment: bool
    assigned_to_id: int | None
    holder_name: str
    second_name: str | None
    """The name of who applies together with the holder; None for who applies alone."""
    due_on: date | None

    @property
    def number(self) -> str:
        """The case's number."""
        return case_number(self.application_id, self.filed_on, self.position)


_DUE_ON: Final = agency_due_on()
_SECOND_NAME: Final = (
    select(ApplicationParty.name)
    .where(
        ApplicationParty.application_id == Application.id,
        ApplicationParty.role == PartyRole.APPLICANT,
        ApplicationParty.position == 2,
    )
    .correlate(Application)
    .scalar_subquery()
)
_LISTED: Final = (
    Case.id,
    Case.application_id,
    Case.filed_on,
    Case.position,
    Case.item_name,
    ServiceItem.item_type,
    Case.state,
    Case.delivered_at,
    Case.legal_due_on,
    Case.limit_ends_with,
    Case.paused_on,
    Case.received_at,
    Case.clock_starts_on,
    Case.decided_at,
    Case.is_by_commitment,
    Case.assigned_to_id,
)


def desk_search(
    session: Session, actor: Actor, search: CaseSearch, *, after: ListPlace | None, limit: int
) -> Sequence[DueCase]:
    """The officer's cases that match, in one query; `after` is the place of the last one shown before."""
    statement = _found if search.term else _listed
    rows = statement(actor.posts, search, limit, after is not None)
    place: dict[str, int | date] = {}
    if after is not None:
        place = {"after": after.id}
        if search.is_by_due_day:
            place["after_day"] = after.due_on or NO_DAY
    found = session.connection().execute(rows, place)
    return [DueCase(*row) for row in found.all()]


def _found(posts: tuple[Post, ...], search: CaseSearch, limit: int, is_later: bool) -> Select[Any]:
    """The statement for a search, for a later page from the case `after` on."""
    due_day = func.coalesce(_DUE_ON, NO_DAY, type_=Date)
    order = (due_day, Case.id) if search.is_by_due_day else (Case.id,)
    return (
        select(*_LISTED, Application.holder_name, _SECOND_NAME, _DUE_ON)
        .join(Application, Application.id == Case.application_id)
        .join(ServiceItem, ServiceItem.code == Case.item_code)
        .where(is_at_desk_of(posts), *_conditions(search), *(_later(search, due_day) if is_later else ()))
        .order_by(*order)
        .limit(limit)
    )


def _later(search: CaseSearch, due_day: ColumnElement[date | None]) -> tuple[ColumnElement[bool], ...]:
    """The condition for the cases after the place of a page."""
    is_next = Case.id > bindparam("after")
    if not search.is_by_due_day:
        return (is_next,)
    day: ColumnElement[date] = bindparam("after_day", type_=Date)
    return (or_(due_day > day, and_(due_day == day, is_next)),)


_listed: Final = lru_cache(maxsize=MOST_DESKS)(_found)
"""The same statements, built once; a term is left out, because what it means depends on the keys in use."""


def case_counts(session: Session, actor: Actor, states: Mapping[str, Sequence[CaseState]]) -> dict[str, int]:
    """The number of the officer's cases for each group of states, at most `COUNTED` + 1. One query."""
    counts = _counts(actor.posts, tuple((name, tuple(sorted(group))) for name, group in states.items()))
    return dict(session.connection().execute(counts).mappings().one())


def desk_items(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """Code and name of the items that the officer's agencies handle, by name."""
    agencies = sorted({post.agency_code for post in actor.posts if post.agency_code is not None})
    rows = (
        select(ServiceItem.code, ServiceItem.name)
        .join(Implementation, Implementation.item_id == ServiceItem.id)
        .where(Implementation.agency_code.in_(agencies))
        .distinct()
        .order_by(ServiceItem.name)
    )
    return session.execute(rows).tuples().all()


@lru_cache(maxsize=MOST_DESKS)
def _counts(posts: tuple[Post, ...], groups: tuple[tuple[str, tuple[CaseState, ...]], ...]) -> Select[Any]:
    """The statement for an officer's counts, built once for each desk."""
    return select(*(_count(posts, states).label(name) for name, states in groups))


def _count(posts: Sequence[Post], states: Sequence[CaseState]) -> ColumnElement[int]:
    limited = select(Case.id).where(is_at_desk_of(posts), Case.state.in_(states)).limit(COUNTED + 1)
    if UNDECIDED.isdisjoint(states):
        limited = limited.where(Case.outcome.is_not(None))  # as the index of ended cases has it
    counted: Select[tuple[int]] = select(func.count()).select_from(limited.subquery())
    return counted.scalar_subquery()


def _conditions(search: CaseSearch) -> list[ColumnElement[bool]]:
    conditions = [_matches(search.term) if search.term else Case.state.in_(sorted(search.states))]
    if search.item_code:
        conditions.append(Case.item_code == search.item_code)
    if search.assigned_to_ids:
        conditions.append(Case.assigned_to_id.in_(search.assigned_to_ids))
    if search.channel is not None:
        conditions.append(Application.channel == search.channel)
    if search.received_from is not None:
        conditions.append(Case.received_at >= search.received_from)
    if search.received_before is not None:
        conditions.append(Case.received_at < search.received_before)
    if search.light is not None:
        conditions.append(_shines(search.light))
    return conditions


def _shines(light: SearchedLight) -> ColumnElement[bool]:
    """The condition for cases with a light of this colour."""
    if light.colour is LightColour.RED:
        return light.days.today > _DUE_ON
    amber = is_amber(light.days, _DUE_ON, agency_passed_days(light.days))
    return amber if light.colour is LightColour.AMBER else and_(light.days.today <= _DUE_ON, not_(amber))


def _matches(term: str) -> ColumnElement[bool]:
    """The condition for a printed number, or for what identifies an applicant."""
    numbered = is_numbered(term)
    return _is_for_applicant(term) if numbered is None else numbered


def _is_for_applicant(term: str) -> ColumnElement[bool]:
    """The condition for an identifier, a telephone number or a name of an applicant, each to the letter.

    Each of several applicants is found by identifier and name; the telephone number is the first one's.
    """
    found: list[Select[tuple[int]]] = []
    if indexes := _identifier_indexes(term):
        found.append(select(Application.id).where(Application.holder_index.in_(indexes)))
        found.append(_joint(ApplicationParty.holder_index.in_(indexes)))
    if is_phone(term):
        found.append(select(Application.id).where(Application.phone_index == phone_index(term)))
    if not any(letter.isdecimal() for letter in term):
        names = sorted(name_indexes(term))
        found.append(select(Application.id).where(Application.holder_name_index.in_(names)))
        found.append(_joint(ApplicationParty.holder_name_index.in_(names)))
    return Case.application_id.in_(union_all(*found)) if found else false()


def _joint(condition: ColumnElement[bool]) -> Select[tuple[int]]:
    """The ids of the applications with a joint applicant for whom the condition holds."""
    return select(ApplicationParty.application_id).where(
        condition, ApplicationParty.role == PartyRole.APPLICANT, ApplicationParty.position > 1
    )


def _identifier_indexes(term: str) -> list[bytes]:
    """The blind indexes of the term as an identifier of any type."""
    indexes = []
    for kind in IdentifierType:
        try:
            indexes.append(Holder.from_original("?", kind, term).index)
        except HolderInvalid:
            continue
    return indexes

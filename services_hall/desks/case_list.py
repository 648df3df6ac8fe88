"""The list of an officer's cases: searched, in pages, each case with its deadline light and its officer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Final, NamedTuple

from flask import g, url_for
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.enumerations import ItemType, LimitEnd
from services_hall.applications.cases.absences import absent_colleagues
from services_hall.applications.clocks.due_days import limit_began_on, loaded_agency_due_on
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseStanding, CaseState
from services_hall.applications.models import Case, SavedView
from services_hall.applications.reads.case_search import (
    DueCase,
    ListPlace,
    case_counts,
    desk_items,
    desk_search,
)
from services_hall.applications.reads.saved_views import views_of
from services_hall.casework.lights import LOOKED_BACK, light_days
from services_hall.clock import local_day, utc_now
from services_hall.desks.list_query import TABS, ListQuery
from services_hall.identity import Actor, accounts
from services_hall.presentation.case_words import status_colour, status_words
from services_hall.presentation.deadline_light import Light, light
from services_hall.presentation.page_calendar import calendar_since
from services_hall.web.pagination import ListPage, cursor_text, list_page
from services_hall.web.request_limits import LARGEST_ID

PAGE: Final = 30
MOST_EXPORTED: Final = 5000
"""Cases in one file."""
ANY_NUMBER: Final = "NUMBER"
"""Stands for the number of a case in the pattern of addresses."""


class ListedCase(NamedTuple):
    """A case in the list."""

    number: str
    item_name: str
    applicant: str
    state: CaseState
    status: str
    status_colour: str
    due_on: date | None
    light: Light | None
    officer: str
    can_be_accepted: bool
    """Whether the case can be accepted together with others."""

    @property
    def is_light_enough(self) -> bool:
        """Whether the light says what the status says."""
        return self.light is not None and self.state in (CaseState.RECEIVED, CaseState.ACCEPTED)


class ListLine(NamedTuple):
    """A case in the narrow list beside an open case, where a light may stand for the status."""

    number: str
    address: str
    item_name: str
    applicant: str
    light: Light | None
    status: str | None
    colour: str


@dataclass(frozen=True)
class CaseListPage:
    """A page of the cases that match the filters."""

    page: ListPage[ListedCase, str]
    query: ListQuery

    @property
    def address(self) -> dict[str, str | int]:
        """The arguments of an address that shows the same page of the list."""
        chosen: dict[str, str | int] = {**self.query.address}
        return chosen if self.page.after is None else {**chosen, "after": self.page.after}

    def case_address(self, number: str) -> str:
        """The address of a case beside this page of the list."""
        return self._pattern.replace(ANY_NUMBER, number, 1)

    @property
    def lines(self) -> Iterator[ListLine]:
        """The cases as the narrow list shows them."""
        for row in self.page.rows:
            status = None if row.is_light_enough else row.status
            address = self.case_address(row.number)
            yield ListLine(
                row.number, address, row.item_name, row.applicant, row.light, status, row.status_colour
            )

    @cached_property
    def _pattern(self) -> str:
        return url_for("desks.case", number=ANY_NUMBER, **self.address)  # type: ignore[arg-type]


@dataclass(frozen=True)
class ListChoices:
    """What the search above the list offers: counts by tab, and the items of the agency."""

    counts: Mapping[str, int]
    items: Sequence[tuple[str, str]]
    absent: Sequence[str]
    """The names of the absent officers whose cases fall to this one today."""
    views: Sequence[SavedView]


def case_list(session: Session, actor: Actor, query: ListQuery) -> CaseListPage:
    """The officer's cases that match, in the chosen order."""
    today = local_day(utc_now())
    calendar = light_calendar(today)
    absent_ids = absent_colleagues(session, actor.account_id, today=today) if query.mine else ()
    search = query.search(actor, today=today, calendar=calendar, absent_ids=absent_ids)
    page = list_page(
        lambda after, limit: desk_search(session, actor, search, after=_place(after), limit=limit),
        cursor_text() if _place(cursor_text()) else None,
        size=PAGE,
        cursor=lambda row: f"{row.due_on or ''}.{row.id}" if search.is_by_due_day else str(row.id),
    )
    rows = _listed_cases(session, page.rows, today=today, calendar=calendar)
    return CaseListPage(ListPage(rows, page.after, page.next_after), query)


def listed_cases(session: Session, actor: Actor, query: ListQuery) -> list[ListedCase]:
    """All of the officer's cases that match, in the chosen order; at most `MOST_EXPORTED` + 1."""
    today = local_day(utc_now())
    calendar = light_calendar(today)
    absent_ids = absent_colleagues(session, actor.account_id, today=today) if query.mine else ()
    search = query.search(actor, today=today, calendar=calendar, absent_ids=absent_ids)
    rows = desk_search(session, actor, search, after=None, limit=MOST_EXPORTED + 1)
    return _listed_cases(session, rows, today=today, calendar=calendar)


def _place(text: str | None) -> ListPlace | None:
    """The place in an address, "17" or "2026-11-20.17"; None for any other text."""
    day, dot, number = (text or "").rpartition(".")
    if not number.isascii() or not number.isdecimal() or len(number) > len(str(LARGEST_ID)):
        return None
    try:
        return ListPlace(min(int(number), LARGEST_ID), date.fromisoformat(day) if dot and day else None)
    except ValueError:
        return None


def list_choices(session: Session, actor: Actor) -> ListChoices:
    """What the officer can choose above the list."""
    counted = {key: tab.states for key, tab in TABS.items()}
    absent_ids = absent_colleagues(session, actor.account_id, today=local_day(utc_now()))
    absent = accounts.account_names(session, absent_ids)
    return ListChoices(
        case_counts(session, actor, counted),
        desk_items(session, actor),
        [absent[one] for one in absent_ids],
        views_of(session, actor),
    )


def _listed_cases(
    session: Session, rows: Sequence[DueCase], *, today: date, calendar: WorkingDays
) -> list[ListedCase]:
    officers = [case.assigned_to_id for case in rows if case.assigned_to_id is not None]
    names = accounts.account_names(session, officers)
    light_on, status_of = lights_of_page(today, calendar), cache(_status)
    return [
        _listed(
            case,
            light_on(_facts(case)),
            status_of(case.state, case.item_type, is_delivered=case.delivered_at is not None),
            officer_names=names,
        )
        for case in rows
    ]


def _status(state: CaseState, item_type: ItemType, *, is_delivered: bool) -> tuple[str, str]:
    """The words and the colour of where a case stands."""
    standing = CaseStanding(state, is_delivered)
    return str(status_words(standing, item_type)), status_colour(standing)


def _listed(
    case: DueCase, light: Light | None, status: tuple[str, str], *, officer_names: Mapping[int, str]
) -> ListedCase:
    is_recorded = HANDLING[case.item_type].is_recorded
    is_received = case.state is CaseState.RECEIVED
    return ListedCase(
        number=case.number,
        item_name=case.item_name,
        applicant="、".join(name for name in (case.holder_name, case.second_name) if name),
        state=case.state,
        status=status[0],
        status_colour=status[1],
        due_on=case.due_on,
        light=light,
        officer=officer_names.get(case.assigned_to_id or 0, ""),
        can_be_accepted=is_received and not (case.is_by_commitment or is_recorded),
    )


class LightFacts(NamedTuple):
    """What the light of a case depends on."""

    state: CaseState
    due_on: date | None
    began_on: date | None
    legal_due_on: date | None
    item_type: ItemType
    limit_ends_with: LimitEnd | None
    is_paused: bool


def light_of(case: Case) -> Light | None:
    """The deadline light of a case."""
    today = local_day(utc_now())
    facts = LightFacts(
        case.state,
        loaded_agency_due_on(case),
        _began_on(case),
        case.legal_due_on,
        case.application_item.edition.terms.item_type,
        case.limit_ends_with,
        case.paused_on is not None,
    )
    return lights_of_page(today, light_calendar(today))(facts)


def lights_of_page(today: date, calendar: WorkingDays) -> Callable[[LightFacts], Light | None]:
    """The light of a case by its facts; found once for equal ones on a page."""
    if "hall_lights" not in g:
        g.hall_lights = _lights_of_day(today, calendar)
    lights: Callable[[LightFacts], Light | None] = g.hall_lights
    return lights


def light_calendar(today: date) -> WorkingDays:
    """The calendar by which the lights of this day are found."""
    return calendar_since(today - LOOKED_BACK)


def _lights_of_day(today: date, calendar: WorkingDays) -> Callable[[LightFacts], Light | None]:
    days = light_days(today, calendar)

    @cache
    def light_on(facts: LightFacts) -> Light | None:
        return light(
            facts.state,
            facts.due_on,
            days=days,
            began_on=facts.began_on,
            calendar=calendar,
            legal_due_on=facts.legal_due_on,
            item_type=facts.item_type,
            limit_ends_with=facts.limit_ends_with,
            is_paused=facts.is_paused,
        )

    return light_on


def _began_on(case: Case | DueCase) -> date | None:
    return limit_began_on(
        case.state,
        received_at=case.received_at,
        clock_starts_on=case.clock_starts_on,
        decided_at=case.decided_at,
        is_paused=case.paused_on is not None,
    )


def _facts(case: DueCase) -> LightFacts:
    return LightFacts(
        case.state,
        case.due_on,
        _began_on(case),
        case.legal_due_on,
        case.item_type,
        case.limit_ends_with,
        case.paused_on is not None,
    )

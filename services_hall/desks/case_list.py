"""The list of an officer's cases: searched, in pages, each case with its deadline light and its officer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.enumerations import ItemType
from services_hall.applications.case_search import DueCase, case_counts, desk_items, desk_search
from services_hall.applications.due_days import loaded_agency_due_on
from services_hall.applications.lifecycle import CaseStanding, CaseState
from services_hall.applications.models import Case
from services_hall.applications.record_filings import is_filing
from services_hall.clock import local_day, utc_now
from services_hall.desks.list_query import TABS, ListQuery
from services_hall.identity import Actor, accounts
from services_hall.presentation.deadline_light import Light, light
from services_hall.presentation.page_calendar import calendar_since
from services_hall.web import request_limits
from services_hall.web.pagination import ListPage, list_page

PAGE: Final = 30


@dataclass(frozen=True)
class ListedCase:
    """A case in the list."""

    number: str
    item_name: str
    applicant: str
    standing: CaseStanding
    due_on: date | None
    light: Light | None
    officer: str
    is_by_commitment: bool
    is_filing: bool

    @property
    def can_be_accepted(self) -> bool:
        """Whether the case can be accepted together with others."""
        return self.standing.state is CaseState.RECEIVED and not (self.is_by_commitment or self.is_filing)


@dataclass(frozen=True)
class CaseListPage:
    """A page of the cases that match the filters."""

    page: ListPage[ListedCase, int]
    query: ListQuery

    @property
    def address(self) -> dict[str, str | int]:
        """The arguments of an address that shows the same page of the list."""
        chosen: dict[str, str | int] = {**self.query.address}
        return chosen if self.page.after is None else {**chosen, "after": self.page.after}


@dataclass(frozen=True)
class ListChoices:
    """What the search above the list offers: counts by tab, and the items of the agency."""

    counts: Mapping[str, int]
    items: Sequence[tuple[str, str]]


def case_list(session: Session, actor: Actor, query: ListQuery) -> CaseListPage:
    """The officer's cases that match, oldest first."""
    today = local_day(utc_now())
    calendar = calendar_since(today)
    search = query.search(actor, today=today, calendar=calendar)
    page = list_page(
        lambda after, limit: desk_search(session, actor, search, after=after, limit=limit),
        request_limits.after(),
        size=PAGE,
        cursor=lambda row: row.id,
    )
    rows = _listed_cases(session, page.rows, today=today, calendar=calendar)
    return CaseListPage(ListPage(rows, page.after, page.next_after), query)


def list_choices(session: Session, actor: Actor) -> ListChoices:
    """What the officer can choose above the list."""
    counted = {key: tab.states for key, tab in TABS.items() if tab.is_counted}
    return ListChoices(case_counts(session, actor, counted), desk_items(session, actor))


def _listed_cases(
    session: Session, rows: Sequence[DueCase], *, today: date, calendar: WorkingDays
) -> list[ListedCase]:
    officers = [case.assigned_to_id for case in rows if case.assigned_to_id is not None]
    names = accounts.account_names(session, officers)
    return [
        ListedCase(
            number=case.number,
            item_name=case.item_name,
            applicant=case.holder_name,
            standing=CaseStanding(case.state, case.delivered_at is not None),
            due_on=case.due_on,
            light=_light(
                case, case.due_on, is_filing=case.item_type is ItemType.FILING, today=today, calendar=calendar
            ),
            officer=names.get(case.assigned_to_id or 0, ""),
            is_by_commitment=case.is_by_commitment,
            is_filing=case.item_type is ItemType.FILING,
        )
        for case in rows
    ]


def light_of(case: Case) -> Light | None:
    """The deadline light of a case."""
    today = local_day(utc_now())
    return _light(
        case,
        loaded_agency_due_on(case),
        is_filing=is_filing(case),
        today=today,
        calendar=calendar_since(today),
    )


def _light(
    case: Case | DueCase, due_on: date | None, *, is_filing: bool, today: date, calendar: WorkingDays
) -> Light | None:
    """The light; a filing is not accepted, its agency only owes the notice of what is missing."""
    found = light(case.state, due_on, today=today, calendar=calendar, legal_due_on=case.legal_due_on)
    if found is not None and is_filing and case.state is CaseState.RECEIVED:
        return replace(found, owed=_("告知补正"))
    return found

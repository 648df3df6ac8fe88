"""The list of an officer's cases: filtered, in pages, each case with its deadline light."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from services_hall.applications import queries
from services_hall.applications.due_days import agency_due_days
from services_hall.applications.lifecycle import (
    ACCEPTED,
    CHECK_PENDING,
    DESK_WORK,
    UNDECIDED,
    CaseStanding,
    CaseState,
)
from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor
from services_hall.presentation.deadline_light import Light, light
from services_hall.web.pagination import ListPage, page_by_id

PAGE: Final = 30
S = CaseState


@dataclass(frozen=True)
class CaseFilter:
    """A filter of the list: its label and the statuses that it shows."""

    name: LazyString
    states: tuple[CaseState, ...]


FILTERS: Final[dict[str, CaseFilter]] = {
    "open": CaseFilter(_l("待办"), tuple(sorted(DESK_WORK))),
    "received": CaseFilter(_l("待受理"), (S.RECEIVED,)),
    "accepted": CaseFilter(_l("审查中"), tuple(sorted(ACCEPTED))),
    "check": CaseFilter(_l("待核查"), tuple(sorted(CHECK_PENDING))),
    "waiting": CaseFilter(_l("等前件"), (S.WAITING,)),
    "done": CaseFilter(_l("已决定"), tuple(sorted(set(S) - UNDECIDED - CHECK_PENDING))),
}
FIRST: Final = "open"


@dataclass(frozen=True)
class ListedCase:
    """A case in the list."""

    number: str
    item_name: str
    applicant: str
    standing: CaseStanding
    light: Light | None


@dataclass(frozen=True)
class CaseListPage:
    """A page of the cases that match a filter."""

    page: ListPage[ListedCase, int]
    filter: str

    @property
    def address(self) -> dict[str, str | int]:
        """The arguments of an address that shows the same page of the list."""
        chosen: dict[str, str | int] = {} if self.filter == FIRST else {"show": self.filter}
        return chosen if self.page.after is None else {**chosen, "after": self.page.after}


def case_list(session: Session, actor: Actor, *, chosen: str) -> CaseListPage:
    """The officer's cases for the filter, oldest first; an unknown filter means the first one."""
    chosen = chosen if chosen in FILTERS else FIRST
    page = page_by_id(
        lambda after, limit: queries.desk_cases(
            session, actor, states=FILTERS[chosen].states, after=after, limit=limit
        ),
        size=PAGE,
    )
    return CaseListPage(replace(page, rows=_listed_cases(session, page.rows)), chosen)


def _listed_cases(session: Session, cases: Sequence[Case]) -> list[ListedCase]:
    due_days = agency_due_days(session, [case.id for case in cases])
    today = local_day(utc_now())
    calendar = load_calendar(session, since=today)
    return [
        ListedCase(
            number=case.number,
            item_name=case.item_name,
            applicant=case.application.holder_name,
            standing=case.standing,
            light=light(
                case.state,
                due_days[case.id],
                today=today,
                calendar=calendar,
                legal_due_on=case.legal_due_on,
            ),
        )
        for case in cases
    ]


def light_of(session: Session, case: Case) -> Light | None:
    """The deadline light of a case."""
    today = local_day(utc_now())
    calendar = load_calendar(session, since=today)
    due_on = agency_due_days(session, [case.id])[case.id]
    return light(case.state, due_on, today=today, calendar=calendar, legal_due_on=case.legal_due_on)

"""The list of an officer's cases: filtered, a keyset page at a time, each with its light."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from services_hall.applications import queries
from services_hall.applications.due_days import agency_due_days
from services_hall.applications.lifecycle import UNDECIDED, CaseState
from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.identity import Actor
from services_hall.presentation.deadline_light import Light, light

PAGE: Final = 30
S = CaseState


@dataclass(frozen=True)
class Shelf:
    """One filter of the list: what it is called and which states it shows."""

    name: LazyString
    states: tuple[CaseState, ...]


SHELVES: Final[dict[str, Shelf]] = {
    "open": Shelf(_l("待办"), tuple(sorted(UNDECIDED - {S.WAITING}))),
    "received": Shelf(_l("待受理"), (S.RECEIVED,)),
    "accepted": Shelf(_l("审查中"), (S.ACCEPTED, S.ACCEPTED_TOLERANTLY, S.IN_REVIEW)),
    "check": Shelf(_l("待核查"), (S.GRANTED_ON_COMMITMENT,)),
    "waiting": Shelf(_l("等前件"), (S.WAITING,)),
    "done": Shelf(_l("已决定"), tuple(sorted(set(S) - UNDECIDED - {S.GRANTED_ON_COMMITMENT}))),
}
FIRST: Final = "open"


@dataclass(frozen=True)
class Row:
    """A case in the list."""

    number: str
    item_name: str
    applicant: str
    state: str
    light: Light | None


@dataclass(frozen=True)
class WorkingList:
    """One page of the list, and where the next one begins."""

    rows: Sequence[Row]
    shelf: str
    after: int | None
    next_after: int | None

    @property
    def place(self) -> dict[str, str | int]:
        """What an address carries so that the list stays as it is."""
        shelf: dict[str, str | int] = {} if self.shelf == FIRST else {"show": self.shelf}
        return shelf if self.after is None else {**shelf, "after": self.after}


def working_list(session: Session, actor: Actor, *, shelf: str, after: int | None) -> WorkingList:
    """The officer's cases on this shelf, oldest first; an unknown shelf is the first one."""
    shelf = shelf if shelf in SHELVES else FIRST
    cases = queries.desk_cases(session, actor, states=SHELVES[shelf].states, after=after, limit=PAGE + 1)
    shown = cases[:PAGE]
    due_days = agency_due_days(session, [case.id for case in shown])
    today = local_day(utc_now())
    calendar = load_calendar(session, since=today)
    rows = [
        Row(
            number=case.number,
            item_name=case.item_name,
            applicant=case.application.holder_name,
            state=case.state,
            light=light(case.state, due_days[case.id], today=today, calendar=calendar),
        )
        for case in shown
    ]
    return WorkingList(rows, shelf, after, shown[-1].id if len(cases) > PAGE else None)


def light_of(session: Session, case: Case) -> Light | None:
    """The light of one case."""
    today = local_day(utc_now())
    calendar = load_calendar(session, since=today)
    due_on = agency_due_days(session, [case.id])[case.id]
    return light(case.state, due_on, today=today, calendar=calendar)

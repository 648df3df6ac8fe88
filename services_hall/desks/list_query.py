"""Filters of the case list, converted between URL parameters and a search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Self

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from guides.calendar import WorkingDays
from services_hall.applications.enumerations import Channel
from services_hall.applications.lifecycle import (
    ACCEPTED,
    CHECK_PENDING,
    DESK_WORK,
    GRANT_HOLDS,
    UNDECIDED,
    CaseState,
)
from services_hall.applications.reads.case_search import CaseSearch, SearchedLight
from services_hall.casework.lights import LightColour, light_days
from services_hall.clock import LOCAL_ZONE
from services_hall.identity import Actor
from services_hall.web.day_input import day_in

S = CaseState
LONGEST: Final = 200
"""Of a filter; the address in a QR code is searched for too."""
FIELDS: Final = ("show", "q", "item", "light", "mine", "window", "since", "until", "order")
BY_DUE_DAY: Final = "due"


@dataclass(frozen=True)
class CaseTab:
    """A tab of the list: its label and the states that it shows."""

    name: LazyString
    states: tuple[CaseState, ...]


TABS: Final[Mapping[str, CaseTab]] = {
    "open": CaseTab(_l("待办"), tuple(sorted(DESK_WORK))),
    "received": CaseTab(_l("待受理"), (S.RECEIVED,)),
    "supplement": CaseTab(_l("等补正"), (S.SUPPLEMENT_ASKED,)),
    "accepted": CaseTab(_l("审查中"), tuple(sorted(ACCEPTED))),
    "check": CaseTab(_l("待核查"), tuple(sorted(CHECK_PENDING))),
    "granted": CaseTab(_l("已办成"), tuple(sorted(GRANT_HOLDS))),
    "recorded": CaseTab(_l("已备案"), (S.RECORDED,)),
    "waiting": CaseTab(_l("等前件"), (S.WAITING,)),
    "done": CaseTab(_l("已决定"), tuple(sorted(set(S) - UNDECIDED - CHECK_PENDING))),
}
FIRST: Final = "open"
LIGHTS: Final[Mapping[LightColour, LazyString]] = {
    LightColour.RED: _l("红：已超期"),
    LightColour.AMBER: _l("黄：快到期"),
    LightColour.GREEN: _l("绿：时间充足"),
}


@dataclass(frozen=True)
class ListQuery:
    """The filters of the list as texts, empty where not chosen."""

    show: str = FIRST
    q: str = ""
    item: str = ""
    light: str = ""
    mine: str = ""
    window: str = ""
    since: str = ""
    until: str = ""
    order: str = ""

    @classmethod
    def from_request(cls) -> Self:
        """The filters in the address of the request; an unknown tab means the first one."""
        typed = request.args.to_dict()
        texts = {name: typed.get(name, "").strip()[:LONGEST] for name in FIELDS}
        return cls(**{**texts, "show": texts["show"] if texts["show"] in TABS else FIRST})

    @property
    def address(self) -> dict[str, str]:
        """The arguments of an address with the same filters, on its first page."""
        texts = {name: getattr(self, name) for name in FIELDS}
        return {name: text for name, text in texts.items() if text and (name, text) != ("show", FIRST)}

    @property
    def filters(self) -> dict[str, str]:
        """The same without the search term, which names a person or a case: what a saved view keeps."""
        return {name: text for name, text in self.address.items() if name != "q"}

    @property
    def is_narrowed(self) -> bool:
        """Whether more than a tab is chosen."""
        return any(name not in ("show", "order") for name in self.address)

    def search(
        self, actor: Actor, *, today: date, calendar: WorkingDays, absent_ids: Sequence[int] = ()
    ) -> CaseSearch:
        """What these filters mean today; a light or a day that does not exist does not limit.

        An officer's own cases are also those of the absent officers `absent_ids`."""
        since, until = _day(self.since), _day(self.until)
        return CaseSearch(
            states=TABS[self.show].states,
            term=self.q,
            item_code=self.item,
            light=_searched_light(self.light, today=today, calendar=calendar),
            assigned_to_ids=(actor.account_id, *absent_ids) if self.mine else (),
            channel=Channel.WINDOW if self.window else None,
            is_by_due_day=self.order == BY_DUE_DAY,
            received_from=_start_of(since) if since is not None else None,
            received_before=_start_of(until + timedelta(days=1)) if until is not None else None,
        )


def _searched_light(colour: str, *, today: date, calendar: WorkingDays) -> SearchedLight | None:
    if colour not in set(LightColour):
        return None
    return SearchedLight(LightColour(colour), light_days(today, calendar))


def _day(text: str) -> date | None:
    day = day_in(text)
    if day is None:
        return None
    return day if date(2000, 1, 1) <= day < date(2100, 1, 1) else None


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LOCAL_ZONE)

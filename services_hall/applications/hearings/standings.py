"""State of the hearings of cases, as their applicants see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from services_hall.applications.cases import case_log
from services_hall.applications.hearings.sessions import (
    last_hearing,
    last_hearing_day,
    open_demands,
    open_public_hearing,
)
from services_hall.applications.lifecycle import ACCEPTED, CaseAction
from services_hall.applications.models import Case, Hearing, PriorNotice

_HEARD: Final = (CaseAction.DEMAND_HEARING, CaseAction.ANNOUNCE_HEARING)
"""The actions after which a case has a hearing."""


@dataclass(frozen=True)
class CaseHearing:
    """Where the hearing of a case stands for its applicant.

    `own_demand` is the applicant's own that still counts; `hearing` is None until day and place are told.
    """

    case: Case
    is_awaited: bool
    own_demand: PriorNotice | None
    hearing: Hearing | None
    last_day: date | None = None

    @property
    def is_to_come(self) -> bool:
        """Whether day and place are told, and the hearing was not held yet."""
        return self.is_awaited and self.hearing is not None and self.hearing.held_on is None


def case_hearings(
    session: Session, cases: Sequence[Case], calendar: Callable[[], WorkingDays] | None = None
) -> list[CaseHearing]:
    """The hearings of these cases that are awaited or were held; no query where there is none.

    With a way to load the calendar each says by which day it has to be held.
    """
    found = []
    for case in cases:
        if not any(case_log.has_happened(case, action) for action in _HEARD):
            continue
        demands = open_demands(session, case) if case.state in ACCEPTED else []
        own = next((notice for notice in demands if notice.addressee is None), None)
        hearing = last_hearing(session, case)
        is_public = case.state in ACCEPTED and open_public_hearing(session, case) is not None
        if demands or is_public or (hearing is not None and hearing.held_on is not None):
            last = None if calendar is None else last_hearing_day(demands, calendar())
            found.append(CaseHearing(case, bool(demands) or is_public, own, hearing, last))
    return found

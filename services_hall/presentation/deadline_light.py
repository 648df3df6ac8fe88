"""The light of a case: green, yellow near its day, red past it; always with its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from guides.calendar import WorkingDays, count_working_days
from services_hall.applications.lifecycle import ACCEPTED, CaseState
from services_hall.applications.models import Case

NEAR: Final = 2
"""How many working days before its day a case turns yellow."""


@dataclass(frozen=True)
class Light:
    """What is owed by which day, how far off that is, and the colour that repeats it."""

    colour: str
    owed: str
    due_on: date
    left: str


def light(case: Case, checks: Mapping[int, date], *, today: date, calendar: WorkingDays) -> Light | None:
    """The case's light, or None while nothing is owed; `checks` is case id → day of the check afterwards."""
    owed, due_on = _owed(case, checks)
    if due_on is None:
        return None
    if due_on < today:
        late = count_working_days(due_on, today, calendar)
        words = ngettext("超期 %(num)d 个工作日", "超期 %(num)d 个工作日", late) if late else _("已超期")
        return Light("red", owed, due_on, words)
    left = count_working_days(today, due_on, calendar)
    words = ngettext("还有 %(num)d 个工作日", "还有 %(num)d 个工作日", left) if left else _("今天到期")
    return Light("amber" if left <= NEAR else "green", owed, due_on, words)


def _owed(case: Case, checks: Mapping[int, date]) -> tuple[str, date | None]:
    state = CaseState(case.state)
    if state in {CaseState.RECEIVED, CaseState.SUPPLEMENT_ASKED}:
        return _("受理"), case.acceptance_due_on
    if state in ACCEPTED:
        return _("决定"), case.decision_due_on
    if state is CaseState.GRANTED_ON_COMMITMENT:
        return _("核查"), checks.get(case.id)
    return "", None

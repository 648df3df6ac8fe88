"""Lights of due days: green, amber near the day, red after it (pure)."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from guides.calendar import WorkingDays, add_working_days, count_working_days

NEAR: Final = 2
"""How many working days before its day a light turns amber."""


class LightColour(StrEnum):
    """How urgent a due day is."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


def light_colour(due_on: date, *, today: date, calendar: WorkingDays) -> LightColour:
    """The colour of a due day as seen today."""
    if due_on < today:
        return LightColour.RED
    return LightColour.AMBER if count_working_days(today, due_on, calendar) <= NEAR else LightColour.GREEN


def last_amber_day(today: date, near: int, calendar: WorkingDays) -> date:
    """The last day that is at most `near` working days away: until then a light is amber."""
    return add_working_days(today, near + 1, calendar).day - timedelta(days=1)

"""Lights of due days: green, amber near the day, red after it (pure)."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from guides.calendar import WorkingDays, add_working_days, count_working_days

NEAR: Final = 2
"""The number of working days before the due day from which a light is amber."""


class LightColour(StrEnum):
    """The urgency of a due day."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


def light_colour(due_on: date, *, today: date, calendar: WorkingDays) -> LightColour:
    """The colour of a due day on the day `today`."""
    if due_on < today:
        return LightColour.RED
    return LightColour.AMBER if count_working_days(today, due_on, calendar) <= NEAR else LightColour.GREEN


def last_amber_day(today: date, near: int, calendar: WorkingDays) -> date:
    """The last day that is at most `near` working days away; due days up to it are amber."""
    return add_working_days(today, near + 1, calendar).day - timedelta(days=1)

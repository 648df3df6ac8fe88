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


class OverdueLimit(StrEnum):
    """The limit of a decision that is missed: the agency's promise, or the law's limit as well."""

    PROMISED = "promised"
    LEGAL = "legal"


def light_colour(due_on: date, *, today: date, calendar: WorkingDays) -> LightColour:
    """The colour of a due day on the day `today`."""
    if due_on < today:
        return LightColour.RED
    return LightColour.AMBER if count_working_days(today, due_on, calendar) <= NEAR else LightColour.GREEN


def last_amber_day(today: date, near: int, calendar: WorkingDays) -> date:
    """The last day that is at most `near` working days away; due days up to it are amber."""
    return add_working_days(today, near + 1, calendar).day - timedelta(days=1)


def overdue_limit(today: date, legal_due_on: date | None) -> OverdueLimit:
    """Which limit is missed on the day `today`, once the promised one is."""
    is_legal = legal_due_on is not None and legal_due_on < today
    return OverdueLimit.LEGAL if is_legal else OverdueLimit.PROMISED

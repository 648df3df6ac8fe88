"""Lights of due days: green, amber late in the limit and near its day, red after it (pure)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from guides.calendar import WorkingDays, add_working_days, count_working_days

NEAR: Final = 2
"""The largest number of working days before the due day on which a light can be amber."""
LOOKED_BACK: Final = timedelta(days=21)
"""How far before the present day the calendar of the lights reaches: `NEAR` working days lie within."""


class LightColour(StrEnum):
    """The urgency of a due day."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class OverdueLimit(StrEnum):
    """The limit of a decision that is missed: the agency's promise, or the law's limit as well."""

    PROMISED = "promised"
    LEGAL = "legal"


@dataclass(frozen=True)
class LightDays:
    """The days by which the colour of a due day is found on the day `today`.

    A light is amber from the day on which at most `NEAR` working days are left, and no more of them than have
    passed since the limit began: a limit of one day is green until its last day. `last_due` has, for each
    number of working days from 0 to `NEAR`, the last due day until which so many are left; `begun_by` the
    last day since which so many have passed. A limit without a beginning began long ago.
    """

    today: date
    last_due: tuple[date, ...]
    begun_by: tuple[date, ...]

    def colour(self, due_on: date, began_on: date | None = None) -> LightColour:
        """The colour of this due day, of a limit that began on `began_on`."""
        if due_on < self.today:
            return LightColour.RED
        is_amber = any(
            due_on <= last and (began_on is None or began_on <= begun)
            for last, begun in zip(self.last_due, self.begun_by, strict=True)
        )
        return LightColour.AMBER if is_amber else LightColour.GREEN


def light_days(today: date, calendar: WorkingDays) -> LightDays:
    """The days of the lights; the calendar has to know the days before as well, by `LOOKED_BACK`."""
    counts = range(NEAR + 1)
    return LightDays(
        today,
        tuple(last_day_with(left, today, calendar) for left in counts),
        tuple(_last_day_before(passed, today, calendar) for passed in counts),
    )


def last_day_with(left: int, today: date, calendar: WorkingDays) -> date:
    """The last day until which at most `left` working days remain."""
    return add_working_days(today, left + 1, calendar).day - timedelta(days=1)


def _last_day_before(passed: int, today: date, calendar: WorkingDays) -> date:
    """The last day since which at least `passed` working days have passed."""
    day = today
    while count_working_days(day, today, calendar) < passed:
        day -= timedelta(days=1)
    return day


def overdue_limit(today: date, legal_due_on: date | None) -> OverdueLimit:
    """Which limit is missed on the day `today`, once the promised one is."""
    is_legal = legal_due_on is not None and legal_due_on < today
    return OverdueLimit.LEGAL if is_legal else OverdueLimit.PROMISED

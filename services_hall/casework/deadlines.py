"""Due days of time limits, with pauses that do not count (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guides.calendar import (
    HOURS_A_DAY,
    ONE_DAY,
    DueDay,
    WorkingDays,
    add_months,
    days_between,
    due_day,
)
from guides.enumerations import Unit


@dataclass(frozen=True)
class BindingLimit:
    """A time limit: amount, unit and source."""

    amount: int
    unit: Unit
    source: str


@dataclass(frozen=True)
class Pause:
    """Days on which a limit does not run, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Deadline:
    """A due day with all data needed to check it by hand."""

    starts_on: date
    limit: BindingLimit
    due_on: date
    is_provisional: bool
    days_off: tuple[date, ...]


def deadline(
    starts_on: date, limit: BindingLimit, calendar: WorkingDays, pauses: Sequence[Pause] = ()
) -> Deadline:
    """The last day of a limit; neither the start day nor the days of a pause are counted.

    行政许可法 arts. 42, 45, 82; 民法典 arts. 201 to 203. Provisional when it falls in a year without an
    official calendar.
    """
    end = _due_day(starts_on, limit, calendar, pauses)
    days_off = tuple(
        day for day in days_between(starts_on + ONE_DAY, end.day) if not calendar.is_working(day)
    )
    return Deadline(starts_on, limit, end.day, end.provisional, days_off)


def _due_day(start: date, limit: BindingLimit, calendar: WorkingDays, pauses: Sequence[Pause]) -> DueDay:
    """The due day, extended by the number of paused days."""
    end = due_day(start, limit.amount, limit.unit, calendar)
    extension = 0
    while (paused := _paused_days(start, end.day, limit.unit, calendar, pauses)) > extension:
        extension = paused
        end = _due_day_after(start, limit, extension, calendar)
    return end


def _paused_days(start: date, end: date, unit: Unit, calendar: WorkingDays, pauses: Sequence[Pause]) -> int:
    """The number of paused days after `start` up to `end`; only working days for limits in working days."""
    paused = [
        day
        for day in days_between(start + ONE_DAY, end)
        if any(one.first <= day <= one.last for one in pauses)
    ]
    return len(paused) if unit is not Unit.WORKING_DAY else sum(map(calendar.is_working, paused))


def _due_day_after(start: date, limit: BindingLimit, days: int, calendar: WorkingDays) -> DueDay:
    match limit.unit:
        case Unit.HOUR:
            return due_day(start, limit.amount + HOURS_A_DAY * days, limit.unit, calendar)
        case Unit.MONTH:
            length = (add_months(start, limit.amount) - start).days
            return due_day(start, length + days, Unit.CALENDAR_DAY, calendar)
        case Unit.CALENDAR_DAY | Unit.WORKING_DAY:
            return due_day(start, limit.amount + days, limit.unit, calendar)

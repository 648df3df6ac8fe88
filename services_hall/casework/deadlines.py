"""Due days of time limits, with pauses that do not count (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

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


class DayKind(StrEnum):
    """How a day after the start of a limit is counted."""

    COUNTED = "counted"
    DAY_OFF = "day_off"
    PAUSED = "paused"
    CARRIED = "carried"
    """A day after the last counted one, because that was a day off (民法典 art. 203)."""


@dataclass(frozen=True)
class DaySpan:
    """Consecutive days that are counted alike; `counted_to` is the number of the last counted day."""

    kind: DayKind
    first: date
    last: date
    counted_to: int


@dataclass(frozen=True)
class Deadline:
    """A due day with all data needed to check it by hand."""

    starts_on: date
    limit: BindingLimit
    due_on: date
    is_provisional: bool
    days_off: tuple[date, ...]
    extension: BindingLimit | None = None


def deadline(
    starts_on: date,
    limit: BindingLimit,
    calendar: WorkingDays,
    pauses: Sequence[Pause] = (),
    extension: BindingLimit | None = None,
) -> Deadline:
    """The last day of a limit; neither the start day nor the days of a pause are counted.

    An extension in the same unit makes the limit longer; one in another unit follows after its end.
    行政许可法 arts. 42, 45, 82; 民法典 arts. 201 to 203. Provisional when it falls in a year without an
    official calendar.
    """
    whole = limit
    if extension is not None and extension.unit is limit.unit:
        whole = replace(limit, amount=limit.amount + extension.amount)
    end = _due_day(starts_on, whole, calendar, pauses)
    if extension is not None and extension.unit is not limit.unit:
        later = _due_day(end.day, extension, calendar, pauses)
        end = DueDay(later.day, end.provisional or later.provisional)
    days_off = tuple(
        day for day in days_between(starts_on + ONE_DAY, end.day) if not calendar.is_working(day)
    )
    return Deadline(starts_on, limit, end.day, end.provisional, days_off, extension)


def day_spans(found: Deadline, calendar: WorkingDays, pauses: Sequence[Pause] = ()) -> list[DaySpan]:
    """How each day after the start was counted, up to the due day; consecutive days together."""
    spans: list[DaySpan] = []
    counted = 0
    for day in days_between(found.starts_on + ONE_DAY, found.due_on):
        kind = _day_kind(day, counted, found, calendar, pauses)
        counted += kind is DayKind.COUNTED
        if spans and spans[-1].kind is kind:
            spans[-1] = replace(spans[-1], last=day, counted_to=counted)
        else:
            spans.append(DaySpan(kind, day, day, counted))
    return spans


def _day_kind(
    day: date, counted: int, found: Deadline, calendar: WorkingDays, pauses: Sequence[Pause]
) -> DayKind:
    is_in_working_days = found.limit.unit is Unit.WORKING_DAY
    if is_in_working_days and not calendar.is_working(day):
        return DayKind.DAY_OFF
    if any(one.first <= day <= one.last for one in pauses):
        return DayKind.PAUSED
    if not is_in_working_days and found.extension is None and counted >= _longest_count(found):
        return DayKind.CARRIED
    return DayKind.COUNTED


def _longest_count(found: Deadline) -> int:
    """The number of calendar days of a limit without its pauses."""
    match found.limit.unit:
        case Unit.MONTH:
            return (add_months(found.starts_on, found.limit.amount) - found.starts_on).days
        case Unit.HOUR:
            return -(-found.limit.amount // HOURS_A_DAY)
        case _:
            return found.limit.amount


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

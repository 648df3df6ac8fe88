"""Computation of working days and periods in their own units (民法典 arts. 200 to 204)."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil
from operator import attrgetter
from typing import Final
from zoneinfo import ZoneInfo

from guides.calendar.legal_holidays import is_legal_holiday
from guides.enumerations import Unit

PLACE: Final = ZoneInfo("Asia/Shanghai")
ONE_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5
HOURS_A_DAY: Final = 24
MONTHS_A_YEAR: Final = 12
_YEAR: Final = attrgetter("year")
LONGEST_REST: Final = timedelta(days=20)
NEW_YEAR_SHIFTS_FROM: Final = (12, 29)
"""A year's holiday notice can change days from 29 December of the previous year on, such as 2018-12-29."""


@dataclass(frozen=True)
class DueDay:
    """A last day; provisional while a later holiday notice can still change a day of the period."""

    day: date
    provisional: bool


class WorkingDays:
    """The working days of a calendar; a year is covered when the calendar lists each of its days.

    `between` are the first and the last day of a calendar that was loaded only for a period: of its years,
    only the days of the period must be listed.
    """

    def __init__(self, days: Mapping[date, bool], *, between: tuple[date, date] | None = None) -> None:
        self._days = dict(days)
        listed = Counter(map(_YEAR, self._days))
        self._covered = frozenset(year for year, count in listed.items() if count == days_of(year, between))

    def is_working(self, day: date) -> bool:
        """True for a working day of the calendar.

        A day that is not listed is off at weekends and if the law itself names it.
        """
        listed = self._days.get(day)
        return day.weekday() < SATURDAY and not is_legal_holiday(day) if listed is None else listed

    def covers(self, year: int) -> bool:
        return year in self._covered

    def is_settled(self, day: date) -> bool:
        """False while a later holiday notice can still change this day."""
        if not self.covers(day.year):
            return False
        return (day.month, day.day) < NEW_YEAR_SHIFTS_FROM or self.covers(day.year + 1)

    def is_provisional(self, first: date, last: date) -> bool:
        """True when a day from `first` to `last` is not settled."""
        return any(not self.is_settled(day) for day in days_between(first, last))


def days_of(year: int, between: tuple[date, date] | None) -> int:
    """The number of days of this year; of those in the period `between`, if it is given."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if between is not None:
        first, last = max(first, between[0]), min(last, between[1])
    return (last - first).days + 1


def days_between(first: date, last: date) -> Iterable[date]:
    """Every day from `first` to `last`, both included."""
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def local_day(instant: datetime) -> date:
    """The date in China of the aware `instant`."""
    if instant.tzinfo is None:
        raise ValueError("an instant must be aware")
    return instant.astimezone(PLACE).date()


def add_working_days(day: date, n: int, calendar: WorkingDays) -> DueDay:
    """The `n`-th working day after `day`; `day` itself for 0.

    民法典 art. 201: the day on which a period starts is not counted.
    """
    if n < 0:
        raise ValueError("a period has no negative length")
    last = day
    for _ in range(n):
        last = next_working_day(last + ONE_DAY, calendar)
    return provisional_due_day(day + ONE_DAY if n else day, last, calendar)


def next_working_day(day: date, calendar: WorkingDays) -> date:
    """`day` if it is a working day, else the next working day."""
    while not calendar.is_working(day):
        day += ONE_DAY
    return day


def due_day(start: date, amount: int, unit: Unit | str, calendar: WorkingDays) -> DueDay:
    """The last day of a period of `amount` units that starts on `start`; `start` does not count.

    民法典 arts. 201 to 203: the day after `start` is day 1; months end on the same day of the month, or
    on its last day; a period of days or months that ends on a day off ends on the next working day, and so
    does a period of 0. Hours include days off and are counted in whole days here, rounded up; `due_at`
    returns the instant.
    """
    if amount < 0:
        raise ValueError("a period has no negative length")
    if amount == 0:
        return provisional_due_day(start, next_working_day(start, calendar), calendar)
    match Unit(unit):
        case Unit.WORKING_DAY:
            return add_working_days(start, amount, calendar)
        case Unit.HOUR:
            return DueDay(start + timedelta(days=ceil(amount / HOURS_A_DAY)), provisional=False)
        case Unit.CALENDAR_DAY:
            last = start + timedelta(days=amount)
        case Unit.MONTH:
            last = add_months(start, amount)
    return provisional_due_day(last, next_working_day(last, calendar), calendar)


def provisional_due_day(first: date, last: date, calendar: WorkingDays) -> DueDay:
    """`last`, provisional when a day from `first` to `last` is not settled."""
    return DueDay(last, calendar.is_provisional(first, last))


def due_at(start: datetime, hours: int) -> datetime:
    """The instant `hours` after the aware `start`: a period of hours begins immediately (民法典 art. 201)."""
    if start.utcoffset() is None:
        raise ValueError("an instant needs its time zone: a naive datetime was given")
    return start.astimezone(UTC) + timedelta(hours=hours)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day (民法典 art. 202)."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_valid_day(first: date, months: int) -> date:
    """The last day of a validity of so many months that begins with `first`, which counts.

    It is the day before the same day of a later month; where that month has no such day, its last day
    (民法典 art. 202): 60 months from 29 February end on 28 February.
    """
    end = add_months(first, months)
    return end if end.day < first.day else end - ONE_DAY


def day_before(end: date, amount: int, unit: Unit | str, calendar: WorkingDays) -> date:
    """The last day on which a period of `amount` units that ends with `end` has not begun yet.

    "30 days before expiry" of a certificate whose last day is `end`; hours are counted in whole days.
    """
    if amount < 0:
        raise ValueError("a period has no negative length")
    match Unit(unit):
        case Unit.WORKING_DAY:
            day = end
            while amount:
                amount -= calendar.is_working(day)
                day -= ONE_DAY
            return day
        case Unit.HOUR:
            return end - timedelta(days=ceil(amount / HOURS_A_DAY))
        case Unit.CALENDAR_DAY:
            return end - timedelta(days=amount)
        case Unit.MONTH:
            return add_months(end, -amount)


def count_working_days(a: date, b: date, calendar: WorkingDays) -> int:
    """The number of working days after `a` up to and including `b`; 0 when `b` is not after `a`."""
    return sum(calendar.is_working(day) for day in days_between(a + ONE_DAY, b))


def latest_possible_day(start: date, amount: int, unit: Unit | str) -> date:
    """An upper bound for the end of any period of this length from `start`, for any distribution of holidays.

    At least half of the days of any period are working days, except for a remainder of less than three weeks.
    """
    days = {Unit.MONTH: 31 * amount, Unit.WORKING_DAY: 2 * amount, Unit.HOUR: ceil(amount / HOURS_A_DAY)}
    return start + timedelta(days=days.get(Unit(unit), amount)) + LONGEST_REST

"""Comparison of limits with different units, always in the applicant's favour."""

from collections.abc import Iterable
from typing import Final, TypeVar

from guides.calendar.arithmetic import HOURS_A_DAY
from guides.enumerations import Unit
from guides.terms import Period

PeriodT = TypeVar("PeriodT", bound=Period)
LONGEST_MONTH: Final = 31
SHORTEST_MONTH: Final = 28
WORKING_WEEK: Final = 5
WEEKEND: Final = 2
LONGEST_HOLIDAY: Final = 10
"""The largest number of consecutive days off in a holiday notice (24 January to 2 February 2020)."""
WORKING_DAYS_PER_HOLIDAY: Final = 20


def is_limit_above(promised: Period, legal: Period) -> bool:
    """True when the `promised` limit can be longer than the `legal` one.

    Equal units are compared directly. For different units the longest duration of the promise is compared
    with the shortest duration of the legal limit, so that a promise is accepted only if it is within the law
    at any time of the year: five promised working days count as seven days, plus the longest holiday for
    every 20 working days begun; a promised month has 31 days; a legal working day is one calendar day; a
    legal month has 28 days.
    """
    if promised.unit is legal.unit:
        return promised.days > legal.days
    return longest_hours(promised.days, promised.unit) > shortest_hours(legal.days, legal.unit)


def shortest_limit(limits: Iterable[PeriodT]) -> PeriodT:
    """The limit with the smallest minimum duration, and of those the one with the smallest maximum."""
    return min(limits, key=possible_hours)


def possible_hours(limit: Period) -> tuple[int, int]:
    """The minimum and the maximum duration of a limit in hours."""
    return shortest_hours(limit.days, limit.unit), longest_hours(limit.days, limit.unit)


def longest_hours(amount: int, unit: Unit) -> int:
    """The maximum duration of a period in hours."""
    match unit:
        case Unit.HOUR:
            return amount
        case Unit.CALENDAR_DAY:
            return amount * HOURS_A_DAY
        case Unit.MONTH:
            return amount * LONGEST_MONTH * HOURS_A_DAY
        case Unit.WORKING_DAY:
            return longest_days(amount) * HOURS_A_DAY


def longest_days(working_days: int) -> int:
    """The maximum number of calendar days for this number of working days."""
    weekends = -(-working_days // WORKING_WEEK) * WEEKEND
    holidays = -(-working_days // WORKING_DAYS_PER_HOLIDAY) * LONGEST_HOLIDAY
    return working_days + weekends + holidays


def shortest_hours(amount: int, unit: Unit) -> int:
    """The minimum duration of a period in hours."""
    match unit:
        case Unit.HOUR:
            return amount
        case Unit.CALENDAR_DAY | Unit.WORKING_DAY:
            return amount * HOURS_A_DAY
        case Unit.MONTH:
            return amount * SHORTEST_MONTH * HOURS_A_DAY

"""Limits of different units set against each other, always in the applicant's favour (pure)."""

from collections.abc import Iterable
from typing import Final, TypeVar

from guides.enumerations import Unit
from guides.terms import Period

PeriodT = TypeVar("PeriodT", bound=Period)
HOURS_A_DAY: Final = 24
LONGEST_MONTH: Final = 31
SHORTEST_MONTH: Final = 28
WORKING_WEEK: Final = 5
WEEKEND: Final = 2
LONGEST_HOLIDAY: Final = 10
"""Days off in a row that notices have given at most (24 January to 2 February 2020)."""
WORKING_DAYS_PER_HOLIDAY: Final = 20


def is_limit_above(promised: Period, legal: Period) -> bool:
    """True when the `promised` limit may come out longer than the `legal` one.

    Equal units are compared as they are. Across units the promise is taken at its longest and the law at its
    shortest, so that a promise in another unit passes only where it keeps within the law at any time of the
    year: a promised working week is seven days, with the longest holiday for every 20 working days begun; a
    promised month has 31 days; a legal working day is one calendar day; a legal month has 28 days.
    """
    if promised.unit is legal.unit:
        return promised.days > legal.days
    return longest_hours(promised.days, promised.unit) > shortest_hours(legal.days, legal.unit)


def shortest_limit(limits: Iterable[PeriodT]) -> PeriodT:
    """The limit that can end first; of two that can end alike, the one that is over first."""
    return min(limits, key=possible_hours)


def possible_hours(limit: Period) -> tuple[int, int]:
    """What a limit lasts at least and at most."""
    return shortest_hours(limit.days, limit.unit), longest_hours(limit.days, limit.unit)


def longest_hours(amount: int, unit: Unit) -> int:
    """What a period can last at most."""
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
    """The calendar days that so many working days take at most."""
    weekends = -(-working_days // WORKING_WEEK) * WEEKEND
    holidays = -(-working_days // WORKING_DAYS_PER_HOLIDAY) * LONGEST_HOLIDAY
    return working_days + weekends + holidays


def shortest_hours(amount: int, unit: Unit) -> int:
    """What a period lasts at least."""
    match unit:
        case Unit.HOUR:
            return amount
        case Unit.CALENDAR_DAY | Unit.WORKING_DAY:
            return amount * HOURS_A_DAY
        case Unit.MONTH:
            return amount * SHORTEST_MONTH * HOURS_A_DAY

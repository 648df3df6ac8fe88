"""Days off that the law itself names, also for years without a holiday notice (pure).

全国年节及纪念日放假办法 (as amended in 2024): 1 January; 除夕 and the first three days of the first lunar
month; 清明; 1 and 2 May; 端午; 中秋; 1 to 3 October. A notice adds shifted weekends, and days in place of
those that fall on a weekend, so days of such years stay provisional.
"""

from datetime import date, timedelta
from functools import cache
from typing import Final

FIXED: Final = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""Month and day of the days off of the solar calendar."""

SPRING_FESTIVAL: Final = range(-1, 3)
"""除夕 to 初三, in days after the first day of the lunar year."""

FESTIVALS: Final = {
    2025: "0129 0404 0531 1006",
    2026: "0217 0405 0619 0925",
    2027: "0206 0405 0609 0915",
    2028: "0126 0404 0528 1003",
    2029: "0213 0404 0616 0922",
    2030: "0203 0405 0605 0912",
    2031: "0123 0405 0624 1001",
    2032: "0211 0404 0612 0919",
    2033: "0131 0404 0601 0908",
    2034: "0219 0405 0620 0927",
    2035: "0208 0405 0610 0916",
    2036: "0128 0404 0530 1004",
    2037: "0215 0404 0618 0924",
    2038: "0204 0405 0607 0913",
    2039: "0124 0405 0527 1002",
    2040: "0212 0404 0614 0920",
    2041: "0201 0404 0603 0910",
    2042: "0122 0404 0622 0928",
    2043: "0210 0405 0611 0917",
    2044: "0130 0404 0531 1005",
    2045: "0217 0404 0619 0925",
}
"""春节, 清明, 端午 and 中秋 of each year as month and day.

These days do not change, so a table needs no library; the notices up to 2026 agree with it.
"""


def is_legal_holiday(day: date) -> bool:
    """Whether the law itself makes this day a day off; lunar festivals are known from 2025 to 2045."""
    return day in legal_holidays(day.year)


@cache
def legal_holidays(year: int) -> frozenset[date]:
    """The days off by law of this year."""
    fixed = {date(year, month, day) for month, day in FIXED}
    if year not in FESTIVALS:
        return frozenset(fixed)
    spring, *others = (date(year, int(one[:2]), int(one[2:])) for one in FESTIVALS[year].split())
    return frozenset({*fixed, *others, *(spring + timedelta(days=count) for count in SPRING_FESTIVAL)})

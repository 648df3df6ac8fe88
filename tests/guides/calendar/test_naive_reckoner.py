"""Due days compared with a second, naive reckoner that walks day by day, over 2018 to 2027."""

from calendar import monthrange
from datetime import date, timedelta
from math import ceil

from chinese_calendar import constants as notices
from hypothesis import example, given
from hypothesis import strategies as st

from guides.calendar import WorkingDays, due_day
from guides.calendar.official_days import official_day_rows
from guides.enumerations import Unit

OFFICIAL = WorkingDays({row["day"]: row["is_working"] for row in official_day_rows()})
OFF_IN_2027 = (
    "2027-01-01 2027-02-05 2027-02-06 2027-02-07 2027-02-08 2027-04-05 2027-05-01 2027-05-02 2027-06-09"
    " 2027-09-15 2027-10-01 2027-10-02 2027-10-03"
)
OFF = {date.fromisoformat(one) for one in OFF_IN_2027.split()}
LAST_START = date(2027, 8, 1)


def is_day_off(day: date) -> bool:
    if day in notices.workdays:
        return False
    return day in notices.holidays or day in OFF or day.isoweekday() in (6, 7)


def naive_due_day(start: date, amount: int, unit: Unit) -> date:
    day = start
    if unit is Unit.WORKING_DAY:
        left = amount
        while left:
            day += timedelta(days=1)
            left -= not is_day_off(day)
    elif unit is Unit.MONTH:
        for _ in range(amount):
            day = day.replace(day=1) + timedelta(days=monthrange(day.year, day.month)[1])
        day = day.replace(day=min(start.day, monthrange(day.year, day.month)[1]))
    elif unit is Unit.CALENDAR_DAY:
        day += timedelta(days=amount)
    else:
        day += timedelta(days=ceil(amount / 24))
    while is_day_off(day) and (unit is not Unit.HOUR or amount == 0):
        day += timedelta(days=1)
    return day


@given(
    start=st.dates(date(2018, 1, 1), LAST_START),
    amount=st.integers(0, 30),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.HOUR]),
)
@example(start=date(2026, 12, 30), amount=5, unit=Unit.WORKING_DAY)
@example(start=date(2026, 12, 21), amount=10, unit=Unit.WORKING_DAY)
@example(start=date(2026, 10, 1), amount=0, unit=Unit.WORKING_DAY)
def test_a_period_ends_on_the_day_that_the_naive_reckoner_finds(start: date, amount: int, unit: Unit) -> None:
    assert due_day(start, amount, unit, OFFICIAL).day == naive_due_day(start, amount, unit)


@given(start=st.dates(date(2018, 1, 1), LAST_START), months=st.integers(0, 3))
def test_months_end_on_the_day_that_the_naive_reckoner_finds(start: date, months: int) -> None:
    assert due_day(start, months, Unit.MONTH, OFFICIAL).day == naive_due_day(start, months, Unit.MONTH)


def test_every_day_of_ten_years_is_off_or_worked_as_the_naive_reckoner_says() -> None:
    days = [date(2018, 1, 1) + timedelta(days=count) for count in range(3652)]
    assert days[-1] == date(2027, 12, 31)
    assert [day for day in days if OFFICIAL.is_working(day) == is_day_off(day)] == []

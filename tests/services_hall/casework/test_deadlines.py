"""Due days with pauses, compared with hand-counted days and with a simple day-by-day count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.calendar import WorkingDays
from guides.enumerations import Unit
from services_hall.casework.deadlines import BindingLimit, Pause, deadline

CALENDAR = WorkingDays({})
MONDAY = date(2026, 11, 2)
NEW_YEAR = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("amount", "unit", "pauses", "due_on"),
    [
        (5, Unit.WORKING_DAY, [], date(2026, 11, 9)),
        (5, Unit.WORKING_DAY, [Pause(date(2026, 11, 4), date(2026, 11, 5))], date(2026, 11, 11)),
        (5, Unit.WORKING_DAY, [Pause(date(2026, 11, 7), date(2026, 11, 8))], date(2026, 11, 9)),  # a weekend
        (5, Unit.WORKING_DAY, [Pause(date(2026, 11, 9), date(2026, 11, 30))], date(2026, 12, 1)),
        (5, Unit.WORKING_DAY, [Pause(date(2026, 11, 10), date(2026, 11, 30))], date(2026, 11, 9)),
        (
            3,
            Unit.CALENDAR_DAY,
            [Pause(date(2026, 11, 3), date(2026, 11, 4))],
            date(2026, 11, 9),
        ),  # 7th: Saturday
        (
            1,
            Unit.MONTH,
            [Pause(date(2026, 11, 10), date(2026, 11, 19))],
            date(2026, 12, 14),
        ),  # 12th: Saturday
        (24, Unit.HOUR, [Pause(date(2026, 11, 3), date(2026, 11, 3))], date(2026, 11, 4)),
        (5, Unit.WORKING_DAY, [Pause(MONDAY - timedelta(days=9), MONDAY)], date(2026, 11, 9)),
    ],
)
def test_the_days_of_a_pause_do_not_count(amount: int, unit: Unit, pauses: list[Pause], due_on: date) -> None:
    assert deadline(MONDAY, BindingLimit(amount, unit, "law"), CALENDAR, pauses).due_on == due_on


@given(
    amount=st.integers(1, 30),
    spans=st.lists(st.tuples(st.integers(-5, 40), st.integers(0, 10)), max_size=4),
)
def test_a_limit_of_working_days_ends_on_the_last_of_them_that_counts(
    amount: int, spans: list[tuple[int, int]]
) -> None:
    pauses = [
        Pause(MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + length))
        for first, length in spans
    ]
    day, left = MONDAY, amount
    while left:
        day += timedelta(days=1)
        is_worked = day.weekday() < 5 and day != NEW_YEAR
        left -= is_worked and not any(one.first <= day <= one.last for one in pauses)
    assert deadline(MONDAY, BindingLimit(amount, Unit.WORKING_DAY, "law"), CALENDAR, pauses).due_on == day

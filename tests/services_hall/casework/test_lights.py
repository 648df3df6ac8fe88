"""Lights by what is left of a limit: the last working days, once half of it has passed."""

from datetime import date

import pytest

from guides.calendar import WorkingDays, add_working_days
from services_hall.casework.lights import light_days

CALENDAR = WorkingDays({})
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
FRIDAY, SATURDAY, NEXT_MONDAY, NEXT_TUESDAY = (
    date(2026, 11, 27),
    date(2026, 11, 28),
    date(2026, 11, 30),
    date(2026, 12, 1),
)


@pytest.mark.parametrize(
    ("began_on", "limit", "colours"),
    [
        (MONDAY, 0, {MONDAY: "amber", TUESDAY: "red"}),
        (MONDAY, 1, {MONDAY: "green", TUESDAY: "amber", WEDNESDAY: "red"}),
        (MONDAY, 2, {MONDAY: "green", TUESDAY: "amber", WEDNESDAY: "amber"}),
        (MONDAY, 3, {TUESDAY: "green", WEDNESDAY: "amber"}),
        (MONDAY, 5, {TUESDAY: "green", WEDNESDAY: "green", FRIDAY: "amber"}),
        (FRIDAY, 1, {FRIDAY: "green", SATURDAY: "green", NEXT_MONDAY: "amber", NEXT_TUESDAY: "red"}),
        (None, 1, {MONDAY: "amber"}),
    ],
)
def test_a_light_is_amber_in_the_last_days_of_the_second_half(
    began_on: date | None, limit: int, colours: dict[date, str]
) -> None:
    due_on = add_working_days(began_on or MONDAY, limit, CALENDAR).day
    found = {day: light_days(day, CALENDAR).colour(due_on, began_on) for day in colours}
    assert found == colours

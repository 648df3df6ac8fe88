"""The clock: days are in the hall's time zone, whatever the machine's zone is."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from guides import calendar
from services_hall import clock

DAYS = (clock.local_day, calendar.local_day)
"""The hall and the catalogue, which stands alone, have each their own function for the day."""


@pytest.mark.parametrize("local_day", DAYS)
def test_a_day_begins_at_midnight_in_shanghai(local_day: Callable[[datetime], date]) -> None:
    assert local_day(datetime(2026, 11, 22, 15, 59, tzinfo=UTC)).isoformat() == "2026-11-22"
    assert local_day(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)).isoformat() == "2026-11-23"


def test_now_is_aware() -> None:
    assert clock.utc_now().tzinfo is UTC


@pytest.mark.parametrize("convert", [*DAYS, clock.local_time])
def test_a_naive_instant_is_refused(convert: Callable[[datetime], object]) -> None:
    with pytest.raises(ValueError, match="aware"):
        convert(datetime(2026, 11, 22))  # noqa: DTZ001

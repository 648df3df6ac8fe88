"""The clock: days are in the hall's time zone, whatever the machine's zone is."""

from datetime import UTC, datetime

import pytest

from services_hall import clock


def test_a_day_begins_at_midnight_in_shanghai() -> None:
    assert clock.local_day(datetime(2026, 11, 22, 15, 59, tzinfo=UTC)).isoformat() == "2026-11-22"
    assert clock.local_day(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)).isoformat() == "2026-11-23"


def test_now_is_aware() -> None:
    assert clock.utc_now().tzinfo is UTC


@pytest.mark.parametrize("convert", [clock.local_day, clock.local_time])
def test_a_naive_instant_is_refused(convert: object) -> None:
    with pytest.raises(ValueError, match="aware"):
        convert(datetime(2026, 11, 22))  # type: ignore[operator]  # noqa: DTZ001

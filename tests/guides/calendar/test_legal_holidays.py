"""Days off by law, compared with the State Council's notices."""

from datetime import date

import pytest

from guides.calendar import is_legal_holiday
from guides.calendar.legal_holidays import FESTIVALS, legal_holidays
from guides.calendar.official_days import official_day_rows

OFFICIAL = {row["day"]: row["is_working"] for row in official_day_rows()}


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_notices_since_the_law_of_2025_have_each_of_its_days_off(year: int) -> None:
    assert not any(OFFICIAL[day] for day in legal_holidays(year))


def test_the_law_names_thirteen_days_of_2027() -> None:
    assert legal_holidays(2027) == {
        date(2027, 1, 1),
        *(date(2027, 2, day) for day in (5, 6, 7, 8)),
        date(2027, 4, 5),
        date(2027, 5, 1),
        date(2027, 5, 2),
        date(2027, 6, 9),
        date(2027, 9, 15),
        *(date(2027, 10, day) for day in (1, 2, 3)),
    }


def test_a_festival_within_national_day_counts_once() -> None:
    assert len(legal_holidays(2031)) == 12  # 中秋 is 1 October


@pytest.mark.parametrize("year", FESTIVALS)
def test_festivals_lie_in_their_season(year: int) -> None:
    spring, tomb_sweeping, dragon_boat, mid_autumn = FESTIVALS[year].split()
    assert "0121" <= spring <= "0220"
    assert tomb_sweeping in {"0404", "0405", "0406"}
    assert "0525" <= dragon_boat <= "0626"
    assert "0907" <= mid_autumn <= "1008"


def test_beyond_the_table_only_days_of_the_solar_calendar_are_known() -> None:
    assert is_legal_holiday(date(2060, 10, 1))
    assert not is_legal_holiday(date(2060, 2, 2))

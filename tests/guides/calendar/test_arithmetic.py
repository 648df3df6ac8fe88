"""Working days and periods on the official calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guides.calendar import (
    DueDay,
    WorkingDays,
    add_working_days,
    count_working_days,
    due_day,
    last_valid_day,
    latest_possible_day,
    local_day,
)
from guides.calendar.arithmetic import due_at
from guides.calendar.official_days import (
    load_calendar,
    load_calendar_between,
    official_day_rows,
    seed_calendar,
)
from guides.enumerations import Unit
from guides.models import CalendarDay

OFFICIAL = WorkingDays({row["day"]: row["is_working"] for row in official_day_rows()})


@pytest.fixture
def calendar() -> WorkingDays:
    return OFFICIAL


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 9, 21), 5, date(2026, 9, 29)),  # over 中秋 25 to 27 September
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the whole National Day week
        (date(2026, 10, 8), 2, date(2026, 10, 10)),  # the shifted Saturday is worked
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # the shifted Sunday before the holidays is worked
        (date(2025, 12, 31), 1, date(2026, 1, 4)),  # over the end of the year, onto a shifted Sunday
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # received on a Saturday
    ],
)
def test_working_days_follow_the_holiday_notice(
    calendar: WorkingDays, start: date, days: int, last: date
) -> None:
    assert add_working_days(start, days, calendar) == DueDay(last, provisional=False)


def test_all_of_national_day_2026_is_off_and_its_shifted_weekends_are_worked(calendar: WorkingDays) -> None:
    assert not any(calendar.is_working(date(2026, 10, day)) for day in range(1, 8))
    assert calendar.is_working(date(2026, 9, 20))
    assert calendar.is_working(date(2026, 10, 10))
    assert not calendar.is_working(date(2026, 10, 11))


def test_a_year_without_a_notice_has_weekends_off_and_is_provisional(calendar: WorkingDays) -> None:
    assert not calendar.covers(2027)
    assert add_working_days(date(2027, 3, 4), 2, calendar) == DueDay(date(2027, 3, 8), provisional=True)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 12, 30), 5, date(2027, 1, 7)),  # over 1 January
        (date(2026, 12, 21), 10, date(2027, 1, 5)),
        (date(2027, 9, 30), 2, date(2027, 10, 5)),  # 1 to 3 October: a Friday and its weekend
        (date(2027, 2, 4), 1, date(2027, 2, 9)),  # 除夕 5 February to 初三 8 February
        (date(2027, 4, 2), 1, date(2027, 4, 6)),  # 清明 5 April
        (date(2027, 6, 8), 1, date(2027, 6, 10)),  # 端午 9 June
        (date(2027, 9, 14), 1, date(2027, 9, 16)),  # 中秋 15 September
        (date(2028, 4, 28), 1, date(2028, 5, 3)),  # 1 and 2 May
    ],
)
def test_days_off_by_law_do_not_count_even_before_the_notice(
    calendar: WorkingDays, start: date, days: int, last: date
) -> None:
    assert add_working_days(start, days, calendar) == DueDay(last, provisional=True)


@pytest.mark.parametrize("unit", Unit)
def test_a_period_of_0_ends_on_the_same_day_or_on_the_next_working_day(
    calendar: WorkingDays, unit: Unit
) -> None:
    assert due_day(date(2026, 3, 2), 0, unit, calendar) == DueDay(date(2026, 3, 2), provisional=False)
    assert due_day(date(2026, 10, 1), 0, unit, calendar) == DueDay(date(2026, 10, 8), provisional=False)


def test_a_period_that_reaches_into_an_uncovered_year_is_provisional(calendar: WorkingDays) -> None:
    assert add_working_days(date(2026, 12, 20), 20, calendar).provisional
    assert due_day(date(2026, 12, 1), 1, Unit.MONTH, calendar) == DueDay(date(2027, 1, 4), provisional=True)


def test_the_last_days_of_the_last_covered_year_may_still_be_moved(calendar: WorkingDays) -> None:
    assert not add_working_days(date(2026, 12, 25), 1, calendar).provisional
    assert add_working_days(date(2026, 12, 28), 1, calendar).provisional
    assert not add_working_days(date(2025, 12, 28), 2, calendar).provisional


def test_one_edited_day_does_not_cover_its_year() -> None:
    assert not WorkingDays({date(2027, 10, 1): False}).covers(2027)


@pytest.mark.parametrize(
    ("months", "first", "last"),
    [
        (60, date(2026, 11, 23), date(2031, 11, 22)),
        (2, date(2026, 12, 1), date(2027, 1, 31)),
        (12, date(2027, 3, 1), date(2028, 2, 29)),
        (60, date(2028, 2, 29), date(2033, 2, 28)),  # no 29 February in 2033: not a day short
        (48, date(2028, 2, 29), date(2032, 2, 28)),
        (1, date(2026, 1, 31), date(2026, 2, 28)),
        (1, date(2026, 1, 29), date(2026, 2, 28)),
        (1, date(2026, 1, 28), date(2026, 2, 27)),
    ],
)
def test_a_validity_in_months_ends_before_the_same_day_or_with_the_month(
    months: int, first: date, last: date
) -> None:
    assert last_valid_day(first, months) == last


@pytest.mark.parametrize(
    ("start", "amount", "unit", "last"),
    [
        (date(2026, 3, 2), 15, Unit.CALENDAR_DAY, date(2026, 3, 17)),
        (date(2026, 3, 5), 2, Unit.CALENDAR_DAY, date(2026, 3, 7) + timedelta(days=2)),  # Saturday → Monday
        (date(2026, 9, 26), 5, Unit.CALENDAR_DAY, date(2026, 10, 8)),  # National Day → after the holidays
        (date(2026, 9, 19), 1, Unit.CALENDAR_DAY, date(2026, 9, 20)),  # a worked Sunday is no day off
        (date(2026, 1, 30), 1, Unit.MONTH, date(2026, 2, 28)),  # no 30 February; that Saturday is worked
        (date(2024, 1, 31), 1, Unit.MONTH, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, Unit.MONTH, date(2026, 2, 28)),
        (date(2025, 11, 15), 2, Unit.MONTH, date(2026, 1, 15)),  # over the end of the year
        (date(2026, 3, 6), 24, Unit.HOUR, date(2026, 3, 7)),  # hours do not wait for Monday
        (date(2026, 3, 6), 25, Unit.HOUR, date(2026, 3, 8)),
        (date(2026, 3, 7), 0, Unit.CALENDAR_DAY, date(2026, 3, 9)),
        (date(2026, 3, 6), 1, Unit.WORKING_DAY, date(2026, 3, 9)),
    ],
)
def test_a_period_ends_by_its_own_unit(
    calendar: WorkingDays, start: date, amount: int, unit: Unit, last: date
) -> None:
    assert due_day(start, amount, unit, calendar) == DueDay(last, provisional=False)


def test_hours_count_from_the_instant_itself() -> None:
    assert due_at(datetime(2026, 3, 6, 9, 30, tzinfo=UTC), 48) == datetime(2026, 3, 8, 9, 30, tzinfo=UTC)


def test_a_period_cannot_run_backwards(calendar: WorkingDays) -> None:
    with pytest.raises(ValueError, match="negative"):
        due_day(date(2026, 3, 2), -1, Unit.CALENDAR_DAY, calendar)
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 3, 2), -1, calendar)


@pytest.mark.parametrize("n", [1, 7, 20, 45])
def test_counting_is_the_inverse_of_adding(calendar: WorkingDays, n: int) -> None:
    start = date(2026, 9, 14)
    assert count_working_days(start, add_working_days(start, n, calendar).day, calendar) == n
    assert count_working_days(start, start, calendar) == 0


@given(
    start=st.dates(date(2004, 1, 1), date(2026, 11, 30)),
    amount=st.integers(0, 90),
    unit=st.sampled_from(Unit),
)
def test_no_period_outlasts_its_furthest_day(start: date, amount: int, unit: Unit) -> None:
    assert due_day(start, amount, unit, OFFICIAL).day <= latest_possible_day(start, amount, unit)


def test_the_days_of_a_stretch_are_enough_to_reckon_within_it(session: Session) -> None:
    seed_calendar(session)
    start = date(2026, 9, 25)
    last = latest_possible_day(start, 5, Unit.WORKING_DAY)
    near = load_calendar_between(session, start, last)
    assert due_day(start, 5, Unit.WORKING_DAY, near).day == due_day(start, 5, Unit.WORKING_DAY, OFFICIAL).day
    assert near.is_working(date(2026, 9, 20)) is False  # a worked Sunday that lies outside
    assert not near.is_provisional(start, last)


@pytest.mark.parametrize(
    ("first", "last", "is_provisional"),
    [
        (date(2026, 12, 1), date(2026, 12, 28), False),
        (date(2026, 12, 1), date(2026, 12, 29), True),  # the notice for 2027 can still change it
        (date(2025, 12, 1), date(2025, 12, 31), False),
        (date(2026, 12, 20), date(2027, 1, 7), True),
        (date(2027, 3, 1), date(2027, 3, 9), True),
    ],
)
def test_the_days_of_a_stretch_know_whether_a_notice_can_still_change_them(
    session: Session, first: date, last: date, is_provisional: bool
) -> None:
    seed_calendar(session)
    session.add(CalendarDay(day=date(2027, 1, 4), is_working=False, note="雨雪停工", source="市政府通知"))
    session.flush()
    assert load_calendar_between(session, first, last).is_provisional(first, last) is is_provisional


def test_the_local_day_is_that_of_china() -> None:
    assert local_day(datetime(2026, 3, 6, 16, 0, tzinfo=UTC)) == date(2026, 3, 7)


def test_seeding_twice_changes_nothing_and_keeps_what_was_edited(session: Session) -> None:
    assert seed_calendar(session) > 8_000
    snow_day = session.get_one(CalendarDay, date(2026, 1, 20))
    snow_day.is_working, snow_day.note, snow_day.source = False, "雨雪停工", "市政府通知"
    session.flush()

    assert seed_calendar(session) == 0
    loaded = load_calendar(session, since=date(2026, 1, 1))
    assert not loaded.is_working(date(2026, 1, 20))
    assert loaded.covers(2026)
    assert not loaded.covers(2025)


def test_a_seeded_day_that_the_notice_changed_is_corrected(session: Session) -> None:
    seed_calendar(session)
    session.get_one(CalendarDay, date(2026, 10, 1)).is_working = True
    session.flush()

    assert seed_calendar(session) == 1
    session.expire_all()
    assert session.get_one(CalendarDay, date(2026, 10, 1)).note == "国庆节"
    assert session.scalar(select(func.count()).select_from(CalendarDay)) == len(official_day_rows())

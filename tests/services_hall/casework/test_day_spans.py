"""How each day of a limit is counted: the spans agree with the due day, whatever the limit."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.calendar import WorkingDays
from guides.enumerations import Unit
from services_hall.casework.deadlines import BindingLimit, DayKind, DaySpan, Pause, day_spans, deadline

CALENDAR = WorkingDays({})
MONDAY = date(2026, 11, 2)
K = DayKind


def spans_of(
    limit: BindingLimit, pauses: tuple[Pause, ...] = (), extension: BindingLimit | None = None
) -> list[DaySpan]:
    return day_spans(deadline(MONDAY, limit, CALENDAR, pauses, extension), CALENDAR, pauses)


def test_working_days_days_off_and_pauses_are_told_apart() -> None:
    pause = Pause(date(2026, 11, 4), date(2026, 11, 5))
    assert spans_of(BindingLimit(5, Unit.WORKING_DAY, "law"), (pause,)) == [
        DaySpan(K.COUNTED, date(2026, 11, 3), date(2026, 11, 3), 1),
        DaySpan(K.PAUSED, date(2026, 11, 4), date(2026, 11, 5), 1),
        DaySpan(K.COUNTED, date(2026, 11, 6), date(2026, 11, 6), 2),
        DaySpan(K.DAY_OFF, date(2026, 11, 7), date(2026, 11, 8), 2),
        DaySpan(K.COUNTED, date(2026, 11, 9), date(2026, 11, 11), 5),
    ]


def test_a_last_day_that_is_a_day_off_is_carried_to_the_next_working_day() -> None:
    assert spans_of(BindingLimit(5, Unit.CALENDAR_DAY, "law")) == [
        DaySpan(K.COUNTED, date(2026, 11, 3), date(2026, 11, 7), 5),
        DaySpan(K.CARRIED, date(2026, 11, 8), date(2026, 11, 9), 5),
    ]


def test_a_period_of_0_has_no_days_to_count() -> None:
    assert spans_of(BindingLimit(0, Unit.WORKING_DAY, "law")) == []


@pytest.mark.parametrize(
    ("limit", "extension", "due_on"),
    [
        ((5, Unit.WORKING_DAY), (3, Unit.WORKING_DAY), date(2026, 11, 12)),
        (
            (5, Unit.CALENDAR_DAY),
            (5, Unit.CALENDAR_DAY),
            date(2026, 11, 12),
        ),  # not from the carried Monday on
        ((5, Unit.WORKING_DAY), (1, Unit.MONTH), date(2026, 12, 9)),
    ],
)
def test_an_extension_moves_the_day(
    limit: tuple[int, Unit], extension: tuple[int, Unit], due_on: date
) -> None:
    found = deadline(MONDAY, BindingLimit(*limit, "law"), CALENDAR, (), BindingLimit(*extension, "head"))
    assert found.due_on == due_on


@given(
    amount=st.integers(1, 30),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]),
    more=st.none() | st.integers(1, 10),
    pauses=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=3),
)
def test_the_counted_days_are_those_of_the_limit(
    amount: int, unit: Unit, more: int | None, pauses: list[tuple[int, int]]
) -> None:
    stops = tuple(
        Pause(MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + length))
        for first, length in pauses
    )
    extension = None if more is None else BindingLimit(more, unit, "head")
    spans = spans_of(BindingLimit(amount, unit, "law"), stops, extension)
    assert max(span.counted_to for span in spans) >= amount + (more or 0)
    if unit is Unit.WORKING_DAY:
        assert spans[-1].kind is K.COUNTED
        assert spans[-1].counted_to == amount + (more or 0)

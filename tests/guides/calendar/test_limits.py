"""Limits in different units: which of them can end first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.calendar import is_limit_above, shortest_limit
from guides.enumerations import Unit
from guides.terms import Period

LIMITS = st.builds(Period, days=st.integers(1, 400), unit=st.sampled_from(list(Unit)))


def limit(text: str) -> Period:
    days, unit = text.split()
    return Period(days=int(days), unit=Unit(unit))


@pytest.mark.parametrize(
    ("limits", "shortest"),
    [
        (["5 working_day", "3 working_day"], "3 working_day"),
        (["5 calendar_day", "5 working_day"], "5 calendar_day"),
        (["5 working_day", "10 calendar_day"], "5 working_day"),
        (["23 hour", "1 working_day"], "23 hour"),
        (["1 month", "28 calendar_day"], "28 calendar_day"),
        (["1 month", "31 calendar_day"], "1 month"),
        (["20 working_day", "1 month"], "20 working_day"),
        (["2 month"], "2 month"),
    ],
)
def test_the_shortest_limit_is_the_one_that_can_end_first(limits: list[str], shortest: str) -> None:
    assert shortest_limit([limit(text) for text in limits]) == limit(shortest)
    assert shortest_limit([limit(text) for text in reversed(limits)]) == limit(shortest)


@given(st.lists(LIMITS, min_size=1, max_size=5))
def test_no_limit_lies_surely_within_the_shortest(limits: list[Period]) -> None:
    shortest = shortest_limit(limits)
    assert shortest in limits
    assert not any(is_limit_above(shortest, one) and not is_limit_above(one, shortest) for one in limits)

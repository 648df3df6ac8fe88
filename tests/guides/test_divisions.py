"""Containment of divisions, from codes and in SQL, compared with the divisions of the real city."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String, bindparam, select
from sqlalchemy.orm import Session

from guides.division_codes import contains, enclosing_codes, is_city
from guides.divisions import (
    districts,
    is_enclosing,
    lies_in,
)
from guides.enumerations import DivisionLevel
from guides.models import Division
from tests.support import small_city
from tests.support.small_city import CITY, COMMUNITY, DISTRICT, DIVISIONS, OTHER_DISTRICT, STREET

PARTS = st.tuples(
    *(st.integers(1, 10**digits - 1).map(f"{{:0{digits}}}".format) for digits in (2, 2, 2, 3, 3))
)
"""The digits that each level adds to a code, the province's first."""


def code_of(parts: tuple[str, ...], level: int) -> str:
    return "".join(parts[:level]).ljust(12, "0")


@given(PARTS, st.integers(1, 5), st.integers(1, 5))
def test_a_division_contains_itself_and_what_is_named_below_it(
    parts: tuple[str, ...], one: int, other: int
) -> None:
    assert contains(code_of(parts, one), code_of(parts, other)) == (one <= other)


@given(PARTS, PARTS, st.integers(1, 5), st.integers(1, 5))
def test_divisions_contain_each_other_as_far_as_their_levels_agree(
    left: tuple[str, ...], right: tuple[str, ...], one: int, other: int
) -> None:
    expected = one <= other and left[:one] == right[:one]
    assert contains(code_of(left, one), code_of(right, other)) == expected


@given(PARTS, st.integers(1, 5))
def test_the_enclosing_codes_run_from_the_division_itself_outwards(
    parts: tuple[str, ...], level: int
) -> None:
    code = code_of(parts, level)
    assert enclosing_codes(code) == tuple(code_of(parts, each) for each in range(level, 0, -1))
    assert list(enclosing_codes(code)) == sorted(enclosing_codes(code), reverse=True)


@given(st.text(max_size=14))
def test_what_is_no_code_encloses_nothing_else(text: str) -> None:
    if not (len(text) == 12 and text.isdigit()):
        assert enclosing_codes(text) == (text,)


@pytest.mark.parametrize(
    ("place", "code", "is_inside"),
    [
        (CITY, COMMUNITY, True),
        (DISTRICT, STREET, True),
        (DISTRICT, DISTRICT, True),
        (STREET, DISTRICT, False),
        (DISTRICT, OTHER_DISTRICT, False),
        ("420110000000", "420111000000", False),  # the digits of a district itself may end in 0
        ("420100000000", "421100000000", False),
        ("420103010000", "420103011000", False),
        ("420000000000", "421100000000", True),
    ],
)
def test_examples_of_what_contains_what(place: str, code: str, is_inside: bool) -> None:
    assert contains(place, code) is is_inside


def test_every_real_division_lies_in_its_parent_and_in_what_contains_that(city: Session) -> None:
    parents = dict(city.execute(select(Division.code, Division.parent_code)).tuples().all())
    for code in parents:
        chain, place = [], code
        while place is not None:
            chain.append(place)
            place = parents[place]
        assert [each for each in enclosing_codes(code) if each in parents] == chain


def test_the_condition_in_sql_says_the_same(session: Session) -> None:
    small_city.small_city(session)
    codes = [code for code, *_ in DIVISIONS]
    for place in codes:
        found = set(session.scalars(select(Division.code).where(lies_in(Division.code, place))))
        assert found == {code for code in codes if contains(place, code)}
        enclosing = select(Division.code).where(
            is_enclosing(Division.code, bindparam("code", type_=String()))
        )
        assert set(session.scalars(enclosing, {"code": place})) == set(enclosing_codes(place)) & set(codes)
    for nonsense in ("", "%", "42%"):
        assert session.scalars(select(Division.code).where(lies_in(Division.code, nonsense))).all() == []


def test_cities_and_districts_are_told_from_the_others(city: Session) -> None:
    divisions = city.scalars(select(Division)).all()
    assert all(is_city(one.code) == (one.level == DivisionLevel.CITY) for one in divisions)
    found = districts(city)
    assert [one.code for one in found] == sorted(one.code for one in found)
    assert {one.level for one in found} == {DivisionLevel.DISTRICT}
    assert len(found) == 13

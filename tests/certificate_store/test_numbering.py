"""Check characters and certificate identifiers."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from certificate_store.errors import NumberInvalid
from certificate_store.numbering import (
    ALPHABET,
    SERIAL_LENGTH,
    IdentifierParts,
    check_character,
    check_identifier,
    is_valid,
    make_identifier,
    new_serial,
    parse_identifier,
)

ISSUER = "11420100MB12345671"
texts = st.text(alphabet=ALPHABET, min_size=1, max_size=40)
identifiers = st.builds(
    make_identifier,
    type_code=st.text(alphabet=ALPHABET, min_size=1, max_size=21),
    issuer_code=st.just(ISSUER),
    serial=st.text(alphabet=ALPHABET, min_size=SERIAL_LENGTH, max_size=SERIAL_LENGTH),
    version=st.integers(1, 999),
)


def test_a_known_example() -> None:
    assert check_character("A12425GABC1234002") == "M"
    assert is_valid("A12425GABC1234002M")


@given(text=texts)
def test_what_gets_a_check_character_is_valid(text: str) -> None:
    assert is_valid(text + check_character(text))


@given(text=texts, place=st.integers(0, 40), character=st.sampled_from(ALPHABET))
def test_every_change_of_one_character_is_told(text: str, place: int, character: str) -> None:
    whole = text + check_character(text)
    place %= len(whole)
    assume(whole[place] != character)
    assert not is_valid(whole[:place] + character + whole[place + 1 :])


@given(text=texts, place=st.integers(0, 40))
def test_every_exchange_of_neighbours_is_told_but_the_one_pair_the_algorithm_misses(
    text: str, place: int
) -> None:
    whole = text + check_character(text)
    place %= len(whole) - 1
    left, right = whole[place], whole[place + 1]
    assume(left != right)
    exchanged = whole[:place] + right + left + whole[place + 2 :]
    if is_valid(exchanged):
        assert sums_with(whole, place, left, right) == {18, 19}


def sums_with(whole: str, place: int, left: str, right: str) -> set[int]:
    """The running sums after each of the two characters: 18 and 19 have the same double in MOD 37,36."""
    return {mod_37_36.checksum(whole[:place] + character) or 36 for character in (left, right)}


def test_how_many_exchanges_the_algorithm_misses() -> None:
    pairs = [(left, right) for left in ALPHABET for right in ALPHABET if left != right]
    missed = [(a, b) for a, b in pairs if check_character(f"A{a}{b}") == check_character(f"A{b}{a}")]
    assert (len(missed), len(pairs)) == (2, 1260)


@pytest.mark.parametrize("text", ["", ".", "-", "abc", "１２", "A B", "办2026", "A\n"])
def test_other_characters_get_no_check_character(text: str) -> None:
    with pytest.raises(NumberInvalid):
        check_character(text)
    assert not is_valid(text + "0")


@pytest.mark.parametrize("text", ["", "M", "M.", "A12425GABC1234002M-", "A12425GABC1234002N"])
def test_what_is_too_short_or_ends_otherwise_is_not_valid(text: str) -> None:
    assert not is_valid(text)


@given(identifier=identifiers)
def test_an_identifier_is_read_back(identifier: str) -> None:
    assert check_identifier(identifier)
    assert len(identifier) <= 100
    parts = parse_identifier(identifier)
    again = make_identifier(
        type_code=parts.type_code,
        issuer_code=parts.issuer_code,
        serial=parts.serial,
        version=parts.version,
    )
    assert again == identifier


@given(identifier=identifiers, place=st.integers(0, 99), character=st.sampled_from(f"{ALPHABET}.-a "))
def test_every_change_of_one_character_of_an_identifier_is_told(
    identifier: str, place: int, character: str
) -> None:
    place %= len(identifier)
    assume(identifier[place] != character)
    assert not check_identifier(identifier[:place] + character + identifier[place + 1 :])


@given(identifier=identifiers)
def test_no_dot_can_be_exchanged_with_its_neighbour(identifier: str) -> None:
    for place, (left, right) in enumerate(pairwise(identifier)):
        if (left == ".") != (right == "."):
            assert not check_identifier(identifier[:place] + right + left + identifier[place + 2 :])


def test_the_parts_of_an_identifier() -> None:
    identifier = make_identifier(type_code="90008", issuer_code=ISSUER, serial="0" * 12, version=2)
    assert identifier.startswith(f"1.2.156.3005.2.90008.{ISSUER}.000000000000.002.")
    assert parse_identifier(identifier) == IdentifierParts("90008", ISSUER, "0" * 12, 2)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("type_code", ""),
        ("type_code", "food-permit"),
        ("type_code", "A" * 22),
        ("issuer_code", ISSUER[:-1]),
        ("issuer_code", ISSUER.lower()),
        ("serial", "1"),
        ("version", 0),
        ("version", 1000),
    ],
)
def test_a_part_of_the_wrong_shape_is_refused(part: str, value: str | int) -> None:
    parts = {"type_code": "90008", "issuer_code": ISSUER, "serial": "0" * 12, "version": 1}
    with pytest.raises(NumberInvalid):
        make_identifier(**{**parts, part: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("identifier", ["", "1.2.156.3005.2", "x" * 500])
def test_what_is_no_identifier_cannot_be_read(identifier: str) -> None:
    with pytest.raises(NumberInvalid):
        parse_identifier(identifier)
    assert not check_identifier(identifier)


def test_serials_do_not_repeat() -> None:
    assert len({new_serial() for _ in range(1000)}) == 1000

"""Details of papers: typed values that are stored as JSON."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pytest

from services_hall.documents.details import PaperDetails


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Painting(PaperDetails):
    title: str
    colour: Colour
    painted_on: date
    size: int = 1
    is_sold: bool = False
    sold_on: date | None = None
    frame: Colour | None = None


FULL = Painting("甲", Colour.RED, date(2031, 4, 7), 3, True, date(2031, 5, 1), Colour.RED)
PLAIN = Painting("乙", Colour.RED, date(2031, 4, 7))


@pytest.mark.parametrize("details", [FULL, PLAIN])
def test_stored_details_are_read_as_they_were_written(details: Painting) -> None:
    assert Painting.from_json(details.as_json()) == details


def test_days_and_words_are_stored_as_text_and_missing_values_are_not_stored() -> None:
    assert PLAIN.as_json() == {
        "title": "乙",
        "colour": "red",
        "painted_on": "2031-04-07",
        "size": 1,
        "is_sold": False,
    }


def test_values_stored_as_empty_and_unknown_ones_are_read_as_missing() -> None:
    stored = {**PLAIN.as_json(), "sold_on": None, "frame": "", "earlier_name": "丙"}
    assert Painting.from_json(stored) == PLAIN


@pytest.mark.parametrize("stored", [None, {}, {"title": "甲", "colour": "red"}])
def test_a_missing_value_is_an_error(stored: dict[str, str] | None) -> None:
    with pytest.raises(TypeError):
        Painting.from_json(stored)

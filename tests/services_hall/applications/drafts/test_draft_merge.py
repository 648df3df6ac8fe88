"""Joining of two pages of one draft: what one left alone is taken, what both changed is asked."""

import json
from collections.abc import Mapping
from typing import Final

import pytest

from services_hall.applications.drafts.page_merge import (
    field_version,
    merge_answers,
    read_versions,
    versions_after,
    versions_text,
)

SHOWN: Final = {"name": "甲", "phone": "1"}
BASE: Final = read_versions(versions_text(SHOWN, SHOWN))


@pytest.mark.parametrize(
    ("typed", "stored", "answers", "conflicts", "taken"),
    [
        ("甲", "甲", "甲", {}, set()),
        ("乙", "甲", "乙", {}, set()),
        ("甲", "丙", "丙", {}, {"name"}),
        ("乙", "乙", "乙", {}, set()),
        ("乙", "丙", "丙", {"name": "乙"}, set()),
        ("", "丙", "丙", {"name": ""}, set()),
    ],
)
def test_each_field_is_joined_by_what_changed(
    typed: str, stored: str, answers: str, conflicts: Mapping[str, str], taken: set[str]
) -> None:
    merged = merge_answers({"name": typed, "phone": "1"}, {"name": stored, "phone": "1"}, BASE)
    assert merged.answers == {"name": answers, "phone": "1"}
    assert (merged.conflicts, merged.taken) == (conflicts, taken)


def test_a_field_without_a_version_is_stored_as_sent() -> None:
    assert merge_answers({"name": "乙"}, {"name": "丙"}, {}).answers == {"name": "乙"}


def test_an_open_page_keeps_the_version_of_what_it_does_not_show() -> None:
    typed = {"name": "甲", "phone": "2"}
    merged = merge_answers(typed, {"name": "丙", "phone": "1"}, BASE)
    after = json.loads(versions_after(merged, typed, BASE))
    assert after == {"name": field_version("甲"), "phone": field_version("2")}
    again = merge_answers(typed, merged.answers, after)
    assert again.answers["name"] == "丙"


@pytest.mark.parametrize("text", ["", "no json", "[1]", '{"name": 1}'])
def test_versions_that_cannot_be_read_are_none(text: str) -> None:
    assert read_versions(text) == {}


def test_line_ends_do_not_count() -> None:
    assert field_version("a\r\nb") == field_version("a\nb")

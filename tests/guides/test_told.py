"""A told text is the finished Chinese text, and keeps what it was made of wherever it goes."""

import copy
import json
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.told import Told, joined, told

NAMES = st.dictionaries(st.from_regex(r"\A[a-z]{1,8}\Z"), st.text() | st.integers(), min_size=1, max_size=4)


def template_of(values: dict[str, object]) -> str:
    return "".join(f"“%({name})s”" for name in values)


@given(NAMES)
def test_the_value_is_the_finished_text(values: dict[str, object]) -> None:
    text = Told(template_of(values), values)
    assert text == "".join(f"“{value}”" for value in values.values())
    assert (text.template, dict(text.values)) == (template_of(values), values)


@given(st.text())
def test_a_text_without_values_is_taken_to_the_letter(text: str) -> None:
    assert told(text) == told(text).template == text
    assert dict(told(text).values) == {}


@given(NAMES)
def test_it_is_said_again_from_its_parts(values: dict[str, object]) -> None:
    text = Told(template_of(values), values)
    assert text.template % text.values == text


def test_values_may_be_told_themselves() -> None:
    text = told("缺少：%(names)s。", names=told("受理"))
    assert text == "缺少：受理。"
    assert text.values["names"].template == "受理"


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])
def test_a_copy_is_as_good(copied: Callable[[Told], Told]) -> None:
    text = told("缺少：%(names)s。", names=told("受理"))
    same = copied(text)
    assert (same, same.template, same.values["names"].template) == (text, text.template, "受理")


def test_nothing_of_it_can_be_changed() -> None:
    text = told("键“%(key)s”用了两次。", key="a")
    with pytest.raises(AttributeError):
        text.template = "x"
    with pytest.raises(TypeError):
        text.values["key"] = "b"  # type: ignore[index]


def test_the_values_are_those_of_the_moment() -> None:
    values = {"key": "a"}
    text = Told("%(key)s", values)
    values["key"] = "b"
    assert text.values["key"] == "a"


def test_a_template_needs_its_values() -> None:
    with pytest.raises(KeyError):
        told("%(name)s和%(other)s", name="a")


def test_it_is_stored_and_compared_as_its_text() -> None:
    text = told("最多 %(longest)s 个字。", longest=3)
    assert json.loads(json.dumps({"text": text}, ensure_ascii=False)) == {"text": "最多 3 个字。"}
    assert {text: 1}["最多 3 个字。"] == 1
    assert type(str(text)) is str


@given(st.lists(st.text(), min_size=1), st.text())
def test_joined_parts_read_as_a_join(parts: list[str], separator: str) -> None:
    assert joined(separator, parts) == separator.join(parts)


def test_a_finished_text_is_not_formatted_again() -> None:
    text = told("没有“%(key)s”。", key="{input}")
    assert text.format(input="x") is text


def test_joined_parts_stay_told() -> None:
    text = joined(told("、"), [told("受理"), "100%", told("审查")])
    assert text == "受理、100%、审查"
    assert [type(value) for value in text.values.values()] == [Told, str, Told, Told]
    assert joined("、", []) == ""

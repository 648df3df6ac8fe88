"""Scenario guidance: visible questions, and the parts of a guide that apply after the answers."""

from itertools import product
from typing import Any

import pytest

from guides.scenario import ScenarioAnswersInvalid, Stop, Tell, matches, resolve
from tests.support.bundle_terms import (
    choice,
    form_field,
    guide,
    material,
    step,
    yes_no,
)

BUILDING = choice(
    "building",
    "street",
    "residential",
    residential={"stop": {"reason": "居民住宅楼内不得新建餐饮项目", "basis": "air-81"}},
)
SEWER = choice("sewer", "yes", "no", when={"building": ["street"]}, yes={"tell": "请另办排水许可"})


def keys(entries: tuple[Any, ...]) -> list[str]:
    return [each.key for each in entries]


@pytest.mark.parametrize("answers", [{"a": first, "b": second} for first, second in product("123", "123")])
def test_every_named_question_must_match_by_one_of_its_values(answers: dict[str, str]) -> None:
    expected = answers["a"] in "12" and answers["b"] == "3"
    assert matches({"a": ["1", "2"], "b": ["3"]}, answers) is expected


def test_without_conditions_all_matches_and_without_an_answer_nothing_does() -> None:
    assert matches({}, {})
    assert not matches({"a": ["1"]}, {})


def test_a_question_shows_only_after_the_answer_it_depends_on() -> None:
    content = guide("A", questions=[BUILDING, SEWER])
    assert keys(resolve(content, {}).questions) == ["building"]
    assert resolve(content, {}).unanswered == ("building",)
    answered = resolve(content, {"building": "street"})
    assert keys(answered.questions) == ["building", "sewer"]
    assert answered.unanswered == ("sewer",)


def test_an_answer_to_a_question_that_does_not_show_is_ignored() -> None:
    content = guide(
        "A", questions=[BUILDING, SEWER], materials=[material("drain-plan", when={"sewer": ["yes"]})]
    )
    selection = resolve(content, {"building": "residential", "sewer": "yes"})
    assert selection.materials == ()
    assert selection.tells == ()
    assert selection.answers == {"building": "residential"}


def test_even_a_wrong_value_of_a_hidden_question_is_ignored() -> None:
    content = guide("A", questions=[BUILDING, SEWER])
    assert resolve(content, {"building": "residential", "sewer": "maybe"}).unanswered == ()


def test_a_question_cannot_depend_on_one_that_comes_later() -> None:
    content = guide("A", questions=[SEWER, BUILDING])
    assert keys(resolve(content, {"building": "street", "sewer": "yes"}).questions) == ["building"]


def test_unknown_values_are_named_all_at_once() -> None:
    content = guide("A", questions=[BUILDING, yes_no("tobacco")])
    with pytest.raises(ScenarioAnswersInvalid) as refused:
        resolve(content, {"building": "boat", "tobacco": "maybe"})
    assert set(refused.value.errors) == {"building", "tobacco"}


def test_an_empty_answer_is_no_answer() -> None:
    assert resolve(guide("A", questions=[BUILDING]), {"building": ""}).unanswered == ("building",)


def test_a_stop_names_its_reason_and_its_basis() -> None:
    selection = resolve(guide("A", questions=[BUILDING]), {"building": "residential"})
    assert selection.stops == (Stop("building", "residential", "居民住宅楼内不得新建餐饮项目", "air-81"),)
    assert selection.is_complete
    assert not selection.may_apply


def test_advice_prevents_nothing() -> None:
    selection = resolve(guide("A", questions=[BUILDING, SEWER]), {"building": "street", "sewer": "yes"})
    assert selection.tells == (Tell("sewer", "yes", "请另办排水许可"),)
    assert selection.may_apply


def test_each_part_of_the_guide_follows_the_answers() -> None:
    when = {"tobacco": ["yes"]}
    parts = {
        name: [{"key": "always", "when": {}}, {"key": "only", "when": when}]
        for name in ("situations", "conditions", "fees")
    }
    content = guide(
        "A",
        questions=[yes_no("tobacco")],
        materials=[material("always"), material("only", when=when)],
        steps=[step("always"), step("only", when=when)],
        form_fields=[form_field("always"), form_field("only", when=when)],
        **parts,
    )
    every = ("situations", "conditions", "fees", "materials", "steps", "form_fields")
    for answer, expected in (("yes", ["always", "only"]), ("no", ["always"]), ("", ["always"])):
        selection = resolve(content, {"tobacco": answer})
        assert {name: keys(getattr(selection, name)) for name in every} == dict.fromkeys(every, expected)


@pytest.mark.parametrize(
    ("answer", "by_commitment", "materials", "steps"),
    [
        ("commitment", True, ["plan"], ["decision", "later"]),
        ("inspection", False, ["plan", "test-report"], ["decision"]),
        ("", False, ["plan", "test-report"], ["decision"]),
    ],
)
def test_a_commitment_replaces_materials_and_brings_the_later_check(
    answer: str, by_commitment: bool, materials: list[str], steps: list[str]
) -> None:
    content = guide(
        "A",
        questions=[choice("handling", "commitment", "inspection")],
        commitment={"question": "handling", "value": "commitment", "text": "承诺"},
        materials=[material("plan"), material("test-report", by_commitment=True)],
        steps=[step("decision", "decision"), step("later", "after_check")],
    )
    selection = resolve(content, {"handling": answer})
    assert selection.by_commitment is by_commitment
    assert keys(selection.materials) == materials
    assert keys(selection.steps) == steps


def test_nothing_is_dropped_where_no_commitment_is_offered() -> None:
    content = guide(
        "A", materials=[material("report", by_commitment=True)], steps=[step("later", "after_check")]
    )
    selection = resolve(content, {})
    assert keys(selection.materials) == ["report"]
    assert keys(selection.steps) == ["later"]

"""One question a page: which comes next, the way back, the answers so far."""

from typing import Any, Final

import pytest

from guides.bundles import BundleSelection, resolve_single
from services_hall.presentation.scenario_steps import (
    ASK,
    UNSURE,
    ScenarioRequest,
    ScenarioStep,
    in_order_of_asking,
    scenario_step,
)
from tests.support.bundle_terms import choice, guide

QUESTIONS: Final = [
    choice("owner", "one", "many"),
    choice("place", "rented", "own", own={"stop": {"reason": "不行", "basis": None}}),
    choice("partner", "firm", "person", when={"owner": ["many"]}),
]
TERMS: Final = guide("A", questions=QUESTIONS)

pytestmark = pytest.mark.usefixtures("source_language")


def selection_of(**answers: str) -> BundleSelection:
    return resolve_single(TERMS, answers)


def step_of(*, ask: str = "", asked: str = "", unsure: tuple[str, ...] = (), **answers: str) -> ScenarioStep:
    sent = ScenarioRequest("/q", ask, asked, unsure, {"source": "S"})
    return scenario_step(selection_of(**answers), sent, {})


def values_of(step: ScenarioStep) -> list[Any]:
    assert step.question is not None
    return [item["value"] for item in step.question.params["items"]]


def test_a_follow_up_is_asked_directly_after_its_answer() -> None:
    keys = [one.key for one in in_order_of_asking(selection_of(owner="many").questions)]
    assert keys == ["owner", "partner", "place"]
    assert step_of(owner="many").key == "partner"


def test_one_question_is_asked_and_the_others_are_carried() -> None:
    step = step_of(owner="one")
    assert (step.key, step.number, step.count) == ("place", 2, 2)
    assert list(step.carried) == [("owner", "one"), ("source", "S")]
    assert [one.answer for one in step.given] == ["one"]
    assert f"{ASK}=owner" in step.back_href


def test_an_answer_is_changed_without_losing_the_others() -> None:
    step = step_of(ask="owner", owner="many", partner="firm", place="rented")
    assert step.key == "owner"
    assert dict(step.carried) == {"partner": "firm", "place": "rented", "source": "S"}


def test_nothing_is_asked_after_the_last_answer_or_a_stop() -> None:
    assert not step_of(owner="one", place="rented").is_asking
    assert not step_of(place="own").is_asking
    assert step_of(ask="place", place="own").is_asking


def test_who_is_unsure_is_asked_the_next_question_and_reminded() -> None:
    first = step_of()
    assert values_of(first)[-1] == UNSURE
    later = step_of(unsure=("owner",), asked="owner")
    assert later.key == "place"
    assert [one.key for one in later.unsure] == ["owner"]
    assert not step_of(unsure=("owner",), place="rented").is_asking


def test_a_page_without_an_answer_is_told_at_its_field() -> None:
    step = step_of(asked="owner")
    assert step.key == "owner"
    assert list(step.errors) == ["owner"]

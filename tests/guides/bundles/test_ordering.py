"""The order of a bundle's cases, tested on generated graphs and bundles."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guides.bundles import find_circle, order_in_stages, resolve_bundle
from guides.errors import CircularOrder
from guides.scenario import option_values
from tests.support.bundle_terms import (
    bundle,
    by_code,
    choice,
    entry,
    guide,
    material,
    yes_no,
)

ITEMS = "ABCDE"
TYPES = [f"type-{item}" for item in ITEMS]
graphs = st.dictionaries(st.sampled_from(ITEMS), st.frozensets(st.sampled_from(ITEMS)), min_size=1).map(
    lambda graph: {item: tuple(on for on in graph[item] if on in graph and on != item) for item in graph}
)


@given(graphs)
def test_every_item_runs_once_and_after_all_it_waits_for(graph: dict[str, tuple[str, ...]]) -> None:
    try:
        order = order_in_stages(graph)
    except CircularOrder as refused:
        assert_is_circle(refused.cycle, graph)
        return
    assert sorted(item for stage in order for item in stage) == sorted(graph)
    done: set[str] = set()
    for stage in order:
        assert set(stage) == {item for item in graph if item not in done and set(graph[item]) <= done}
        done |= set(stage)


def assert_is_circle(cycle: tuple[str, ...], waits_for: Mapping[str, tuple[str, ...]]) -> None:
    assert len(cycle) > 1
    assert cycle[0] == cycle[-1]
    assert all(on in waits_for[item] for item, on in pairwise(cycle))


def test_who_waits_for_nothing_starts_at_once_and_the_rest_follows_in_stages() -> None:
    waits_for = {"licence": (), "food": ("licence",), "fire": ("licence",), "sign": ("food", "fire")}
    assert order_in_stages(waits_for) == (("licence",), ("food", "fire"), ("sign",))


def test_a_circle_is_named_from_item_to_awaited_item() -> None:
    first = guide("A", issues="a", materials=[material("m", spared_by=["b"])])
    second = guide("B", issues="b", materials=[material("m", spared_by=["c"])])
    third = guide("C", issues="c", materials=[material("m", spared_by=["a"])])
    assert find_circle(bundle("A", "B", "C"), by_code(first, second, third)) == ("A", "B", "C", "A")


def test_an_item_that_renews_its_own_certificate_waits_for_nobody() -> None:
    renewal = guide("A", issues="a", materials=[material("old", spared_by=["a"])])
    other = guide("B")
    assert find_circle(bundle("A", "B"), by_code(renewal, other)) is None


def test_explicit_order_against_the_results_is_a_circle() -> None:
    maker = guide("A", issues="a")
    user = guide("B", materials=[material("m", spared_by=["a"])])
    assert find_circle(bundle(entry("A", after=["B"]), "B"), by_code(maker, user)) is not None
    assert find_circle(bundle("A", entry("B", after=["A"])), by_code(maker, user)) is None


def test_items_that_are_never_selected_together_make_no_circle() -> None:
    first = guide("A", issues="a", materials=[material("m", spared_by=["b"])])
    second = guide("B", issues="b", materials=[material("m", spared_by=["a"])])
    either = bundle(
        entry("A", when={"who": ["person"]}),
        entry("B", when={"who": ["company"]}),
        questions=[choice("who", "person", "company", "both")],
    )
    first_item, second_item = either.items
    assert find_circle(either, by_code(first, second)) is None
    both = replace(either, items=(replace(first_item, when={"who": ["person", "both"]}), second_item))
    assert find_circle(both, by_code(first, second)) is None
    both = replace(both, items=(both.items[0], replace(second_item, when={"who": ["company", "both"]})))
    assert find_circle(both, by_code(first, second)) is not None


def test_a_material_dropped_by_the_commitment_that_is_always_made_makes_no_circle() -> None:
    commitment = {"question": "handling", "value": "commitment", "text": ""}
    only = [choice("handling", "commitment")]
    paper = material("m", spared_by=["b"], by_commitment=True)
    user = guide("A", issues="a", materials=[paper], questions=only, commitment=commitment)
    maker = guide("B", issues="b", materials=[material("n", spared_by=["a"])])
    assert find_circle(bundle("A", "B"), by_code(user, maker)) is None
    open_choice = [choice("handling", "commitment", "inspection")]
    declinable = guide("A", issues="a", materials=[paper], questions=open_choice, commitment=commitment)
    assert find_circle(bundle("A", "B"), by_code(declinable, maker)) is not None


def up_and_down(count: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Items that wait in one direction for one answer and in the other for another: no circle is possible."""
    codes = [f"I{number}" for number in range(count)]
    guides = [
        guide(
            code,
            issues=code,
            questions=[yes_no("own")],
            materials=[
                material(other, spared_by=[other], when={"own": ["yes" if number > place else "no"]})
                for place, other in enumerate(codes)
                if other != code
            ],
        )
        for number, code in enumerate(codes)
    ]
    passed = [{"item": code, "question": "own", "from": "q"} for code in codes]
    return bundle(*codes, questions=[yes_no("q")], answers=passed), by_code(*guides)


def test_a_knot_is_searched_and_a_hopelessly_tangled_one_is_refused() -> None:
    assert find_circle(*up_and_down(6)) is None
    refused = find_circle(*up_and_down(24))
    assert refused is not None
    assert refused[0] == refused[-1]


questions_of_two = [choice("p", "1", "2"), choice("q", "1", "2", when={"p": ["1"]})]
whens = st.dictionaries(st.sampled_from("pq"), st.sampled_from([["1"], ["2"], ["1", "2"]]), max_size=2)
own_whens = st.dictionaries(st.just("own"), st.sampled_from([["yes"], ["no"]]), max_size=1)
papers = st.lists(st.tuples(st.sampled_from(TYPES), own_whens, st.booleans()), max_size=2)


@st.composite
def bundles_with_guides(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    codes = draw(st.lists(st.sampled_from(ITEMS[:4]), min_size=2, unique=True))
    guides = [
        guide(
            code,
            issues=f"type-{code}",
            questions=[yes_no("own")],
            commitment={"question": "own", "value": "yes", "text": ""},
            materials=[
                material(f"m{number}", spared_by=[kind], when=when, by_commitment=dropped)
                for number, (kind, when, dropped) in enumerate(draw(papers))
            ],
        )
        for code in codes
    ]
    items = [
        entry(code, when=draw(whens), after=draw(st.lists(st.sampled_from(codes), max_size=1)))
        for code in codes
    ]
    passed = [
        {"item": code, "question": "own", "from": "r"} for code in draw(st.sets(st.sampled_from(codes)))
    ]
    made = bundle(*items, questions=[*questions_of_two, yes_no("r")], answers=passed)
    return made, by_code(*guides)


@settings(max_examples=150, deadline=None)
@given(bundles_with_guides())
def test_a_bundle_is_refused_exactly_when_some_answers_make_a_circle(
    made: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    content, contents = made
    fields = {question.key: option_values(question) for question in content.questions}
    fields |= {f"{code}:own": ("yes", "no") for code in contents}
    circles = False
    for values in product(*fields.values()):
        try:
            resolve_bundle(content, contents, dict(zip(fields, values, strict=True)))
        except CircularOrder:
            circles = True
            break
    assert (find_circle(content, contents) is not None) is circles


@pytest.mark.parametrize("shown", [True, False])
def test_an_answer_passed_on_from_a_question_that_may_not_show_hides_no_circle(shown: bool) -> None:
    when = {} if shown else {"p": ["1"]}
    needs = [material("m", spared_by=["b"], when={"own": ["yes"]})]
    first = guide("A", issues="a", questions=[yes_no("own")], materials=needs)
    second = guide("B", issues="b", materials=[material("m", spared_by=["a"])])
    content = bundle(
        "A",
        "B",
        questions=[choice("p", "1", "2"), choice("r", "no", when=when)],
        answers=[{"item": "A", "question": "own", "from": "r"}],
    )
    circle = find_circle(content, by_code(first, second))
    assert (circle is None) is shown
    answers = {"p": "2", "A:own": "yes"}
    if shown:
        assert resolve_bundle(content, by_code(first, second), answers).waits_for == {"A": (), "B": ("A",)}
        return
    with pytest.raises(CircularOrder):
        resolve_bundle(content, by_code(first, second), answers)

"""One application from several guides: merged materials and fields, waived materials, order of items."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guides.bundles import BundleSelection, bundle_saving, resolve_bundle, resolve_single
from guides.enumerations import Unit
from guides.errors import CircularOrder, GuideNotFound
from guides.scenario import ScenarioAnswersInvalid
from guides.terms import Deferral, Result, SparedBy
from tests.support.bundle_terms import (
    bundle,
    by_code,
    choice,
    entry,
    form_field,
    guide,
    material,
    yes_no,
)

REGISTRATION = guide(
    "REG", issues="business-licence", materials=[material("identity-card"), material("premises-proof")]
)
FOOD = guide(
    "FOOD",
    materials=[
        material("licence", name="营业执照", spared_by=["business-licence"], merge_key="business-licence"),
        material("layout", name="布局图", merge_key="layout-plan"),
    ],
)
FIRE = guide(
    "FIRE",
    questions=[choice("handling", "commitment", "inspection"), yes_no("basement")],
    commitment={"question": "handling", "value": "commitment", "text": ""},
    materials=[
        material("licence", name="营业执照", spared_by=["business-licence"], merge_key="business-licence"),
        material("plan", name="平面图", by_commitment=True),
        material("basement-plan", when={"basement": ["yes"]}),
    ],
)
GUIDES = by_code(REGISTRATION, FOOD, FIRE)
RESTAURANT = bundle(
    entry("REG", when={"licence": ["no"]}),
    entry("FOOD"),
    entry("FIRE"),
    questions=[yes_no("licence"), choice("how", "commitment", "inspection")],
    answers=[{"item": "FIRE", "question": "handling", "from": "how"}],
    merges=[
        {
            "key": "layout-plan",
            "name": "经营场所平面图",
            "members": [{"item": "FOOD", "material": "layout"}, {"item": "FIRE", "material": "plan"}],
        }
    ],
)


def material_members(selection: BundleSelection) -> dict[str, tuple[str | None, list[str]]]:
    return {
        each.key: (each.from_item, [f"{item}/{key}" for item, key in each.members])
        for each in selection.materials
    }


def test_without_a_licence_all_wait_for_the_registration_that_makes_it() -> None:
    selection = resolve_bundle(
        RESTAURANT, GUIDES, {"licence": "no", "how": "inspection", "FIRE:basement": "no"}
    )
    assert selection.waits_for == {"REG": (), "FOOD": ("REG",), "FIRE": ("REG",)}
    assert material_members(selection)["business-licence"] == ("REG", ["FOOD/licence", "FIRE/licence"])
    assert selection.may_apply


def test_with_a_licence_nobody_waits_and_it_is_asked_for_once() -> None:
    selection = resolve_bundle(RESTAURANT, GUIDES, {"licence": "yes", "how": "inspection"})
    assert selection.waits_for == {"FOOD": (), "FIRE": ()}
    assert material_members(selection)["business-licence"] == (None, ["FOOD/licence", "FIRE/licence"])


def test_materials_that_the_bundle_calls_the_same_are_asked_for_once_under_its_name() -> None:
    selection = resolve_bundle(RESTAURANT, GUIDES, {"licence": "yes", "how": "inspection"})
    plan = next(each for each in selection.materials if each.key == "layout-plan")
    assert plan.name == "经营场所平面图"
    assert plan.members == (("FOOD", "layout"), ("FIRE", "plan"))


def test_an_answer_to_the_bundle_answers_the_item_and_is_not_asked_again() -> None:
    selection = resolve_bundle(RESTAURANT, GUIDES, {"licence": "yes", "how": "commitment"})
    assert [question.key for question in selection.questions] == ["licence", "how", "FIRE:basement"]
    assert selection.unanswered == ("FIRE:basement",)
    fire = selection.items[1]
    assert fire.by_commitment
    assert material_members(selection)["layout-plan"] == (None, ["FOOD/layout"])


def test_what_an_item_asks_by_itself_is_answered_under_its_own_name() -> None:
    answers = {"licence": "yes", "how": "inspection", "FIRE:basement": "yes", "basement": "no"}
    selection = resolve_bundle(RESTAURANT, GUIDES, answers)
    assert material_members(selection)["basement-plan"] == (None, ["FIRE/basement-plan"])
    assert selection.answers == {"licence": "yes", "how": "inspection", "FIRE:basement": "yes"}
    assert resolve_bundle(RESTAURANT, GUIDES, selection.answers) == selection


def test_wrong_values_are_named_by_their_fields() -> None:
    with pytest.raises(ScenarioAnswersInvalid) as refused:
        resolve_bundle(RESTAURANT, GUIDES, {"licence": "yes", "FIRE:basement": "maybe"})
    assert set(refused.value.errors) == {"FIRE:basement"}


def test_an_item_asks_itself_when_the_question_that_answers_it_does_not_show() -> None:
    questions = bundle(
        "REG", questions=[yes_no("licence"), choice("how", "commitment", when={"licence": ["no"]})]
    ).questions
    hidden = replace(RESTAURANT, questions=questions)
    selection = resolve_bundle(hidden, GUIDES, {"licence": "yes", "FIRE:handling": "inspection"})
    assert [question.key for question in selection.questions] == [
        "licence",
        "FIRE:handling",
        "FIRE:basement",
    ]
    assert not selection.items[1].by_commitment


def test_a_stop_in_one_item_stops_the_bundle() -> None:
    stopping = yes_no("flue")
    stopping["options"] = [
        {"value": "yes", "stop": None, "tell": None},
        {"value": "no", "stop": {"reason": "无专用烟道", "basis": None}, "tell": None},
    ]
    selection = resolve_bundle(bundle("A"), by_code(guide("A", questions=[stopping])), {"A:flue": "no"})
    assert [(stop.question, stop.reason) for stop in selection.stops] == [("A:flue", "无专用烟道")]
    assert not selection.may_apply


def test_a_bundle_without_a_selected_item_cannot_be_applied_for() -> None:
    empty = bundle(entry("FOOD", when={"licence": ["yes"]}), questions=[yes_no("licence")])
    assert not resolve_bundle(empty, GUIDES, {"licence": "no"}).may_apply


def test_a_selected_item_without_a_guide_in_force_is_named() -> None:
    with pytest.raises(GuideNotFound) as missing:
        resolve_bundle(bundle("NOWHERE"), GUIDES, {})
    assert missing.value.code == "NOWHERE"


def test_a_guide_that_changed_into_a_circle_is_told_not_run() -> None:
    changed = guide("REG", issues="business-licence", materials=[material("m", spared_by=["permit"])])
    food = replace(FOOD, result=Result(certificate_type="permit"))
    with pytest.raises(CircularOrder):
        resolve_bundle(bundle("REG", "FOOD"), by_code(changed, food), {})


def test_a_material_that_only_some_may_take_from_another_item_stays_asked_for_the_others() -> None:
    plain = guide("SIGN", materials=[material("licence", merge_key="business-licence")])
    selection = resolve_bundle(bundle("REG", "FOOD", "SIGN"), by_code(REGISTRATION, FOOD, plain), {})
    assert material_members(selection)["business-licence:REG"] == ("REG", ["FOOD/licence"])
    assert material_members(selection)["business-licence"] == (None, ["SIGN/licence"])


def test_a_merged_material_may_be_spared_or_deferred_only_as_all_its_members_may() -> None:
    early = {"days": 3, "unit": "working_day", "note": ""}
    late = {"days": 5, "unit": "calendar_day", "note": ""}
    first = material("m", spared_by=["a", "b"], deferrable=late, kind="copy", copies=1)
    second = material("m", spared_by=["b", "c"], deferrable=early, kind="original", copies=2)
    third = material("n", merge_key="m", deferrable=None)
    pair = by_code(guide("A", materials=[first]), guide("B", materials=[second]))
    merged = resolve_bundle(bundle("A", "B"), pair, {}).materials[0]
    assert merged.spared_by == (SparedBy(certificate_type="b"),)
    assert merged.deferrable == Deferral(days=3, unit=Unit.WORKING_DAY)
    assert (merged.terms.kind, merged.terms.copies) == ("original", 2)
    three = {**pair, "C": guide("C", materials=[third])}
    merged = resolve_bundle(bundle("A", "B", "C"), three, {}).materials[0]
    assert (merged.spared_by, merged.deferrable) == ((), None)


def test_a_form_field_is_filled_in_once_and_is_as_strict_as_the_strictest() -> None:
    first = form_field("address", max_length=120)
    second = form_field("place", merge_key="address", max_length=80, required=True, personal=True)
    pair = by_code(guide("A", form_fields=[first]), guide("B", form_fields=[second]))
    (field,) = resolve_bundle(bundle("A", "B"), pair, {}).form_fields
    assert field.members == (("A", "address"), ("B", "place"))
    assert (field.field.max_length, field.field.required, field.field.personal) == (80, True, True)


def test_fields_of_one_name_but_another_kind_are_not_mixed() -> None:
    first = form_field("opening", type="date")
    second = form_field("opening", type="text")
    pair = by_code(guide("A", form_fields=[first]), guide("B", form_fields=[second]))
    assert [each.key for each in resolve_bundle(bundle("A", "B"), pair, {}).form_fields] == [
        "opening",
        "B:opening",
    ]


def test_a_single_guide_has_the_shape_of_a_bundle_with_one_item() -> None:
    selection = resolve_single(FIRE, {"handling": "inspection", "basement": "no"})
    assert [question.key for question in selection.questions] == ["handling", "basement"]
    assert selection.waits_for == {"FIRE": ()}
    assert material_members(selection) == {
        "business-licence": (None, ["FIRE/licence"]),
        "plan": (None, ["FIRE/plan"]),
    }
    assert selection.answers == {"handling": "inspection", "basement": "no"}


def test_what_a_bundle_saves_is_counted() -> None:
    selection = resolve_bundle(
        RESTAURANT, GUIDES, {"licence": "no", "how": "inspection", "FIRE:basement": "no"}
    )
    saved = bundle_saving(selection)
    assert (saved.applications_separately, saved.applications_together) == (3, 1)
    assert (saved.materials_separately, saved.materials_together) == (6, 3)


merge_keys = st.sampled_from(["a", "b", "c"])
guide_parts = st.lists(st.tuples(merge_keys, st.sampled_from([[], ["T0"], ["T1"]])), max_size=4)


@settings(max_examples=100, deadline=None)
@given(st.lists(guide_parts, min_size=1, max_size=4), st.data())
def test_merging_loses_no_member_and_repeats_none(
    parts: list[list[tuple[str, list[str]]]], data: Any
) -> None:
    guides = by_code(
        *(
            guide(
                f"G{number}",
                issues=f"T{number}",
                materials=[
                    material(f"m{place}", merge_key=key, spared_by=types)
                    for place, (key, types) in enumerate(entries)
                ],
                form_fields=[
                    form_field(f"f{place}", merge_key=key, type=data.draw(st.sampled_from(["text", "date"])))
                    for place, (key, _) in enumerate(entries)
                ],
            )
            for number, entries in enumerate(parts)
        )
    )
    try:
        selection = resolve_bundle(bundle(*guides), guides, {})
    except CircularOrder:
        return
    expected = Counter(
        (code, f"{place}") for code, each in guides.items() for place in range(len(each.materials))
    )
    assert Counter((item, key[1:]) for each in selection.materials for item, key in each.members) == expected
    assert (
        Counter((item, key[1:]) for each in selection.form_fields for item, key in each.members) == expected
    )
    assert len({each.key for each in selection.materials}) == len(selection.materials)
    assert len({each.key for each in selection.form_fields}) == len(selection.form_fields)
    for each in selection.materials:
        assert all(each.from_item in (None, *selection.waits_for[item]) for item, _ in each.members)

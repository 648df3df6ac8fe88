"""Differences between two editions, as data."""

import json
from typing import Any

import pytest

from guides.editions import ORDER, Difference, ListEntry, burden_change, edition_differences
from guides.editions.differences import event_summary
from guides.enumerations import ChangeKind
from guides.samples import load_bundle_sample, load_sample, sample_codes
from tests.support.guide_terms import LAW_KEY, MINIMAL, guide_content

MATERIAL = MINIMAL["materials"][0]
LICENCE = ListEntry("business-licence", "营业执照")
PLAN = MATERIAL | {"key": "plan", "name": "布局图"}


def changes_between(**changes: Any) -> list[Difference]:
    return edition_differences(guide_content(), guide_content(**changes))


def test_the_same_text_has_no_differences() -> None:
    assert changes_between() == []


def test_a_changed_limit_has_its_values_before_and_after() -> None:
    before = MINIMAL["limits"]["promised"]
    after = {"days": 3, "unit": "working_day", "note": "演示数据"}
    (found,) = changes_between(limits=MINIMAL["limits"] | {"promised": after})
    assert (found.element, found.entry, found.part) == ("limits.promised", None, None)
    assert (found.before, found.after) == (guide_content()["limits"]["promised"], after)
    assert before["days"] == 5


def test_values_are_those_of_the_terms() -> None:
    assert changes_between(item_type="filing", audience=["person"]) == [
        Difference("item_type", None, None, "licence", "filing"),
        Difference("audience", None, None, ["person", "organisation"], ["person"]),
    ]
    assert changes_between(access=MINIMAL["access"] | {"by_post": False, "visits": 1}) == [
        Difference("access.visits", None, None, 0, 1),
        Difference("access.by_post", None, None, True, False),
    ]


def test_a_list_is_compared_entry_by_entry_and_part_by_part() -> None:
    more, added = changes_between(materials=[MATERIAL | {"copies": 2}, PLAN])
    assert more == Difference("materials", LICENCE, "copies", 1, 2)
    assert (more.path, more.kind) == ("materials.business-licence.copies", ChangeKind.CHANGED)
    assert (added.path, added.kind) == ("materials.plan", ChangeKind.ADDED)
    assert (added.entry, added.part, added.before) == (ListEntry("plan", "布局图"), None, None)
    assert added.after == guide_content(materials=[PLAN])["materials"][0]


def test_what_was_abolished_is_told() -> None:
    (gone,) = changes_between(materials=[])
    assert (gone.path, gone.kind, gone.after) == ("materials.business-licence", ChangeKind.REMOVED, None)


def test_a_part_that_begins_or_ends_is_a_change_of_its_entry() -> None:
    deferrable = {"days": 5, "unit": "working_day", "note": ""}
    (found,) = changes_between(materials=[MATERIAL | {"deferrable": deferrable}])
    assert (found.part, found.before, found.kind) == ("deferrable", None, ChangeKind.CHANGED)


def test_another_order_is_a_difference() -> None:
    before, after = guide_content(materials=[MATERIAL, PLAN]), guide_content(materials=[PLAN, MATERIAL])
    (found,) = edition_differences(before, after)
    assert found == Difference("materials", None, ORDER, ["营业执照", "布局图"], ["布局图", "营业执照"])
    assert (found.path, found.kind) == ("materials.order", ChangeKind.CHANGED)


def test_something_that_begins_or_ends_has_no_value_on_the_other_side() -> None:
    commitment = {"text": "承诺", "consequence": "撤销", "bases": [LAW_KEY], "question": "q", "value": "a"}
    (found,) = changes_between(commitment=commitment)
    assert (found.path, found.before, found.kind) == ("commitment", None, ChangeKind.ADDED)
    assert found.after == {**commitment, "after_check": None}


def test_the_burden_stands_before_and_after() -> None:
    shorter = MINIMAL["limits"] | {"promised": {"days": 3, "unit": "working_day"}}
    summary = burden_change(
        guide_content(), guide_content(materials=[], limits=shorter, steps=MINIMAL["steps"][:4])
    )
    assert (summary.materials.before, summary.materials.after) == (1, 0)
    assert (summary.promised.before, summary.promised.after, summary.promised_unit) == (5, 3, "working_day")
    assert (summary.visits.before, summary.visits.after) == (0, 0)
    assert (summary.steps.before, summary.steps.after) == (5, 4)


def test_a_first_edition_lists_no_changes_and_a_bundle_has_no_burden() -> None:
    first = event_summary(None, guide_content())
    assert (first["first"], first["changes"]) == (True, [])
    bundle = event_summary({"name": "旧", "items": []}, {"name": "新", "items": [{"item": "A", "when": {}}]})
    assert bundle["burden"] is None
    assert bundle["changes"] == [
        {"element": "name", "entry": None, "part": None, "before": "旧", "after": "新"},
        {
            "element": "items",
            "entry": {"key": "A", "name": "A"},
            "part": None,
            "before": None,
            "after": {"item": "A", "when": {}},
        },
    ]


def test_each_answer_that_is_passed_on_is_told_apart() -> None:
    passed = [{"item": "FOOD", "question": one, "from": one} for one in ("agent", "delivery")]
    changed = [{**passed[0], "from": "who"}, passed[1]]
    assert edition_differences({"answers": passed}, {"answers": changed}) == [
        Difference("answers", ListEntry("FOOD:agent", "FOOD agent"), "from", "agent", "who")
    ]
    gone = edition_differences({"answers": passed}, {"answers": passed[1:]})
    assert [one.kind for one in gone] == [ChangeKind.REMOVED]


PAIRS = [
    (guide_content(), load_sample(sample_codes()[0])),
    ({}, load_sample(sample_codes()[1])),
    ({}, load_bundle_sample("open-restaurant")),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_an_event_gives_its_differences_back(before: dict[str, Any], after: dict[str, Any]) -> None:
    stored = json.loads(json.dumps(event_summary(before, after)))["changes"]
    assert len(stored) > 10
    assert [Difference.from_json(one) for one in stored] == edition_differences(before, after)

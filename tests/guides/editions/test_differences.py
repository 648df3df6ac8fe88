"""What changed between two editions, in words that people read."""

import json
from typing import Any

from guides.editions import Difference, burden_change, edition_differences
from guides.editions.differences import event_summary
from tests.support.guide_terms import LAW_KEY, MINIMAL, guide_content

MATERIAL = MINIMAL["materials"][0]
PLAN = MATERIAL | {"key": "plan", "name": "布局图"}


def compared(**changes: Any) -> list[tuple[str, str | None, str | None]]:
    found = edition_differences(guide_content(), guide_content(**changes))
    return [(entry.element, entry.before, entry.after) for entry in found]


def test_the_same_text_has_no_differences() -> None:
    assert compared() == []


def test_a_changed_limit_reads_as_a_limit() -> None:
    limits = MINIMAL["limits"] | {"promised": {"days": 3, "unit": "working_day", "note": "演示数据"}}
    assert compared(limits=limits) == [
        ("limits.promised", "5个工作日；说明：演示数据", "3个工作日；说明：演示数据")
    ]


def test_values_are_shown_in_the_words_of_the_page() -> None:
    assert compared(item_type="filing", audience=["person"]) == [
        ("item_type", "行政许可", "行政备案"),
        ("audience", "自然人、法人", "自然人"),
    ]
    assert compared(access=MINIMAL["access"] | {"by_post": False, "visits": 1}) == [
        ("access.visits", "0", "1"),
        ("access.by_post", "是", "否"),
    ]


def test_a_list_is_compared_entry_by_entry_and_part_by_part() -> None:
    found = edition_differences(guide_content(), guide_content(materials=[MATERIAL | {"copies": 2}, PLAN]))
    assert [(entry.element, entry.label, entry.kind) for entry in found] == [
        ("materials.business-licence.copies", "申请材料：营业执照，份数", "changed"),
        ("materials.plan", "申请材料：布局图", "added"),
    ]
    assert (found[0].before, found[0].after) == ("1", "2")
    assert found[1].before is None
    assert "布局图" in str(found[1].after)


def test_what_was_abolished_is_told() -> None:
    (gone,) = edition_differences(guide_content(), guide_content(materials=[]))
    assert (gone.element, gone.kind, gone.after) == ("materials.business-licence", "removed", None)


def test_another_order_is_a_difference() -> None:
    before, after = guide_content(materials=[MATERIAL, PLAN]), guide_content(materials=[PLAN, MATERIAL])
    assert edition_differences(before, after) == [
        Difference("materials.order", "申请材料：顺序", "营业执照 → 布局图", "布局图 → 营业执照")
    ]


def test_something_that_begins_or_ends_has_no_text_on_the_other_side() -> None:
    commitment = {"text": "承诺", "consequence": "撤销", "bases": [LAW_KEY], "question": "q", "value": "a"}
    ((element, before, after),) = compared(commitment=commitment)
    assert (element, before) == ("commitment", None)
    assert "撤销" in str(after)


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
    assert [change["element"] for change in bundle["changes"]] == ["name", "items.A"]
    json.dumps([first, bundle])


def test_each_answer_that_is_passed_on_is_told_apart() -> None:
    passed = [{"item": "FOOD", "question": one, "from": one} for one in ("agent", "delivery")]
    changed = [{**passed[0], "from": "who"}, passed[1]]
    found = edition_differences({"answers": passed}, {"answers": changed})
    assert [(one.label, one.before, one.after) for one in found] == [
        ("答案对应：FOOD agent，来源", "agent", "who")
    ]
    gone = edition_differences({"answers": passed}, {"answers": passed[1:]})
    assert [one.kind for one in gone] == ["removed"]

"""The schema of a guide's content, its canonical bytes and hash."""

import json
from copy import deepcopy
from typing import Any

import pytest

from guides.errors import DraftInvalid, FieldProblem
from guides.terms import (
    GuideTerms,
    TermsFault,
    build_terms,
    canonical_bytes,
    load_guide_terms,
    short_hash,
    stored_terms,
    terms_hash,
)
from tests.support.guide_terms import MINIMAL, guide_content


def errors_of(**changes: Any) -> dict[str, list[FieldProblem]]:
    with pytest.raises(DraftInvalid) as caught:
        guide_content(**changes)
    return caught.value.errors


def test_an_unknown_element_is_refused_by_name() -> None:
    assert errors_of(agency="某局") == {"agency": [FieldProblem(TermsFault.UNKNOWN_FIELD)]}


def test_every_missing_element_is_named_with_its_path() -> None:
    raw = deepcopy(MINIMAL)
    del raw["name"], raw["materials"][0]["kind"], raw["limits"]["promised"]["unit"]
    with pytest.raises(DraftInvalid) as caught:
        load_guide_terms(raw)
    assert set(caught.value.errors) == {"name", "materials.0.kind", "limits.promised.unit"}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"code": "带 空格"}, "code"),
        ({"code": "X" * 65}, "code"),
        ({"name": 5}, "name"),
        ({"name": "  "}, "name"),
        ({"item_type": "permit"}, "item_type"),
        ({"audience": []}, "audience"),
        ({"levels": ["province"]}, "levels.0"),
        ({"materials": "无"}, "materials"),
        ({"limits": {"legal": {"days": True, "unit": "month"}}}, "limits.legal.days"),
        ({"limits": {"legal": {"days": 1.5, "unit": "month"}}}, "limits.legal.days"),
        ({"limits": {"legal": {"days": -1, "unit": "month"}}}, "limits.legal.days"),
        ({"limits": {"legal": {"days": None, "unit": "month"}}}, "limits.legal.days"),
        ({"limits": {"legal": {"days": 3, "unit": "month", "open": True}}}, "limits.legal.days"),
        ({"access": MINIMAL["access"] | {"online": "yes"}}, "access.online"),
        ({"conditions": [{"key": "a", "text": "有", "when": {"q": []}}]}, "conditions.0.when.q"),
        ({"conditions": [{"key": "a", "text": "有", "when": {"q": [True]}}]}, "conditions.0.when.q.0"),
        ({"conditions": [{"key": "a", "text": "有", "when": "q"}]}, "conditions.0.when"),
        ({"questions": [{"key": "q", "text": "？", "kind": "choice"}]}, "questions.0.options"),
        (
            {"form_fields": [{"key": "f", "label": "名", "type": "text", "prefill": "x"}]},
            "form_fields.0.prefill",
        ),
        ({"materials": [MINIMAL["materials"][0] | {"spared_by": [{}]}]}, "materials.0.spared_by.0"),
        ({"commitment": {"text": "承诺", "consequence": "撤销", "question": "q"}}, "commitment.value"),
    ],
)
def test_a_wrong_value_is_named_with_its_path(changes: dict[str, Any], path: str) -> None:
    errors = errors_of(**changes)
    assert path in errors
    assert all(isinstance(one, FieldProblem) for problems in errors.values() for one in problems)


def test_something_that_is_no_group_of_fields_is_refused() -> None:
    with pytest.raises(DraftInvalid):
        load_guide_terms(["a"])  # type: ignore[arg-type]


def test_a_yes_no_question_offers_both_answers() -> None:
    loaded = guide_content(questions=[{"key": "q", "text": "有吗？", "kind": "yes_no"}])
    assert [option["value"] for option in loaded["questions"][0]["options"]] == ["yes", "no"]


def test_a_material_merges_under_its_own_key_unless_told() -> None:
    assert guide_content()["materials"][0]["merge_key"] == "business-licence"


def test_loading_what_was_loaded_changes_nothing() -> None:
    loaded = guide_content()
    assert load_guide_terms(loaded) == loaded
    assert load_guide_terms(json.loads(canonical_bytes(loaded))) == loaded


def test_canonical_bytes_do_not_depend_on_order_blanks_or_decomposed_letters() -> None:
    plain = guide_content(name="Café许可")
    decomposed = guide_content(name=" Cafe\u0301许可 ")
    turned = dict(reversed(list(decomposed.items())))
    assert canonical_bytes(turned) == canonical_bytes(plain)
    assert b'": ' not in canonical_bytes(plain)
    assert "许可".encode() in canonical_bytes(plain)


def test_the_hash_tells_any_change() -> None:
    one, other = (terms_hash(canonical_bytes(guide_content(name=name))) for name in ("甲", "乙"))
    assert one != other
    assert short_hash("7f3a9c21" + "0" * 56) == "7f3a 9c21"


def test_an_element_added_later_is_absent_while_it_has_its_default() -> None:
    content = guide_content()
    limits = content["limits"]
    named = {**content, "limits": {**limits, "starts_with": "acceptance", "ends_with": "decision"}}
    assert load_guide_terms(named) == load_guide_terms(content)
    other = load_guide_terms({**content, "limits": {**limits, "starts_with": "receipt"}})
    assert other["limits"]["starts_with"] == "receipt"
    assert "ends_with" not in other["limits"]
    assert stored_terms(build_terms(GuideTerms, other)) == other

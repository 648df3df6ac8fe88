"""The form for a guide's terms, generated from their schema."""

from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict

from guides.element_labels import ELEMENTS, part_label
from guides.terms import GuideSchema, entries_field, remark_field, text_field
from guides.terms.schema.bases import ConditionSchema, IntermediarySchema
from guides.terms.schema.form import DayRuleSchema, FormFieldSchema
from services_hall.guide_desk.form import parsing
from services_hall.guide_desk.form.fields import FormSection, TermField, TermsForm
from services_hall.guide_desk.form.layout import GUIDE_FORM, TEXT_ONLY, form_layout
from services_hall.presentation.guide_form_words import PROMPTS
from tests.support.hall import Hall


class ConditionWithNote(ConditionSchema):
    note = remark_field(multiline=True)


class WiderGuide(GuideSchema):
    """A guide with additional elements: a note for each condition, a summary, a list of helpers."""

    conditions = entries_field(ConditionWithNote)
    summary = text_field(300)
    helpers = entries_field(IntermediarySchema)


WIDER_FORM = form_layout(WiderGuide())
TERMS = {
    "summary": "一句话",
    "conditions": [{"key": "adult", "text": "年满十八周岁", "bases": [], "when": {}, "note": "以身份证为准"}],
    "helpers": [],
}


@pytest.fixture(autouse=True)
def context(hall: Hall) -> Iterator[None]:
    with hall.app.test_request_context("/"):
        yield


def sections(raw: dict[str, object]) -> dict[str, FormSection]:
    form = TermsForm(raw, {}, certificate_names={}, layout=WIDER_FORM)
    return {section.path: section for section in form.sections()}


def fields_of(section: FormSection) -> dict[str, TermField]:
    groups = [*section.groups, *(group for row in section.rows for group in row.groups)]
    return {field.name: field for group in groups for field in group}


def test_a_field_added_to_the_schema_is_in_the_form_with_its_label() -> None:
    shown = sections(TERMS)
    note = fields_of(shown["conditions"])["conditions.0.note"]
    assert (note.label, note.kind, note.value) == ("说明", "long", "以身份证为准")
    summary = fields_of(shown["identity"])["summary"]
    assert (summary.label, summary.kind, summary.value) == ("概要", "text", "一句话")


def test_what_is_typed_into_an_added_field_is_read() -> None:
    form = MultiDict(
        [
            ("summary", "另一句话"),
            ("conditions.index", "0"),
            ("conditions.0.key", "adult"),
            ("conditions.0.text", "年满十八周岁"),
            ("conditions.0.note", "两行\r\n说明"),
        ]
    )
    raw, errors = parsing.parse_form(form, TERMS, WIDER_FORM)
    assert errors == {}
    assert raw["summary"] == "另一句话"
    assert raw["conditions"] == [
        {"key": "adult", "text": "年满十八周岁", "bases": [], "when": {}, "note": "两行\n说明"}
    ]


def test_rows_of_an_added_list_are_added_and_removed() -> None:
    raw, _ = parsing.parse_form(MultiDict(), {**TERMS, "helpers": []}, WIDER_FORM)
    assert parsing.add_row(raw, "helpers", WIDER_FORM) == 0
    assert raw["helpers"] == [{"name": "", "note": "", "bases": []}]
    shown = sections(raw)["helpers"]
    assert [row.path for row in shown.rows] == ["helpers.0"]
    parsing.remove_row(raw, "helpers.0", WIDER_FORM)
    assert raw["helpers"] == []


def test_rows_are_not_added_to_what_is_edited_as_text() -> None:
    raw = {"questions": [{"key": "agent"}]}
    assert parsing.add_row(raw, "questions") is None
    parsing.remove_row(raw, "questions.0")
    assert raw == {"questions": [{"key": "agent"}]}


def test_an_optional_group_is_absent_when_nothing_is_typed_in_it() -> None:
    before = {"supplement": {"days": 5, "unit": "working_day", "silence": "accepted", "basis": None}}
    preset = [("supplement.unit", "working_day"), ("supplement.silence", "accepted")]
    assert parsing.parse_form(MultiDict(preset), before)[0]["supplement"] is None
    typed = MultiDict([*preset, ("supplement.days", "5")])
    assert parsing.parse_form(typed, {"supplement": None})[0]["supplement"] == before["supplement"]


RULES: tuple[tuple[dict[str, str], dict[str, object]], ...] = (
    ({"type": "date", "day_rule.not_future": "yes"}, {"day_rule": {"not_future": True}}),
    ({"type": "date", "day_rule.not_past": "yes"}, {"day_rule": {"not_past": True}}),
    (
        {"type": "date", "day_rule.earliest": "2026-01-31", "day_rule.latest": "2026-12-31"},
        {"day_rule": {"earliest": "2026-01-31", "latest": "2026-12-31"}},
    ),
    (
        {"type": "date", "day_rule.within_last": "6", "day_rule.unit": "month"},
        {"day_rule": {"within_last": 6, "unit": "month"}},
    ),
    (
        {"type": "date", "day_rule.older_than": "6", "day_rule.when": "half_year:yes"},
        {"day_rule": {"older_than": 6, "when": {"half_year": ["yes"]}}},
    ),
    ({"type": "date", "day_rule.within_next": "10"}, {"day_rule": {"within_next": 10}}),
    ({"type": "date", "day_rule.not_before": "other"}, {"day_rule": {"not_before": "other"}}),
    ({"type": "text", "differs_from": "other"}, {"differs_from": "other"}),
    ({"type": "place", "in_district": "yes"}, {"in_district": True}),
    (
        {"type": "amount", "unit": "平方米", "least": "1", "most": "9"},
        {"unit": "平方米", "least": 1, "most": 9},
    ),
    ({"type": "dimensions", "unit": "厘米", "parts": "3"}, {"unit": "厘米", "parts": 3}),
    ({"type": "text", "prefill": "question.area"}, {"prefill": "question.area"}),
)


@pytest.mark.parametrize(("typed", "stored"), RULES)
def test_every_rule_of_a_field_is_set_in_the_form(typed: dict[str, str], stored: dict[str, object]) -> None:
    """What the editor types is what the schema stores, with its default for whatever stays empty."""
    preset = {"key": "f", "label": "某项", "required": "yes", "day_rule.unit": "day"}
    form = MultiDict([("form_fields.index", "0")])
    for name, value in {**preset, **typed}.items():
        form.add(f"form_fields.0.{name}", value)
    raw, errors = parsing.parse_form(form, {"form_fields": []})
    assert errors == {}
    (field,) = raw["form_fields"]
    loaded = FormFieldSchema().load({**field, "merge_key": "f"})
    bare = FormFieldSchema().load({"key": "f", "label": "某项", "type": typed["type"], "required": True})
    rule = stored.get("day_rule")
    if isinstance(rule, dict):
        stored = {"day_rule": DayRuleSchema().load(rule)}
    assert loaded == bare | stored


def test_the_sections_stand_in_the_order_in_which_an_editor_works() -> None:
    assert [section.path for section in GUIDE_FORM] == [
        "identity",
        "citizens_only",
        "joint_applicants",
        "legal_bases",
        "conditions",
        "materials",
        "steps",
        "limits.legal",
        "limits.promised",
        "limits",
        "decision_words",
        "fees",
        "access",
        "result",
        "starts_from",
        "remedies",
        "form_fields",
        "faqs",
        "open_points",
    ]
    materials = next(section for section in GUIDE_FORM if section.path == "materials")
    assert [field.path for field in materials.fields] == [
        "name",
        "kind",
        "copies",
        "necessity",
        "when",
        "issuer_type",
        "issued_by",
        "is_proof",
        "bases",
        "spared_by",
        "by_commitment",
        "deferrable.days",
        "deferrable.unit",
        "deferrable.note",
        "notes",
        "blank_form",
        "sample",
        "of_applicant",
        "identity_of",
    ]


def test_every_field_has_a_label_of_the_vocabulary_or_a_prompt() -> None:
    elements = [field.element for section in GUIDE_FORM for field in section.fields]
    without = [
        element
        for element in elements
        if element not in PROMPTS
        and element not in ELEMENTS
        and part_label(element) == element.rpartition(".")[2]
    ]
    assert without == []


def test_every_element_of_a_guide_is_in_the_form_or_edited_as_text() -> None:
    paths = {field.path for section in GUIDE_FORM if not section.is_list for field in section.fields}
    in_form = {path.split(".")[0] for path in paths} | {
        section.path for section in GUIDE_FORM if section.is_list
    }
    fixed = {"code", "certificate_subject"}
    assert in_form | set(TEXT_ONLY) | fixed == set(GuideSchema().fields)

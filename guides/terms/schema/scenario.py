"""The schema of questions of a scenario and their options."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from guides.enumerations import (
    QuestionKind,
    YesNo,
)
from guides.errors import FieldProblem
from guides.terms import fields
from guides.terms.faults import TermsFault
from guides.terms.fields import (
    ApplicabilityField,
    Reference,
    StrictSchema,
)
from guides.vocabulary import YES_NO


class StopRuleSchema(StrictSchema):
    reason = fields.text_field()
    basis = fields.pointer_field(Reference.LEGAL_BASES)


class OptionSchema(StrictSchema):
    value = fields.text_field(64)
    label = fields.text_field(300)
    hint = fields.remark_field()
    stop = fields.optional_part_field(StopRuleSchema)
    tell = fields.optional_text_field()
    by_agent = fields.omitted_flag_field()


class QuestionSchema(StrictSchema):
    """A question of a guide or a bundle; a yes-no question without options gets the options 是 and 否."""

    key = fields.key_field()
    text = fields.text_field()
    kind = fields.choice_field(QuestionKind)
    hint = fields.remark_field()
    when = ApplicabilityField()
    options = fields.entries_field(OptionSchema)
    unit = fields.omitted_word_field()
    least = fields.omitted_amount_field()

    @validates_schema
    def count_only_numbers(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if data["kind"] == QuestionKind.NUMBER and data["options"]:
            raise ValidationError([FieldProblem(TermsFault.NUMBER_WITH_OPTIONS)], "options")
        for part in ("unit", "least"):
            if data["kind"] != QuestionKind.NUMBER and data[part] not in ("", None):
                raise ValidationError([FieldProblem(TermsFault.ONLY_FOR_NUMBERS)], part)

    @validates_schema
    def offer_something(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        values = [option["value"] for option in data["options"]]
        if data["kind"] == QuestionKind.CHOICE and not values:
            raise ValidationError([FieldProblem(TermsFault.CHOICE_WITHOUT_OPTIONS)], "options")
        if data["kind"] == QuestionKind.YES_NO and values and sorted(values) != sorted(YesNo):
            raise ValidationError([FieldProblem(TermsFault.YES_NO_WITH_OTHER_OPTIONS)], "options")

    @post_load
    def offer_yes_and_no(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        if data["kind"] == QuestionKind.YES_NO and not data["options"]:
            plain = {"hint": "", "stop": None, "tell": None}
            data["options"] = [
                {"value": answer.value, "label": label, **plain} for answer, label in YES_NO.items()
            ]
        return data

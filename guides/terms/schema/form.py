"""The schema of the fields of an application form and their rules."""

import re
from typing import Any, Final

from marshmallow import post_load

from guides.enumerations import Audience, DayUnit, FieldType
from guides.errors import FieldProblem
from guides.terms import fields
from guides.terms.faults import TermsFault
from guides.terms.fields import ApplicabilityField, StrictSchema, TextField
from guides.terms.validators import ProblemRegexp

PREFILL: Final = re.compile(
    r"((joint_)?applicant\.(name|identifier|phone)|agent\.(name|identifier|phone)"
    r"|organisation\.(name|identifier|address)|certificate\.[A-Za-z0-9_.-]+|question\.[A-Za-z0-9_-]+)\Z"
)


class MergedShape(StrictSchema):
    """An entry that is merged with other items' entries of the same merge key; default: its own key."""

    @post_load
    def merge_by_key(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return data | {"merge_key": data["merge_key"] or data["key"]}


class FieldOptionSchema(StrictSchema):
    value = fields.text_field(64)
    label = fields.text_field(300)
    hint = fields.remark_field()
    audience = fields.omitted_words_field(Audience)


class DayRuleSchema(StrictSchema):
    not_future = fields.omitted_flag_field()
    not_past = fields.omitted_flag_field()
    earliest = fields.omitted_day_field()
    latest = fields.omitted_day_field()
    within_last = fields.omitted_amount_field()
    older_than = fields.omitted_amount_field()
    within_next = fields.omitted_amount_field()
    unit = fields.omitted_choice_field(DayUnit.DAY)
    not_before = fields.omitted_pointer_field()
    when = ApplicabilityField()


class FormFieldSchema(MergedShape):
    key = fields.key_field()
    label = fields.text_field(300)
    type = fields.choice_field(FieldType)
    required = fields.flag_field(default=True)
    hint = fields.remark_field()
    max_length = fields.optional_amount_field(lowest=1)
    when = ApplicabilityField()
    options = fields.entries_field(FieldOptionSchema)
    prefill = TextField(
        load_default=None,
        allow_none=True,
        validate=ProblemRegexp(FieldProblem(TermsFault.UNKNOWN_PREFILL), PREFILL),
    )
    merge_key = fields.pointer_field()
    personal = fields.flag_field()
    unit = fields.omitted_word_field()
    least = fields.omitted_amount_field()
    most = fields.omitted_amount_field()
    parts = fields.omitted_amount_field(lowest=2)
    differs_from = fields.omitted_pointer_field()
    in_district = fields.omitted_flag_field()
    day_rule = fields.omitted_part_field(DayRuleSchema)

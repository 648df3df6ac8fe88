"""The schema of the legal bases of an item and what rests on them, its quantity limit and intermediary."""

from guides.enumerations import (
    Rank,
)
from guides.terms import fields
from guides.terms.fields import (
    ApplicabilityField,
    StrictSchema,
)


class LegalBasisSchema(StrictSchema):
    key = fields.key_field("basis")
    law = fields.text_field(300)
    rank = fields.choice_field(Rank)
    number = fields.optional_text_field()
    article = fields.optional_text_field()
    text = fields.remark_field(multiline=True)


class ConditionSchema(StrictSchema):
    key = fields.key_field("condition")
    text = fields.text_field(multiline=True)
    bases = fields.pointers_field()
    when = ApplicabilityField()


class SituationSchema(StrictSchema):
    key = fields.key_field("situation")
    name = fields.text_field(300)
    when = ApplicabilityField()


class QuantityLimitSchema(StrictSchema):
    text = fields.text_field(multiline=True)
    bases = fields.pointers_field()


class IntermediarySchema(StrictSchema):
    name = fields.text_field(300)
    note = fields.remark_field()
    bases = fields.pointers_field()

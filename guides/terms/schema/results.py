"""The schema of result of an item, its decision, fees and remedies."""

from guides.enumerations import (
    HandlingKind,
    ResultForm,
    Unit,
)
from guides.terms import fields
from guides.terms.fields import (
    ApplicabilityField,
    Reference,
    StrictSchema,
)


class FeeSchema(StrictSchema):
    key = fields.key_field("fee")
    name = fields.text_field(300)
    standard = fields.text_field()
    amount_fen = fields.optional_amount_field(is_money=True)
    bases = fields.pointers_field()
    waiver = fields.remark_field()
    when = ApplicabilityField()
    pay_ways = fields.omitted_line_field(300)
    pay_place = fields.omitted_line_field(300)
    pay_days = fields.omitted_amount_field(lowest=1)


class RenewalSchema(StrictSchema):
    from_days = fields.optional_amount_field()
    until_days = fields.optional_amount_field()
    unit = fields.choice_field(Unit)
    note = fields.remark_field()


class DecisionWordsSchema(StrictSchema):
    grant_title = fields.text_field(60)
    grant = fields.text_field(60)
    denial_title = fields.text_field(60)
    denial = fields.text_field(60)


class ResultSchema(StrictSchema):
    name = fields.text_field(300)
    certificate_type = fields.pointer_field(Reference.CERTIFICATE_TYPES)
    sample = fields.optional_text_field()
    validity = fields.remark_field()
    validity_months = fields.optional_amount_field(lowest=1)
    renewal = fields.optional_part_field(RenewalSchema)
    form = fields.omitted_choice_or_none_field(ResultForm)


class StartsFromSchema(StrictSchema):
    certificate_type = fields.reference_field(Reference.CERTIFICATE_TYPES)
    action = fields.choice_field(HandlingKind)


class ReconsiderationSchema(StrictSchema):
    to = fields.text_field(300)
    days = fields.amount_field(lowest=1)
    basis = fields.pointer_field(Reference.LEGAL_BASES)
    first = fields.flag_field()


class LawsuitSchema(StrictSchema):
    to = fields.text_field(300)
    months = fields.amount_field(lowest=1)
    basis = fields.pointer_field(Reference.LEGAL_BASES)


class RemediesSchema(StrictSchema):
    reconsideration = fields.optional_part_field(ReconsiderationSchema)
    lawsuit = fields.optional_part_field(LawsuitSchema)

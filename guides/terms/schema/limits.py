"""The schema of steps and limits of an item, its supplement rule and its commitment."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validates_schema

from guides.enumerations import (
    LimitEnd,
    LimitStart,
    Silence,
    StepKind,
    Unit,
)
from guides.errors import FieldProblem
from guides.terms import fields
from guides.terms.faults import TermsFault
from guides.terms.fields import (
    ApplicabilityField,
    NestedField,
    Reference,
    StrictSchema,
)


class PeriodSchema(StrictSchema):
    days = fields.amount_field()
    unit = fields.choice_field(Unit)


class StepSchema(PeriodSchema):
    key = fields.key_field("step")
    name = fields.text_field(100)
    kind = fields.choice_field(StepKind)
    by = fields.remark_field()
    note = fields.remark_field()
    when = ApplicabilityField()


class LegalLimitSchema(StrictSchema):
    days = fields.optional_amount_field()
    unit = fields.choice_field(Unit)
    basis = fields.pointer_field(Reference.LEGAL_BASES)
    note = fields.remark_field()
    open = fields.flag_field()

    @validates_schema
    def open_or_known(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if data["open"] == (data["days"] is not None):
            raise ValidationError([FieldProblem(TermsFault.LIMIT_NEITHER_OPEN_NOR_KNOWN)], "days")


class PromisedLimitSchema(PeriodSchema):
    note = fields.remark_field()


class ExtensionSchema(PeriodSchema):
    days = fields.amount_field(lowest=1)
    times = fields.amount_field(lowest=1)
    approver = fields.text_field(100)
    basis = fields.pointer_field(Reference.LEGAL_BASES)


class IssuingLimitSchema(PeriodSchema):
    basis = fields.pointer_field(Reference.LEGAL_BASES)


class LimitsSchema(StrictSchema):
    legal = NestedField(LegalLimitSchema, required=True)
    promised = NestedField(PromisedLimitSchema, required=True)
    extension = fields.optional_part_field(ExtensionSchema)
    issuing = fields.optional_part_field(IssuingLimitSchema)
    starts_with = fields.omitted_choice_field(LimitStart.ACCEPTANCE)
    ends_with = fields.omitted_choice_field(LimitEnd.DECISION)
    joint = fields.omitted_flag_field()


class SupplementRuleSchema(PeriodSchema):
    silence = fields.choice_field(Silence)
    basis = fields.pointer_field(Reference.LEGAL_BASES)


class CommitmentSchema(StrictSchema):
    text = fields.text_field(multiline=True)
    online_decision = fields.omitted_part_field(PeriodSchema)
    after_check = fields.optional_part_field(PeriodSchema)
    correction_first = fields.omitted_flag_field()
    consequence = fields.text_field(multiline=True)
    bases = fields.pointers_field()
    question = fields.key_field()
    value = fields.text_field(64)

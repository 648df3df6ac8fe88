"""The schema of materials of an item, and what defers or replaces them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from guides.enumerations import (
    IdentifiedParty,
    IssuerType,
    MaterialKind,
    Necessity,
)
from guides.errors import FieldProblem
from guides.terms import fields
from guides.terms.faults import TermsFault
from guides.terms.fields import (
    ApplicabilityField,
    Reference,
    StrictSchema,
)
from guides.terms.schema.form import MergedShape
from guides.terms.schema.limits import PeriodSchema


class DeferralSchema(PeriodSchema):
    note = fields.remark_field()


class SparedBySchema(StrictSchema):
    certificate_type = fields.pointer_field(Reference.CERTIFICATE_TYPES)
    data_check = fields.pointer_field(Reference.DATA_CHECKS)

    @validates_schema
    def name_one(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if bool(data["certificate_type"]) == bool(data["data_check"]):
            raise ValidationError([FieldProblem(TermsFault.SPARED_BY_NOT_ONE)])

    @post_load
    def keep_one(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value}


class MaterialSchema(MergedShape):
    key = fields.key_field("material")
    name = fields.text_field(300)
    kind = fields.choice_field(MaterialKind)
    copies = fields.amount_field(lowest=1, initial=1)
    is_proof = fields.flag_field()
    issuer_type = fields.choice_field(IssuerType)
    issued_by = fields.remark_field()
    bases = fields.pointers_field()
    necessity = fields.choice_field(Necessity)
    when = ApplicabilityField()
    deferrable = fields.optional_part_field(DeferralSchema)
    by_commitment = fields.flag_field()
    spared_by = fields.entries_field(SparedBySchema)
    notes = fields.remark_field(multiline=True)
    blank_form = fields.form_file_field()
    sample = fields.form_file_field()
    merge_key = fields.pointer_field()
    of_applicant = fields.omitted_amount_field(lowest=2)
    identity_of = fields.omitted_choice_or_none_field(IdentifiedParty)

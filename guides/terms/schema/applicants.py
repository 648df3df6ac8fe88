"""The schema of what a guide says about those who apply."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validates_schema

from guides.errors import FieldProblem
from guides.terms import fields
from guides.terms.faults import TermsFault
from guides.terms.fields import (
    Reference,
    StrictSchema,
)


class CitizenRuleSchema(StrictSchema):
    basis = fields.reference_field(Reference.LEGAL_BASES)
    instead = fields.text_field()


class JointApplicantsSchema(StrictSchema):
    least = fields.amount_field(initial=0)
    most = fields.amount_field(lowest=1, initial=1)

    @validates_schema
    def least_up_to_most(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if data["least"] > data["most"]:
            raise ValidationError([FieldProblem(TermsFault.LEAST_ABOVE_MOST)], "most")

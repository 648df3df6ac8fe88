"""Schemas of requests about the clock of a case."""

from marshmallow import fields

from services_hall.api.request_schemas import RequestOneOf, RequestRange, StrictRequestSchema
from services_hall.api.schemas import text
from services_hall.applications.procedure_models import ProcedureKind


class ProcedureRequest(StrictRequestSchema):
    """A special procedure that begins today."""

    kind = fields.String(required=True, validate=RequestOneOf([one.value for one in ProcedureKind]))
    reason = text(2000, required=True)
    planned_until = fields.Date(required=True)


class ExtensionRequest(StrictRequestSchema):
    """A request to the head of the agency for an extension, in the unit of the guide."""

    amount = fields.Integer(required=True, validate=RequestRange(min=1, max=2**31))
    reason = text(2000, required=True)


class ExtensionAnswerRequest(StrictRequestSchema):
    """The answer of the head of the agency, whom the agency's system has identified."""

    head = text(32, required=True)
    is_approved = fields.Boolean(required=True)
    reason = text(500, load_default="")
    approval = text(
        200,
        load_default="",
        metadata={"description": "of the government's head, where the government organised the handling"},
    )


class DelayRequest(StrictRequestSchema):
    """The public reason of a delay."""

    reason = text(2000, required=True)

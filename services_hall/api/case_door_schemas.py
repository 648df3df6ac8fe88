"""Schemas of requests about what happens before a case is accepted."""

from marshmallow import Schema, fields

from services_hall.api.request_schemas import RequestLength, StrictRequestSchema
from services_hall.api.schemas import MOST_ANSWERS, MOST_MATERIALS, text


class OtherBodyRequest(StrictRequestSchema):
    """A refusal because another body is in power."""

    reason = text(2000, required=True)
    body = text(18, required=True, metadata={"description": "the code of the agency that is in power"})


class NoLicenceRequest(StrictRequestSchema):
    """A notice that no licence is needed."""

    reason = text(2000, required=True)


class DemandRequest(StrictRequestSchema):
    """One thing that a supplement notice asks for."""

    target = text(
        80,
        required=True,
        metadata={"description": "material.<key> or field.<key> of the guide's edition"},
    )
    problem = text(500, required=True)
    way_out = text(500, required=True)


class SupplementNoticeRequest(StrictRequestSchema):
    """A supplement notice: everything that is missing or wrong, once."""

    demands = fields.List(
        fields.Nested(DemandRequest), required=True, validate=RequestLength(max=MOST_MATERIALS)
    )
    due_on = fields.Date(required=True)


class CorrectionRequest(StrictRequestSchema):
    """Materials and answers that replace those of a case that is not accepted yet."""

    attachments = fields.Dict(
        keys=text(80), values=text(32), load_default=dict, validate=RequestLength(max=MOST_MATERIALS)
    )
    answers = fields.Dict(
        keys=text(128), values=text(2000), load_default=dict, validate=RequestLength(max=MOST_ANSWERS)
    )


class SupplementRequest(CorrectionRequest):
    """What is given for a supplement; incomplete parts can be saved first."""

    complete = fields.Boolean(
        load_default=True, metadata={"description": "hand it to the agency; false only saves the parts"}
    )


class DemandDocument(Schema):
    """One thing that the agency asks for, and when it was given."""

    target = fields.String(metadata={"description": "material.<key> or field.<key>"})
    name = fields.String()
    problem = fields.String()
    way_out = fields.String()
    met_at = fields.AwareDateTime(allow_none=True)


class DemandList(Schema):
    """What the agency asks for in a case."""

    items = fields.List(fields.Nested(DemandDocument))

"""Schemas of the requests about tolerant acceptance."""

from marshmallow import fields

from services_hall.api.request_schemas import StrictRequestSchema
from services_hall.api.schemas import text


class TolerantAcceptanceRequest(StrictRequestSchema):
    """The day by which the missing materials follow."""

    supply_until = fields.Date(
        required=True,
        metadata={"description": "not after the time that the guide gives, nor after the decision limit"},
    )


class PostponementRequest(StrictRequestSchema):
    """A new day, and the force majeure that was heard."""

    postponed_until = fields.Date(required=True)
    excuse = text(2000, required=True)

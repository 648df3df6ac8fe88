"""API for the delivery of results as cards or papers."""

from typing import Any

from marshmallow import fields

from services_hall.api.case_actions import CaseBlueprint
from services_hall.api.request_schemas import StrictRequestSchema
from services_hall.api.text_fields import text
from services_hall.applications.delivery_choice import LONGEST_ADDRESS
from services_hall.identity import Actor
from services_hall.use_cases.record_delivery import DeliveryRecord, DeliveryStep, record_delivery

blueprint = CaseBlueprint("api_case_delivery", __name__, description="送达")


class DeliveryRequest(StrictRequestSchema):
    """A step of the delivery, with its proof."""

    step = fields.Enum(DeliveryStep, by_value=True, required=True)
    receiver = text(100, load_default="", metadata={"description": "who signed"})
    tracking_number = text(64, load_default="")
    address = text(LONGEST_ADDRESS, load_default="")


@blueprint.desk_action("delivery", DeliveryRequest)
def deliver(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Record what happened to a card or paper: made, handed over, posted, received, returned"""
    record_delivery(actor, number, DeliveryRecord(**body))

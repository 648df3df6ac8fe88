"""API for the delivery of results as cards or papers."""

from collections.abc import Sequence
from typing import Any

from marshmallow import fields

from services_hall.api.applications import own_file
from services_hall.api.case_actions import CaseBlueprint
from services_hall.api.case_schemas import DeliveryDocument
from services_hall.api.operations import HANDLERS
from services_hall.api.request_schemas import StrictRequestSchema
from services_hall.api.text_fields import text
from services_hall.applications.delivery.choice import LONGEST_ADDRESS
from services_hall.applications.delivery.handover import PROOF
from services_hall.applications.delivery.result_delivery import deliveries_of
from services_hall.applications.models import Delivery
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.use_cases.record_delivery import DeliveryRecord, DeliveryStep, record_delivery
from services_hall.web.access import signed_in_actor

blueprint = CaseBlueprint("api_case_delivery", __name__, description="送达")


class DeliveryRequest(StrictRequestSchema):
    """A step of the delivery, with its proof."""

    step = fields.Enum(DeliveryStep, by_value=True, required=True)
    paper = text(
        32, load_default="", metadata={"description": "id of the notice; without it the result is delivered"}
    )
    receiver = text(100, load_default="", metadata={"description": "who signed"})
    tracking_number = text(64, load_default="")
    address = text(LONGEST_ADDRESS, load_default="")
    delivery_proof = text(
        32, load_default="", metadata={"description": "id of the uploaded receipt that was signed"}
    )


@blueprint.desk_action("delivery", DeliveryRequest)
def deliver(actor: Actor, number: str, body: dict[str, Any]) -> None:
    """Record what happened to a card, paper or notice: made, handed over, posted, received, returned"""
    attachment_id = own_file(actor, body.pop(PROOF))
    record_delivery(actor, number, DeliveryRecord(**body), attachment_id=attachment_id)


@blueprint.operation("/cases/<string:number>/deliveries", DeliveryDocument(many=True), roles=HANDLERS)
def deliveries(number: str) -> Sequence[Delivery]:
    """How and when the result and the notices of a case were delivered, oldest first"""
    session = reading()
    return deliveries_of(session, [queries.desk_case(session, signed_in_actor(), number).id])

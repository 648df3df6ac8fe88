"""API for the delivery of results as cards or papers."""

from typing import Any

from marshmallow import fields

from services_hall.api import schemas
from services_hall.api.case_schemas import DeskCaseDocument
from services_hall.api.json_body import Blueprint
from services_hall.api.request_schemas import StrictRequestSchema
from services_hall.api.schemas import text
from services_hall.applications import queries
from services_hall.applications.delivery_choice import LONGEST_ADDRESS
from services_hall.applications.visible_answers import DeskCaseRecord, desk_case_record
from services_hall.database import reading
from services_hall.identity import Permission
from services_hall.identity.roles import roles_that_may
from services_hall.use_cases.record_delivery import DeliveryRecord, DeliveryStep, record_delivery
from services_hall.web.access import access, signed_in_actor

blueprint = Blueprint("api_case_delivery", __name__, description="送达")
HANDLERS = roles_that_may(Permission.HANDLE_CASES)


class DeliveryRequest(StrictRequestSchema):
    """A step of the delivery, with its proof."""

    step = fields.Enum(DeliveryStep, by_value=True, required=True)
    receiver = text(100, load_default="", metadata={"description": "who signed"})
    tracking_number = text(64, load_default="")
    address = text(LONGEST_ADDRESS, load_default="")


@blueprint.post("/cases/<string:number>/delivery")
@blueprint.doc(security=schemas.BEARER)
@access(*HANDLERS)
@blueprint.arguments(DeliveryRequest)
@blueprint.response(200, DeskCaseDocument)
def deliver(body: dict[str, Any], number: str) -> DeskCaseRecord:
    """Record what happened to a card or paper: made, handed over, posted, received"""
    actor = signed_in_actor()
    record_delivery(actor, number, DeliveryRecord(**body))
    return desk_case_record(queries.desk_case(reading(), actor, number))

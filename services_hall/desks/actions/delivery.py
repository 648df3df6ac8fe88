"""Routes for the delivery of a result or notice as a thing: made, handed over, posted, received, returned."""

from typing import Final

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.delivery.handover import PROOF
from services_hall.desks.actions.run import chosen, run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.record_delivery import DeliveryRecord, DeliveryStep, record_delivery
from services_hall.web.access import access, signed_in_actor
from services_hall.web.sent_files import sent_file

FORMS: Final = {
    DeliveryStep.MAKE: "item_made",
    DeliveryStep.HAND_OVER: "hand_over_result",
    DeliveryStep.POST: "post_result",
    DeliveryStep.CONFIRM_RECEIPT: "confirm_receipt",
    DeliveryStep.RETURN: "return_result",
}
"""The form of each step."""


@blueprint.post("/cases/<number>/delivery")
@access(Role.AGENCY_OFFICER)
def deliver(number: str) -> ResponseReturnValue:
    """Records a step of the delivery."""
    step = DeliveryStep(chosen("step", tuple(DeliveryStep)))
    record = DeliveryRecord(
        step,
        paper=request.form.get("paper", ""),
        receiver=request.form.get("receiver", ""),
        tracking_number=request.form.get("tracking_number", ""),
        address=request.form.get("address", ""),
    )
    message = {
        DeliveryStep.MAKE: _("已登记：证件已制好。"),
        DeliveryStep.HAND_OVER: _("已登记交付，送达回证正在生成。"),
        DeliveryStep.POST: _("已登记寄出。对方签收后请再登记。"),
        DeliveryStep.CONFIRM_RECEIPT: _("已登记签收，送达回证正在生成。"),
        DeliveryStep.RETURN: _("已登记退回，还没有送达。请换一种方式送达。"),
    }[step]
    return run_action(
        number,
        lambda: record_delivery(signed_in_actor(), number, record, proof=sent_file(PROOF)),
        message,
        form="notice_delivery" if "paper" in request.form else FORMS[step],
        fields=["receiver", "tracking_number", "address", "paper", "step"],
    )

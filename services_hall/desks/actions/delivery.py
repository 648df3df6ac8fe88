"""Routes for the delivery of a result or notice as a thing: made, handed over, posted, received, returned."""

from typing import Final

from flask import abort, request
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
PAPER_STEP: Final = "paper_step"
"""The field of a notice and its step, which are chosen together."""


@blueprint.post("/cases/<number>/delivery")
@access(Role.AGENCY_OFFICER)
def deliver(number: str) -> ResponseReturnValue:
    """Records a step of the delivery."""
    paper, step = _paper_and_step()
    record = DeliveryRecord(
        step,
        paper=paper,
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
        form="notice_delivery" if paper else FORMS[step],
        fields=["receiver", "tracking_number", "address", "paper_step", "step"],
    )


def _paper_and_step() -> tuple[str, DeliveryStep]:
    """The notice, if one is meant, and what happened to it; answers 400 for a step that is none."""
    if PAPER_STEP not in request.form:
        return request.form.get("paper", ""), DeliveryStep(chosen("step", tuple(DeliveryStep)))
    paper, _blank, step = request.form[PAPER_STEP].partition(" ")
    if step not in tuple(DeliveryStep):
        abort(400)
    return paper, DeliveryStep(step)

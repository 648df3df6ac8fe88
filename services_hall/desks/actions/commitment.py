"""Routes for cases on notice and commitment: the grant at once, and the checks afterwards."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.decisions.commitments import (
    CORRECT_UNTIL,
    CORRECTION_ARTICLE,
    FINDING,
    CorrectionOrder,
)
from services_hall.desks.actions.preview import show_preview
from services_hall.desks.actions.run import chosen, run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.grant_on_commitment import grant_on_commitment
from services_hall.use_cases.keep_commitment import keep_commitment
from services_hall.use_cases.order_correction import order_correction
from services_hall.use_cases.preview_decision import preview_commitment
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of


@blueprint.post("/cases/<number>/commitment/preview")
@access(Role.AGENCY_OFFICER)
def preview_grant(number: str) -> ResponseReturnValue:
    """Shows the paper and the certificate of the grant as they will be; nothing is decided."""
    return show_preview(
        number,
        lambda: preview_commitment(signed_in_actor(), number),
        "accept_and_grant",
        form="commitment",
    )


@blueprint.post("/cases/<number>/commitment")
@access(Role.AGENCY_OFFICER)
def accept_and_grant(number: str) -> ResponseReturnValue:
    """Accepts a case on notice and commitment and grants it in one step."""
    return run_action(
        number,
        lambda: grant_on_commitment(signed_in_actor(), number),
        _("已按承诺当场决定；请在期限内核查承诺是否属实。"),
    )


@blueprint.post("/cases/<number>/check")
@access(Role.AGENCY_OFFICER)
def check(number: str) -> ResponseReturnValue:
    """Records a check: the commitment is true, or it must be corrected by a day."""
    actor, finding = signed_in_actor(), request.form.get(FINDING, "")
    if chosen("result", ("kept", "correction")) == "kept":
        return run_action(
            number,
            lambda: keep_commitment(actor, number, finding),
            _("核查通过，此件办结。"),
            form="check",
            fields=[FINDING],
        )
    order = CorrectionOrder(finding, day_of(CORRECT_UNTIL), request.form.get(CORRECTION_ARTICLE, ""))
    return run_action(
        number,
        lambda: order_correction(actor, number, order),
        _("已责令限期改正，通知书正在生成。"),
        form="check",
        fields=[FINDING, CORRECT_UNTIL, CORRECTION_ARTICLE],
    )

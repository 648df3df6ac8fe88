"""Routes for cases on notice and commitment: the grant at once, and the check afterwards."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.desks.actions.run import chosen, run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.end_check import end_check
from services_hall.use_cases.grant_on_commitment import grant_on_commitment
from services_hall.web.access import access, signed_in_actor


@blueprint.post("/cases/<number>/commitment")
@access(Role.AGENCY_OFFICER)
def accept_and_grant(number: str) -> ResponseReturnValue:
    """Accepts a case on notice and commitment and grants it in one step."""
    return run_action(
        number,
        lambda: grant_on_commitment(signed_in_actor(), number),
        _("已按承诺当场批准；请在期限内核查承诺是否属实。"),
    )


@blueprint.post("/cases/<number>/check")
@access(Role.AGENCY_OFFICER)
def check(number: str) -> ResponseReturnValue:
    """Completes the later check: the commitment is true, or the decision is annulled."""
    is_kept = chosen("result", ("kept", "annulled")) == "kept"
    message = _("核查通过，此件办结。") if is_kept else _("已撤销原决定，证照正在注销。")
    return run_action(
        number,
        lambda: end_check(signed_in_actor(), number, is_kept=is_kept, reason=request.form.get("finding", "")),
        message,
        fields=["finding"],
    )

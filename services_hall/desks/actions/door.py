"""Routes for what happens at the door of a case: acceptance and refusal."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.desks.actions.run import run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.refuse_case import refuse_case
from services_hall.web.access import access, signed_in_actor


@blueprint.post("/cases/<number>/acceptance")
@access(Role.AGENCY_OFFICER)
def accept(number: str) -> ResponseReturnValue:
    """Accepts the case; its period begins."""
    return run_action(number, lambda: accept_case(signed_in_actor(), number), _("已受理，时限从今天起算。"))


@blueprint.post("/cases/<number>/refusal")
@access(Role.AGENCY_OFFICER)
def refuse(number: str) -> ResponseReturnValue:
    """Refuses to accept the case, with a reason."""
    return run_action(
        number,
        lambda: refuse_case(signed_in_actor(), number, request.form.get("refusal", "")),
        _("已作出不予受理，通知书正在生成。"),
        fields=["refusal"],
    )

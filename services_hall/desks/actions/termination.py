"""Route for the termination of a case before its decision."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.decisions.terminations import BASIS_KEY, FACTS, GROUND, Termination
from services_hall.desks.actions.run import run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.terminate_case import terminate_case
from services_hall.web.access import access, signed_in_actor


@blueprint.post("/cases/<number>/termination")
@access(Role.AGENCY_OFFICER)
def terminate(number: str) -> ResponseReturnValue:
    """Ends the case without a decision, because nothing is left to decide."""
    form = request.form
    termination = Termination(form.get(GROUND, ""), form.get(FACTS, ""), form.get(BASIS_KEY, ""))
    return run_action(
        number,
        lambda: terminate_case(signed_in_actor(), number, termination),
        _("已终止办理，告知书正在生成。"),
        form="termination",
        fields=[GROUND, FACTS, BASIS_KEY],
    )

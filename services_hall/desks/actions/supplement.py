"""Routes for the supplement notice: everything that is missing or wrong, in one form."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.supplements.demands import DemandInput
from services_hall.desks.actions.run import run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.ask_supplement import ask_supplement
from services_hall.web.access import access, signed_in_actor
from services_hall.web.day_input import day_of


@blueprint.post("/cases/<number>/supplement-notice")
@access(Role.AGENCY_OFFICER)
def notify_supplement(number: str) -> ResponseReturnValue:
    """Asks the applicant for everything that is missing or wrong, by a day."""
    texts = [name for name in request.form if name.startswith(("problem.", "way_out."))]
    return run_action(
        number,
        lambda: ask_supplement(signed_in_actor(), number, _demands(), day_of("due_on")),
        _("已一次告知补正，告知书正在生成。补正送来以前，受理的期限不算在本部门。"),
        form="supplement",
        fields=["ask", "due_on", *texts],
    )


def _demands() -> list[DemandInput]:
    form = request.form
    return [
        DemandInput(target, form.get(f"problem.{target}", ""), form.get(f"way_out.{target}", ""))
        for target in dict.fromkeys(form.getlist("ask"))
    ]

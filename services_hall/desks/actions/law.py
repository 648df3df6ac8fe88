"""Route for the record of which law applies, where it changed since the application."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.decisions.law_changes import LAW_REASON, AppliedLaw
from services_hall.desks.actions.run import chosen, run_action
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.use_cases.record_law import record_law
from services_hall.web.access import access, signed_in_actor


@blueprint.post("/cases/<number>/applied-law")
@access(Role.AGENCY_OFFICER)
def apply_law(number: str) -> ResponseReturnValue:
    """Records whether the new or the old law applies, with the reason."""
    applies = AppliedLaw(chosen("applies", tuple(AppliedLaw)))
    return run_action(
        number,
        lambda: record_law(signed_in_actor(), number, applies, request.form.get(LAW_REASON, "")),
        _("已记录适用的规定。"),
        form="applied_law",
        fields=[LAW_REASON, "applies"],
    )

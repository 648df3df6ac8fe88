"""Page of the people who registered for the public hearing of a case, to be printed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from services_hall.applications.hearings import sessions
from services_hall.applications.hearings.registrations import KEPT_AFTER, registrations_of
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.web.access import access, signed_in_actor


@blueprint.get("/cases/<number>/hearing-registrations")
@access(Role.AGENCY_OFFICER)
def hearing_registrations(number: str) -> ResponseReturnValue:
    """The list of everybody who registered; raises CaseNotFound."""
    case = queries.desk_case(reading(), signed_in_actor(), number)
    return render_template(
        "desks/hearing_registrations.html",
        case=case,
        hearing=sessions.last_hearing(reading(), case),
        registrations=registrations_of(reading(), case),
        kept_days=KEPT_AFTER.days,
    )

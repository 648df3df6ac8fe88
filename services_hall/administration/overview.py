"""The first page of an administrator: what needs attention."""

from flask import render_template
from flask.typing import ResponseReturnValue

from services_hall.administration.blueprint import blueprint
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.jobs import administration
from services_hall.web.access import access


@blueprint.get("/")
@access(Role.ADMINISTRATOR)
def overview() -> ResponseReturnValue:
    """Parked jobs, and the ways to the other pages."""
    return render_template("administration/overview.html", jobs=administration.job_counts(reading()))

"""The page with the state of the site, read only."""

from flask import render_template
from flask.typing import ResponseReturnValue

from services_hall.administration.blueprint import blueprint
from services_hall.clock import local_day, utc_now
from services_hall.identity import Role
from services_hall.use_cases.read_site_state import read_site_state
from services_hall.web.access import access


@blueprint.get("/site")
@access(Role.ADMINISTRATOR)
def site_state() -> ResponseReturnValue:
    """Gateways, keys, years of the calendar, types of certificates."""
    year = local_day(utc_now()).year
    return render_template("administration/site.html", state=read_site_state(), year=year)

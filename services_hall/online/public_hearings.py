"""Public page of the hearings that agencies hold because of the public interest."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services_hall.applications.hearings.public_hearings import published_hearings
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.web.access import PUBLIC, access

blueprint = Blueprint("public_hearings", __name__)


@blueprint.get("/hearings/")
@access(PUBLIC)
def hearings() -> ResponseReturnValue:
    """The announced hearings, the next first (行政许可法 art. 46)."""
    rows = published_hearings(reading(), today=local_day(utc_now()))
    return render_template("online/public_hearings.html", rows=rows)

"""The route of a complete copy of an application for its applicant."""

from flask import Response
from flask_babel import gettext as _

from services_hall.applications import queries
from services_hall.database import reading
from services_hall.presentation.scenario_answers import application_answers
from services_hall.use_cases.copy_application import copy_application
from services_hall.web.access import signed_in_actor
from services_hall.web.application_page.answers import filled_fields
from services_hall.web.application_page.channel import ApplicationPageChannel
from services_hall.web.downloads import named


def copy(channel: ApplicationPageChannel, number: str) -> Response:
    """One archive with the answers, papers, files and certificates; raises ApplicationNotFound."""
    actor = signed_in_actor()
    application = queries.own_application(reading(), actor, number)
    filled = [*application_answers(reading(), application), *filled_fields(application)]
    text = "\r\n".join(f"{label}{_('：')}{value}" for label, value in filled)
    response = Response(copy_application(actor, number, text), content_type="application/zip")
    response.headers["Cache-Control"] = "no-store"
    response.headers.set("Content-Disposition", "attachment", **named(f"{number}.zip"))
    return response

"""The route of a complete copy of an application for its applicant."""

from flask import Response

from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.use_cases.open_result import note_opened_paper
from services_hall.web.access import signed_in_actor
from services_hall.web.application_copy import send_copy
from services_hall.web.application_page.channel import ApplicationPageChannel


def copy(channel: ApplicationPageChannel, number: str) -> Response:
    """The archive; whoever takes it themselves has opened the decisions in it. Raises ApplicationNotFound."""
    actor = signed_in_actor()
    if channel.is_for_applicants:
        for paper in queries.own_application(reading(), actor, number).papers:
            note_opened_paper(actor, paper)
    return send_copy(actor, number)

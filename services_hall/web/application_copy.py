"""The response with a complete copy of an application for its applicant, the same in every channel."""

from flask import Response, render_template

from services_hall.clock import utc_now
from services_hall.database import end_reading, reading
from services_hall.identity import Actor
from services_hall.presentation.scenario_answers import application_answers
from services_hall.use_cases.copy_application import archive_of, copy_application
from services_hall.web.application_page.answers import filled_fields
from services_hall.web.downloads import named


def send_copy(actor: Actor, number: str) -> Response:
    """One archive with an index page, papers, files and certificates; raises ApplicationNotFound."""
    copy = copy_application(actor, number)
    index = render_template(
        "application_page/copy.html",
        copy=copy,
        application=copy.application,
        filled=filled_fields(copy.application),
        situation=application_answers(reading(), copy.application),
        made_at=utc_now(),
    )
    end_reading()
    response = Response(archive_of(copy.entries, index), content_type="application/zip")
    response.headers["Cache-Control"] = "no-store"
    response.headers.set("Content-Disposition", "attachment", **named(f"{number}.zip"))
    return response

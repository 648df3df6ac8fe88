"""Route for the acceptance of the cases that are ticked in the list, with a report for each."""

from typing import Final

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from services_hall.desks.blueprint import blueprint
from services_hall.desks.case_list import PAGE
from services_hall.desks.list_query import ListQuery
from services_hall.identity import Role
from services_hall.presentation.error_messages import error_message
from services_hall.use_cases.accept_cases import accept_cases
from services_hall.web.access import access, signed_in_actor

LONGEST_NUMBER: Final = 40


@blueprint.post("/acceptance")
@access(Role.AGENCY_OFFICER)
def accept_ticked() -> ResponseReturnValue:
    """Accepts each ticked case by itself and says which ones were not accepted, and why."""
    numbers = request.form.getlist("number")
    if len(numbers) > PAGE or any(len(number) > LONGEST_NUMBER for number in numbers):
        abort(400)
    results = [
        (result.number, None if result.error is None else _sentence(result.error))
        for result in accept_cases(signed_in_actor(), numbers)
    ]
    return render_template(
        "desks/acceptance_report.html", results=results, list_address=ListQuery.from_request().address
    )


def _sentence(error: Exception) -> str:
    message = error_message(error)
    return str(message.on_form or message.title)

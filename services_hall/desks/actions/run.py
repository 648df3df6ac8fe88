"""Execution of an officer's action: a redirect after success, or the case's page again with the errors."""

from collections.abc import Callable, Collection
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services_hall.applications.errors import ActionInvalid, ApplicationsError, ProofLost
from services_hall.applications.reads import queries
from services_hall.attachments.errors import AttachmentsError
from services_hall.casework.transitions import TransitionRefused
from services_hall.database import reading
from services_hall.desks.case_view import ActionFormState, page
from services_hall.desks.list_query import ListQuery
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.history_words import last_change
from services_hall.presentation.messages import messages_by_field
from services_hall.web.access import signed_in_actor

REFUSALS: Final = (ApplicationsError, AttachmentsError, TransitionRefused)
"""The errors that a page explains."""
CODES: Final = (
    "_key",
    "article",
    "paper",
    "conditions",
    "kind",
    "end",
    "ground",
    "colleague",
    "second_officer",
    "agency",
    "body",
    "step",
    "agreed",
    "confirmed",
    "_id",
    "amount",
    "ask",
    "demanded",
)
"""How the names of fields end whose values are chosen, not written."""


def run_action(
    number: str,
    action: Callable[[], object],
    message: str,
    *,
    form: str = "",
    fields: Collection[str] = (),
) -> ResponseReturnValue:
    """Redirects to the case with a message, or shows it again with the errors and everything typed.

    `form` is the name of the form that is shown again, and `fields` are the names of its fields; an error of
    the input that names no field is shown at the first one. An error without a sentence for forms is raised.
    """
    try:
        action()
    except REFUSALS as error:
        return shown_again(number, error, form, fields)
    flash(message)
    return redirect(url_for(".case", number=number, **list_address()), 303)  # type: ignore[arg-type]


def list_address() -> dict[str, str]:
    """The arguments of the address that tell which page of the list is shown beside the case."""
    after = {"after": request.args["after"]} if "after" in request.args else {}
    return {**ListQuery.from_request().address, **after}


def chosen(name: str, allowed: Collection[str]) -> str:
    """The value of a button or option; answers 400 for a value that the page does not offer."""
    value = request.form.get(name, "")
    if value not in allowed:
        abort(400)
    return value


def typed_values(fields: Collection[str]) -> dict[str, str]:
    """What was sent in these fields; several values of one field are joined by line breaks."""
    return {name: "\n".join(request.form.getlist(name)) for name in fields}


def shown_again(number: str, error: Exception, form: str, fields: Collection[str]) -> ResponseReturnValue:
    """The case with this form again: its errors, and everything typed."""
    status, sentence = form_message(error)
    if isinstance(error, TransitionRefused):
        sentence += last_change(queries.desk_case(reading(), signed_in_actor(), number))
    values = typed_values(fields)
    texts = [text for name, text in values.items() if text and not name.endswith(CODES)]
    state = ActionFormState(values, form=form, lost_texts=texts)
    if isinstance(error, ActionInvalid):
        state = replace(state, errors=messages_by_field(error.errors))
    elif status == HTTPStatus.UNPROCESSABLE_ENTITY and fields:
        state = replace(state, errors={next(iter(fields)): sentence})
    else:
        lost = error.materials if isinstance(error, ProofLost) else ()
        state = replace(state, refusal=sentence, lost_materials=lost)
    return page(signed_in_actor(), number, state), status

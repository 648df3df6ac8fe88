"""Pages for the requests of other agencies for this agency's opinion."""

from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import ActionInvalid, OpinionAnswered
from services_hall.applications.examination import opinions as rules
from services_hall.database import reading
from services_hall.desks.blueprint import blueprint
from services_hall.identity import Role
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.answer_opinion import answer_opinion
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.pagination import page_by_id

PAGE: Final = 30


@blueprint.get("/opinions/")
@access(Role.AGENCY_OFFICER)
def opinions() -> ResponseReturnValue:
    """The requests to the officer's agency, newest first."""
    return _page(EMPTY_FORM, answered_id=None)


@blueprint.post("/opinions/<int:opinion_id>/answer")
@access(Role.AGENCY_OFFICER)
def answer(opinion_id: int) -> ResponseReturnValue:
    """Answers a request, once."""
    text = request.form.get("answer", "")
    try:
        answer_opinion(signed_in_actor(), opinion_id, text)
    except (ActionInvalid, OpinionAnswered) as error:
        status, sentence = form_message(error)
        errors = messages_by_field(error.errors) if isinstance(error, ActionInvalid) else {"answer": sentence}
        return _page(FormState({"answer": text}, errors), answered_id=opinion_id), status
    flash(_("已答复。"))
    return redirect(url_for(".opinions"), 303)


def _page(state: FormState, *, answered_id: int | None) -> str:
    actor = signed_in_actor()
    page: Any = page_by_id(
        lambda after, limit: rules.opinions_for(reading(), actor, after=after, limit=limit), size=PAGE
    )
    return render_template("desks/opinions.html", page=page, form_state=state, answered_id=answered_id)

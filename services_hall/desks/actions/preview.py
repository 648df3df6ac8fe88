"""The page between a decision and its confirmation: its papers as they will be."""

from collections.abc import Callable, Collection

from flask import render_template, request
from flask.typing import ResponseReturnValue

from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.desks.actions.run import REFUSALS, list_address, shown_again
from services_hall.presentation.decision_verbs import verbs_of
from services_hall.use_cases.preview_decision import DecisionPreview
from services_hall.web.access import signed_in_actor
from services_hall.web.headers import allow_styles_of

TOKEN = "csrf_token"  # noqa: S105 - the name of a field


def show_preview(
    number: str,
    look: Callable[[], DecisionPreview],
    endpoint: str,
    *,
    form: str,
    fields: Collection[str] = (),
) -> ResponseReturnValue:
    """The preview with the button that sends everything typed to `endpoint`, or the form with its errors."""
    try:
        preview = look()
    except REFUSALS as error:
        return shown_again(number, error, form, fields)
    case = queries.desk_case(reading(), signed_in_actor(), number)
    verbs, is_denial = verbs_of(case), request.form.get("outcome") == "deny"
    allow_styles_of(preview.paper, preview.certificate or "")
    return render_template(
        "desks/decision_preview.html",
        preview=preview,
        case=case,
        endpoint=endpoint,
        verb=verbs.denial if is_denial else verbs.grant,
        is_denial=is_denial,
        typed=[(name, value) for name, value in request.form.items(multi=True) if name != TOKEN],
        list_address=list_address(),
    )

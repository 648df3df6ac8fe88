"""Routes for an objection of the applicant to what is on record in a case."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import ActionInvalid
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases import object_to_record as use_case
from services_hall.web.access import signed_in_actor
from services_hall.web.application_page.channel import ApplicationPageChannel
from services_hall.web.form_state import FormState
from services_hall.web.saved_input import returned_form


def write_objection(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """The form for an objection, with the choice of the case."""
    return _page(channel, number, returned_form())


def object_to_record(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """Attaches the objection to the chosen case, or shows the form again with the error."""
    text, case = request.form.get("objection", ""), request.form.get("case", "")
    try:
        use_case.object_to_record(signed_in_actor(), case, text)
    except ActionInvalid as error:
        return _page(channel, number, FormState(request.form, messages_by_field(error.errors))), 422
    flash(_("已交给办理部门，写进了这件的记录。"))
    return redirect(url_for(".application", number=number), 303)


def _page(channel: ApplicationPageChannel, number: str, state: FormState) -> str:
    return render_template(
        "application_page/objection.html",
        frame=channel.frame,
        application=queries.own_application(reading(), signed_in_actor(), number),
        form_state=state,
    )

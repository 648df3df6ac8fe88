"""Routes for the statement of an applicant in answer to a prior notice (陈述、申辩)."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications import prior_notices, queries
from services_hall.applications.errors import ActionInvalid, NoOpenNotice
from services_hall.applications.prior_notices import STATEMENT
from services_hall.casework.transitions import TransitionRefused
from services_hall.database import reading
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.give_statement import give_statement
from services_hall.web.access import signed_in_actor
from services_hall.web.application_page.channel import ApplicationPageChannel
from services_hall.web.form_state import FormState
from services_hall.web.saved_input import returned_form


def statement_form(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """The notices that wait for a statement, each with the field for it."""
    return _page(channel, number, returned_form())


def state(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """Records the statement in one case, or shows the page again with what was typed."""
    application = queries.own_application(reading(), signed_in_actor(), number)
    case_number = request.form.get("case", "")
    if case_number not in [case.number for case in application.cases]:
        abort(400)
    try:
        give_statement(signed_in_actor(), case_number, request.form.get(STATEMENT, ""))
    except ActionInvalid as error:
        form = FormState(request.form, messages_by_field(error.errors))
        return _page(channel, number, form), form_message(error)[0]
    except (NoOpenNotice, TransitionRefused) as error:
        status, sentence = form_message(error)
        return _page(channel, number, FormState(request.form, refusal=sentence)), status
    flash(_("您的意见已经提交，部门会复核后再作决定。"))
    return redirect(url_for(".application", number=number), 303)


def _page(channel: ApplicationPageChannel, number: str, form: FormState) -> str:
    application = queries.own_application(reading(), signed_in_actor(), number)
    notices = prior_notices.open_notices(reading(), [case.id for case in application.cases])
    return render_template(
        "application_page/statement.html",
        frame=channel.frame,
        application=application,
        notices=[(case, notices[case.id]) for case in application.cases if case.id in notices],
        form_state=form,
    )

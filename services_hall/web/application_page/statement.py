"""Routes for the answer of an applicant to a prior notice: a statement, a hearing demanded or given up."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import ActionInvalid, NoHearingDemanded, NoOpenNotice
from services_hall.applications.hearings import prior_notices, standings
from services_hall.applications.hearings.statements import DEMAND, STATEMENT, Statement
from services_hall.applications.models import Application
from services_hall.applications.reads import queries
from services_hall.casework.transitions import TransitionRefused
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.history_words import last_change
from services_hall.presentation.messages import messages_by_field
from services_hall.presentation.page_calendar import calendar_since
from services_hall.use_cases.give_statement import give_statement
from services_hall.use_cases.withdraw_hearing_demand import withdraw_own_demand
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
    case_number = _case_number(application)
    statement = Statement(request.form.get(STATEMENT, ""), is_hearing_demanded=DEMAND in request.form)
    try:
        give_statement(signed_in_actor(), case_number, statement)
    except ActionInvalid as error:
        form = FormState(request.form, messages_by_field(error.errors))
        return _page(channel, number, form), form_message(error)[0]
    except (NoOpenNotice, TransitionRefused) as error:
        status, sentence = form_message(error)
        sentence += last_change(queries.own_case(reading(), signed_in_actor(), case_number))
        return _page(channel, number, FormState(request.form, refusal=sentence)), status
    if statement.is_hearing_demanded:
        flash(_("您要求听证，部门已经收到：会提前通知时间、地点，听证以后再作决定。"))
    else:
        flash(_("您的意见已经提交，部门会复核后再作决定。"))
    return redirect(url_for(".application", number=number), 303)


def withdraw_hearing(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """Gives up the hearing that the applicant demanded in one case."""
    application = queries.own_application(reading(), signed_in_actor(), number)
    case_number = _case_number(application)
    try:
        withdraw_own_demand(signed_in_actor(), case_number)
    except (NoHearingDemanded, TransitionRefused) as error:
        status, sentence = form_message(error)
        return _page(channel, number, FormState({}, refusal=sentence)), status
    flash(_("听证要求已经撤回，部门会接着办理。"))
    return redirect(url_for(".application", number=number), 303)


def _case_number(application: Application) -> str:
    number = request.form.get("case", "")
    if number not in [case.number for case in application.cases]:
        abort(400)
    return number


def _page(channel: ApplicationPageChannel, number: str, form: FormState) -> str:
    application = queries.own_application(reading(), signed_in_actor(), number)
    notices = prior_notices.open_notices(reading(), [case.id for case in application.cases])
    return render_template(
        "application_page/statement.html",
        frame=channel.frame,
        application=application,
        notices=[(case, notices[case.id]) for case in application.cases if case.id in notices],
        hearings=standings.case_hearings(
            reading(), application.cases, lambda: calendar_since(application.filed_on)
        ),
        today=local_day(utc_now()),
        form_state=form,
    )

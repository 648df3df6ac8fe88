"""Routes for the withdrawal of a filed application or of some of its cases, after a confirmation."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.decisions import withdrawal
from services_hall.applications.errors import AgentNotEntitled, CasesAlreadyEnded, NothingToWithdraw
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.withdraw_application import withdraw_application
from services_hall.web.access import signed_in_actor
from services_hall.web.application_page.channel import ApplicationPageChannel
from services_hall.web.form_state import FormState
from services_hall.web.saved_input import returned_form


def confirm_withdrawal(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """What a withdrawal ends, case by case, before it is confirmed."""
    return _page(channel, number, returned_form())


def withdraw(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """Withdraws the ticked cases, or shows the page again with the error."""
    chosen, reason = request.form.getlist("cases"), request.form.get("reason", "")
    try:
        withdraw_application(signed_in_actor(), number, chosen, reason)
    except NothingToWithdraw as error:
        status, sentence = form_message(error)
        return _page(channel, number, FormState(request.form, errors={"cases": sentence})), status
    except AgentNotEntitled as error:
        state = FormState(request.form, refusal=messages_by_field({"agent": error.problem})["agent"])
        return _page(channel, number, state), 403
    except CasesAlreadyEnded as error:
        status, sentence = form_message(error)
        state = FormState(request.form, refusal=sentence + _("、").join(error.items))
        return _page(channel, number, state), status
    flash(_("已撤回。确认书正在生成，可以在这里下载。"))
    return redirect(url_for(".application", number=number), 303)


def _page(channel: ApplicationPageChannel, number: str, state: FormState) -> str:
    application = queries.own_application(reading(), signed_in_actor(), number)
    open_cases = [case for case in application.cases if withdrawal.can_withdraw(case)]
    return render_template(
        "application_page/withdrawal.html",
        frame=channel.frame,
        application=application,
        open_cases=open_cases,
        ended_cases=[case for case in application.cases if case not in open_cases],
        dependent_cases=withdrawal.dependent_cases,
        chosen=request.form.getlist("cases") if request.method == "POST" else [],
        form_state=state,
    )

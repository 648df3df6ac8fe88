"""Routes by which an applicant chooses tolerant acceptance and signs the promise."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.enumerations import Channel
from services_hall.applications.errors import ToleranceBarred, ToleranceNotOffered
from services_hall.applications.models import Case
from services_hall.applications.reads import queries
from services_hall.applications.tolerance import tolerant_acceptance
from services_hall.database import reading
from services_hall.presentation.error_messages import form_message
from services_hall.use_cases.sign_tolerance import sign_tolerance
from services_hall.web.access import signed_in_actor
from services_hall.web.application_page.channel import ApplicationPageChannel
from services_hall.web.form_state import EMPTY_FORM, FormState


def tolerance_form(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """The notice and the promise of a tolerant acceptance, before it is chosen; raises CaseNotFound."""
    return _page(channel, queries.own_case(reading(), signed_in_actor(), number), EMPTY_FORM)


def choose_tolerance(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """Signs the promise, or shows the page again with the error."""
    actor = signed_in_actor()
    case = queries.own_case(reading(), actor, number)
    if request.form.get("promised") != "yes":
        return _page(channel, case, FormState(errors={"promised": _("请先勾选承诺，再选择容缺受理。")})), 422
    try:
        sign_tolerance(actor, number, channel=Channel.ONLINE if channel.is_for_applicants else Channel.WINDOW)
    except (ToleranceBarred, ToleranceNotOffered) as error:
        status, sentence = form_message(error)
        return _page(channel, case, FormState(refusal=sentence)), status
    flash(_("已选择容缺受理，承诺书正在生成。部门受理后，会告诉您补交的日期。"))
    return redirect(url_for(".application", number=case.application.number), 303)


def _page(channel: ApplicationPageChannel, case: Case, state: FormState) -> str:
    deferred = tolerant_acceptance.deferred_materials(case)
    return render_template(
        "application_page/tolerance.html",
        frame=channel.frame,
        application=case.application,
        case=case,
        deferred=deferred,
        promise=tolerant_acceptance.promise_words(case) if deferred else None,
        form_state=state,
    )

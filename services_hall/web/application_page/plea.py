"""Routes by which an applicant pleads force majeure for materials that were promised."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import ActionDoneBefore, ActionInvalid
from services_hall.applications.models import Case
from services_hall.applications.reads import queries
from services_hall.applications.tolerance.supply_pleas import PLEA, PLEA_FILE
from services_hall.attachments import uploads
from services_hall.casework.transitions import TransitionRefused
from services_hall.database import reading
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.messages import messages_by_field
from services_hall.use_cases.case_files import SentFile
from services_hall.use_cases.plead_force_majeure import plead_force_majeure
from services_hall.web.access import signed_in_actor
from services_hall.web.application_page.channel import ApplicationPageChannel
from services_hall.web.form_state import FormState
from services_hall.web.saved_input import returned_form


def write_plea(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """The form for the plea; raises CaseNotFound."""
    return _page(channel, queries.own_case(reading(), signed_in_actor(), number), returned_form())


def plead(channel: ApplicationPageChannel, number: str) -> ResponseReturnValue:
    """Records the plea, or shows the form again with the error."""
    actor = signed_in_actor()
    case = queries.own_case(reading(), actor, number)
    try:
        plead_force_majeure(actor, number, request.form.get(PLEA, ""), file=_file())
    except ActionInvalid as error:
        return _page(channel, case, FormState(request.form, messages_by_field(error.errors))), 422
    except (ActionDoneBefore, TransitionRefused) as error:
        status, sentence = form_message(error)
        return _page(channel, case, FormState(request.form, refusal=sentence)), status
    flash(_("已经提交，部门会听取情况再决定。决定以前，不会因为到期终止办理。"))
    return redirect(url_for(".application", number=case.application.number), 303)


def _file() -> SentFile | None:
    file = request.files.get(PLEA_FILE)
    if file is None or not file.filename:
        return None
    return SentFile(PLEA_FILE, file.filename, file.stream.read(uploads.LARGEST + 1))


def _page(channel: ApplicationPageChannel, case: Case, state: FormState) -> str:
    return render_template(
        "application_page/plea.html",
        frame=channel.frame,
        application=case.application,
        case=case,
        form_state=state,
    )

"""Pages of applications that wait for the confirmation of those who apply together."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.errors import ConfirmationClosed, DraftFiled, JointFilingFailed
from services_hall.applications.reads import queries
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.presentation.error_messages import form_message
from services_hall.use_cases.confirm_application import (
    in_own_account,
    recall_application,
    refuse_application,
)
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import FormState
from services_hall.web.joint_application import AnswerIncomplete, confirm_from_form, page_values
from services_hall.web.saved_input import keeps_text, returned_form

blueprint = Blueprint("joint_applications", __name__)
OWNERS = (Role.RESIDENT, Role.LEGAL_PERSON)


@blueprint.get("/my/joint/<public_id>")
@access(*OWNERS)
def waiting(public_id: str) -> ResponseReturnValue:
    """What was written, who has confirmed, and the answer of the person who is asked."""
    return _page(public_id, returned_form())


@blueprint.post("/my/joint/<public_id>/confirm")
@keeps_text(".waiting")
@access(*OWNERS)
def confirm(public_id: str) -> ResponseReturnValue:
    """Confirms; the last one files the application."""
    try:
        filed = confirm_from_form(in_own_account(signed_in_actor()), public_id, _("请先勾选声明，再确认。"))
    except AnswerIncomplete as incomplete:
        return _page(public_id, FormState(request.form, incomplete.errors)), 422
    if filed is None:
        flash(_("您已确认。其他人都确认以后，申请就提交了。"))
        return redirect(url_for(".waiting", public_id=public_id), 303)
    flash(_("您已确认，申请已提交。"))
    return _to_application(filed)


@blueprint.post("/my/joint/<public_id>/refuse")
@access(*OWNERS)
def refuse(public_id: str) -> ResponseReturnValue:
    """Refuses, or takes back what was confirmed."""
    refuse_application(in_own_account(signed_in_actor()), public_id)
    flash(_("已记下：您不一起申请。这份申请没有提交，填写的人会看到。"))
    return redirect(url_for("my_pages.home"), 303)


@blueprint.post("/my/joint/<public_id>/recall")
@access(*OWNERS)
def recall(public_id: str) -> ResponseReturnValue:
    """Takes the submission back, so that the draft can be changed."""
    recall_application(signed_in_actor(), public_id)
    flash(_("已收回，没有提交。您可以接着改，改好再提交。"))
    return redirect(url_for("my_pages.home"), 303)


@blueprint.errorhandler(DraftFiled)
def to_filed(filed: DraftFiled) -> ResponseReturnValue:
    """Redirects to the application once everybody has confirmed."""
    return _to_application(filed.application_id)


@blueprint.errorhandler(ConfirmationClosed)
@blueprint.errorhandler(JointFilingFailed)
def tell(error: Exception) -> ResponseReturnValue:
    """Redirects to the person's page, which says what became of it."""
    flash(form_message(error)[1])
    return redirect(url_for("my_pages.home"), 303)


def _page(public_id: str, state: FormState) -> str:
    by = in_own_account(signed_in_actor())
    return render_template("online/joint.html", **page_values(by, public_id, state))


def _to_application(application_id: int) -> ResponseReturnValue:
    number = queries.application_by_id(reading(), application_id).number
    return redirect(url_for("application_page.application", number=number), 303)

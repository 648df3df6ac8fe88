"""Confirmation by joint applicants at any window: found by the document that the clerk sees."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from services_hall.applications.drafts import joint_confirmations
from services_hall.applications.errors import ConfirmationClosed, ConfirmationNotFound, JointFilingFailed
from services_hall.applications.filing import offers
from services_hall.applications.models import JointConfirmation
from services_hall.applications.parties.joint_applicants import JointAnswer
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.identity_documents import DOCUMENTS
from services_hall.use_cases.confirm_application import (
    JointActor,
    at_window,
    in_own_account,
    recall_application,
    refuse_application,
)
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.joint_application import AnswerIncomplete, confirm_from_form, page_values
from services_hall.windows.applicant_fields import NUMBER, TYPE
from services_hall.windows.blueprint import blueprint

DRAFT = "draft"


@blueprint.get("/joint")
@access(Role.WINDOW_CLERK)
def joint_search() -> ResponseReturnValue:
    """The form for the document of the person who comes to confirm."""
    return _search(EMPTY_FORM)


@blueprint.post("/joint")
@access(Role.WINDOW_CLERK)
def joint_questions() -> ResponseReturnValue:
    """What the person with this document is asked to confirm; one of them whole, if it was chosen."""
    try:
        by = _present()
        if request.form.get(DRAFT):
            return _page(by, EMPTY_FORM)
    except ConfirmationNotFound:
        return _search(FormState(request.form, {NUMBER: _("请核对证件和号码。")})), 404
    except ConfirmationClosed as closed:
        return _search(FormState(request.form, refusal=form_message(closed)[1])), 409
    asked = joint_confirmations.questions_to(reading(), by.holders, now=utc_now())
    waiting = [one for one in asked if one.answer is JointAnswer.ASKED]
    if not waiting:
        error = _("没有等这个人确认的申请。请核对证件和号码。")
        return _search(FormState(request.form, {NUMBER: error})), 404
    return _search(FormState(request.form), waiting)


@blueprint.post("/joint/confirm")
@access(Role.WINDOW_CLERK)
def confirm_joint() -> ResponseReturnValue:
    """Records the confirmation of the person who is present; the last one files the application."""
    by = _present()
    try:
        filed = confirm_from_form(by, request.form.get(DRAFT, ""), _("请先核对证件原件，由本人确认后勾选。"))
    except AnswerIncomplete as incomplete:
        return _page(by, FormState(request.form, incomplete.errors)), 422
    except (ConfirmationClosed, JointFilingFailed) as error:
        return _search(FormState(request.form, refusal=form_message(error)[1])), 409
    if filed is None:
        flash(_("已登记本人确认。其他人都确认以后，申请就提交了。"))
    else:
        number = queries.application_by_id(reading(), filed).number
        flash(_("已登记本人确认，申请已提交，申请编号 %(number)s。", number=number))
    return redirect(url_for(".joint_search"), 303)


@blueprint.post("/joint/refuse")
@access(Role.WINDOW_CLERK)
def refuse_joint() -> ResponseReturnValue:
    """Records that the person who is present does not apply."""
    refuse_application(_present(), request.form.get(DRAFT, ""))
    flash(_("已登记：本人不一起申请，这份申请没有提交。"))
    return redirect(url_for(".joint_search"), 303)


@blueprint.get("/joint/<public_id>")
@access(Role.WINDOW_CLERK)
def waiting(public_id: str) -> ResponseReturnValue:
    """A draft that this clerk submitted, and whom it waits for."""
    values = page_values(in_own_account(signed_in_actor()), public_id, EMPTY_FORM)
    return render_template("windows/joint.html", hidden={}, **values)


@blueprint.post("/joint/<public_id>/recall")
@access(Role.WINDOW_CLERK)
def recall_joint(public_id: str) -> ResponseReturnValue:
    """Takes the clerk's own submission back, so that the draft can be changed."""
    recall_application(signed_in_actor(), public_id)
    flash(_("已收回，没有提交。改好可以再提交。"))
    return redirect(url_for(".start"), 303)


def _present() -> JointActor:
    """The clerk for the person whose document they see; raises ConfirmationNotFound for no such document."""
    form = request.form
    try:
        holder = Holder.from_original("-", IdentifierType(form.get(TYPE, "")), form.get(NUMBER, ""))
    except (HolderInvalid, ValueError):
        raise ConfirmationNotFound from None
    return at_window(signed_in_actor(), holder)


def _page(by: JointActor, state: FormState) -> str:
    hidden = {name: request.form.get(name, "") for name in (TYPE, NUMBER, DRAFT)}
    return render_template("windows/joint.html", hidden=hidden, **page_values(by, hidden[DRAFT], state))


def _search(state: FormState, asked: list[JointConfirmation] | None = None) -> str:
    found = asked or []
    return render_template(
        "windows/joint_search.html",
        form_state=state,
        documents=DOCUMENTS,
        asked=list(zip(found, offers.named_drafts(reading(), [one.draft for one in found]), strict=True)),
    )

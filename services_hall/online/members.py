"""Page of an organisation's members: who acts for it, who keeps the members."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FieldOption, FormField
from services_hall.applications.answers import AnswerFault
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity import Role, memberships
from services_hall.identity.capacities import Capacity
from services_hall.identity.errors import RepresentationNotFound, RepresentationRefused
from services_hall.presentation import forms
from services_hall.presentation.messages import message, messages_by_field
from services_hall.presentation.party_words import capacity
from services_hall.use_cases.keep_members import add_member, remove_member
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState

blueprint = Blueprint("members", __name__)
OWNERS: Final = (Role.RESIDENT, Role.LEGAL_PERSON)
NAME, NUMBER, CAPACITY, MANAGER = "member_name", "member_identifier", "member_capacity", "is_manager"
ORGANISATION, SUCCESSOR = "organisation", "successor"


@blueprint.get("/my/members/")
@access(*OWNERS)
def home() -> ResponseReturnValue:
    """The members of each organisation whose members the account keeps."""
    return _page(EMPTY_FORM)


@blueprint.post("/my/members/add")
@access(*OWNERS)
def add() -> ResponseReturnValue:
    """Takes somebody in as a member."""
    errors: dict[str, FieldProblem] = {}
    person = _person(errors)
    word = request.form.get(CAPACITY, "")
    if word not in set(memberships.MEMBERSHIPS):
        errors[CAPACITY] = FieldProblem(AnswerFault.NOT_CHOSEN, {"label": _("在单位里是")})
    organisation = next(
        (one for one in _organisations() if one.index.hex() == request.form.get(ORGANISATION)), None
    )
    if organisation is None:
        raise RepresentationNotFound
    if errors or person is None:
        return _page(FormState(request.form, messages_by_field(errors))), 422
    is_manager = request.form.get(MANAGER) == "yes"
    try:
        add_member(signed_in_actor(), organisation, person, capacity=Capacity(word), is_manager=is_manager)
    except RepresentationRefused as refusal:
        return _page(FormState(request.form, {NUMBER: message(FieldProblem(refusal.fault))})), 422
    flash(_("已添加。他（她）现在可以替单位办事，也看得到单位的申请。"))
    return redirect(url_for(".home"), 303)


@blueprint.post("/my/members/<public_id>/remove")
@access(*OWNERS)
def remove(public_id: str) -> ResponseReturnValue:
    """Removes a member; what the member began passes to the one who was chosen."""
    passed = remove_member(signed_in_actor(), public_id, request.form.get(SUCCESSOR, ""))
    if passed:
        flash(
            ngettext(
                "已移除，%(num)d 份没提交的申请已交给接手的人。",
                "已移除，%(num)d 份没提交的申请已交给接手的人。",
                passed,
            )
        )
    else:
        flash(_("已移除。他（她）不能再替单位办事，也看不到单位的申请。"))
    return redirect(url_for(".home"), 303)


def _organisations() -> list[Holder]:
    return memberships.managed_organisations(reading(), signed_in_actor(), on=local_day(utc_now()))


def _page(state: FormState) -> str:
    today = local_day(utc_now())
    return render_template(
        "online/members.html",
        organisations=[(one, memberships.members_of(reading(), one, on=today)) for one in _organisations()],
        fields=[_field(definition, state) for definition in _definitions()],
        own_id=signed_in_actor().account_id,
        form_state=state,
    )


def _field(definition: FormField, state: FormState) -> forms.Field:
    return forms.form_field(
        definition, value=state.values.get(definition.key), error=state.errors.get(definition.key)
    )


def _definitions() -> tuple[FormField, ...]:
    options = tuple(FieldOption(value=one, label=capacity(one)) for one in memberships.MEMBERSHIPS)
    return (
        FormField(key=NAME, label=_("姓名"), max_length=100),
        FormField(key=NUMBER, label=_("公民身份号码"), type=FieldType.IDENTITY_NUMBER, max_length=18),
        FormField(key=CAPACITY, label=_("在单位里是"), type=FieldType.CHOICE, options=options),
    )


def _person(errors: dict[str, FieldProblem]) -> Holder | None:
    name, number = request.form.get(NAME, "").strip(), request.form.get(NUMBER, "")
    if not name:
        errors[NAME] = FieldProblem(AnswerFault.MISSING, {"label": _("姓名")})
    try:
        return Holder(name or "-", IdentifierType.IDENTITY_CARD, number)
    except HolderInvalid as error:
        errors[NAME if error.field == "name" else NUMBER] = FieldProblem(error.reason)
        return None

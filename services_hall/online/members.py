"""Page of an organisation's members: who acts for it, who manages the members."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from certificate_store.holders import Holder
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
from services_hall.web.person_fields import PersonFields, person_form_fields, read_person

blueprint = Blueprint("members", __name__)
OWNERS: Final = (Role.RESIDENT, Role.LEGAL_PERSON)
PERSON: Final = PersonFields("member_name", "member_identifier_type", "member_identifier")
CAPACITY, MANAGER = "member_capacity", "is_manager"
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
    person = read_person(request.form, PERSON, errors)
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
        return _page(FormState(request.form, {PERSON.number: message(FieldProblem(refusal.fault))})), 422
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
        fields=[*person_form_fields(PERSON, state), _capacity_field(state)],
        own_id=signed_in_actor().account_id,
        form_state=state,
    )


def _capacity_field(state: FormState) -> forms.Field:
    options = tuple(FieldOption(value=one, label=capacity(one)) for one in memberships.MEMBERSHIPS)
    definition = FormField(key=CAPACITY, label=_("在单位里是"), type=FieldType.CHOICE, options=options)
    return forms.form_field(definition, value=state.values.get(CAPACITY), error=state.errors.get(CAPACITY))

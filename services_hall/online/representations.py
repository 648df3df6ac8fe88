"""Pages of mandates: who may act for the account, and for whom it may act."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificate_store.holders import Holder
from certificate_store.text_input.names import comparable_name
from certificate_store.text_input.numbers import compact
from guides.bundles.catalog import names_in_force
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FieldOption, FormField
from services_hall.applications.answers import AnswerFault
from services_hall.applications.parties import FOR_WHOM
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity import Role, memberships, representations
from services_hall.identity.capacities import MANDATED, Capacity
from services_hall.identity.errors import RepresentationFault, RepresentationRefused
from services_hall.identity.models import Representation
from services_hall.presentation import forms
from services_hall.presentation.messages import message, messages_by_field
from services_hall.presentation.party_words import capacity
from services_hall.use_cases.keep_representations import (
    end_representation,
    give_mandate,
    state_representation,
)
from services_hall.web.access import access, safe_next, signed_in_actor
from services_hall.web.day_input import day_in
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.person_fields import PersonFields, person_form_fields, read_person


@dataclass(frozen=True)
class ListPart:
    """A page of the mandates held or given: its rows, the pages around it, and how many there are."""

    rows: Sequence[Representation]
    before: int
    after: int
    total: int


blueprint = Blueprint("representations", __name__)
OWNERS: Final = (Role.RESIDENT, Role.LEGAL_PERSON)
CAPACITY, ENDS_ON, PRINCIPAL = "capacity", "ends_on", "principal"
SCOPE, SOME, ITEMS = "scope", "some", "items"
PAPER_SCOPE, PAPER_ITEMS, PAPER_ENDS_ON = "paper_scope", "paper_items", "paper_ends_on"
"""Whether a mandate is for all items or some, and for which."""
NEXT: Final = "next"
RELATION: Final = "relation"
WORDS, HELD, GIVEN = "q", "held", "given"
"""What is looked for in both lists, and the page of each."""
PAGE: Final = 20
LONG: Final = 6
"""Digits that no number of a page has."""
PERSON: Final = {
    "give": PersonFields("agent_name", "agent_identifier_type", "agent_identifier"),
    "state": PersonFields("name", "identifier_type", "identifier"),
}
"""The fields about the other person in each form, both of which stand on the page."""
STATED: Final = (Capacity.GUARDIAN, Capacity.RELATIVE, Capacity.MANDATARY)


@blueprint.get("/my/mandates/")
@access(*OWNERS)
def home() -> ResponseReturnValue:
    """The mandates given and held, and the forms for another one."""
    return _page()


@blueprint.post("/my/mandates/give")
@access(*OWNERS)
def give() -> ResponseReturnValue:
    """Lets another person act for the account."""
    actor = signed_in_actor()
    errors: dict[str, FieldProblem] = {}
    agent = read_person(request.form, PERSON["give"], errors)
    ends_on = _last_day(ENDS_ON, errors)
    item_codes = _items(errors, SCOPE, ITEMS)
    chosen = next(
        (one for one in actor.holders if one.index.hex() == request.form.get(PRINCIPAL)), actor.holder
    )
    if errors or agent is None or chosen is None:
        return _page("give", FormState(request.form, messages_by_field(errors))), 422
    try:
        give_mandate(actor, chosen, agent, capacity=_given_capacity(), item_codes=item_codes, ends_on=ends_on)
    except RepresentationRefused as refusal:
        return _refused("give", refusal)
    flash(_("已授权。对方现在可以替您办事，每次办理您都看得到；您可以随时撤回。"))
    return redirect(_next() or url_for(".home"), 303)


@blueprint.post("/my/mandates/state")
@access(*OWNERS)
def state() -> ResponseReturnValue:
    """Notes a ward or a relative for whom the account acts."""
    errors: dict[str, FieldProblem] = {}
    principal = read_person(request.form, PERSON["state"], errors)
    if request.form.get(CAPACITY) not in set(STATED):
        errors[CAPACITY] = FieldProblem(AnswerFault.NOT_CHOSEN, {"label": _("您和他（她）的关系")})
    ends_on = _last_day(PAPER_ENDS_ON, errors)
    item_codes = _items(errors, PAPER_SCOPE, PAPER_ITEMS)
    if errors or principal is None:
        return _page("state", FormState(request.form, messages_by_field(errors))), 422
    try:
        added = state_representation(
            signed_in_actor(),
            principal,
            Capacity(request.form[CAPACITY]),
            item_codes=item_codes,
            ends_on=ends_on,
        )
    except RepresentationRefused as refusal:
        return _refused("state", refusal)
    flash(_("已记下。办理时请选为他（她）申请，并上传关系证明或者授权委托书。"))
    return redirect(_with_chosen(_next(), added) or url_for(".home"), 303)


@blueprint.post("/my/mandates/<public_id>/end")
@access(*OWNERS)
def end(public_id: str) -> ResponseReturnValue:
    """Ends a mandate; what was filed stays filed, what was begun for an organisation passes to it."""
    if end_representation(signed_in_actor(), public_id):
        flash(_("已撤回。已经提交的申请不受影响，没提交的已交给单位。"))
    else:
        flash(_("已撤回。已经提交的申请不受影响。"))
    return redirect(url_for(".home"), 303)


def _last_day(name: str, errors: dict[str, FieldProblem]) -> date | None:
    written = request.form.get(name, "").strip()
    ends_on = day_in(written)
    if written and ends_on is None:
        errors[name] = FieldProblem(AnswerFault.NOT_A_DATE, {"label": _("授权到哪一天")})
    return ends_on


def _next() -> str:
    """The page from which somebody came to add a person, or an empty text."""
    return safe_next(request.form.get(NEXT) or request.args.get(NEXT), default="")


def _with_chosen(address: str, key: str) -> str:
    """The address of a first page, on which the person just added is chosen."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({FOR_WHOM: key})}" if address else ""


def _given_capacity() -> Capacity:
    word = request.form.get(RELATION, Capacity.MANDATARY)
    return Capacity(word) if word in set(MANDATED) else Capacity.MANDATARY


def _refused(form: str, refusal: RepresentationRefused) -> ResponseReturnValue:
    sentence = message(FieldProblem(refusal.fault))
    last_day = ENDS_ON if form == "give" else PAPER_ENDS_ON
    field = last_day if refusal.fault is RepresentationFault.ALREADY_OVER else PERSON[form].number
    return _page(form, FormState(request.form, {field: sentence})), 422


def _page(form: str = "", state: FormState = EMPTY_FORM) -> str:
    actor = signed_in_actor()
    rows, today = representations.representations_of(reading(), actor), local_day(utc_now())
    held = [row for row in rows if row.agent_id == actor.account_id]
    given = [row for row in rows if row.agent_id != actor.account_id]
    return render_template(
        "online/representations.html",
        held=_part(held, HELD, lambda row: row.principal, today),
        given=_part(given, GIVEN, lambda row: row.agent_person, today),
        words=request.args.get(WORDS, ""),
        today=today,
        holders=actor.holders,
        item_names=names_in_force(reading()),
        chosen_items=request.form.getlist(ITEMS) if form == "give" else request.form.getlist(PAPER_ITEMS),
        keeps_members=bool(memberships.managed_organisations(reading(), actor, on=today)),
        give_fields=_fields(state if form == "give" else EMPTY_FORM, "give"),
        state_fields=_fields(state if form == "state" else EMPTY_FORM, "state"),
        open_form=form or ("state" if _next() else ""),
        next_page=_next(),
        form_state=state,
    )


def _part(
    rows: Sequence[Representation], name: str, person: Callable[[Representation], Holder | None], today: date
) -> ListPart:
    """The page of the address: those in force first, of people whose name or number is looked for."""
    words = request.args.get(WORDS, "")
    found = [row for row in rows if _is_found(person(row), words)]
    found.sort(key=lambda row: row.is_over(today))
    asked = request.args.get(name, "")
    number = int(asked) if asked.isdecimal() and len(asked) < LONG else 1
    page = min(max(number, 1), max(math.ceil(len(found) / PAGE), 1))
    start = (page - 1) * PAGE
    after = page + 1 if len(found) > start + PAGE else 0
    return ListPart(found[start : start + PAGE], page - 1, after, len(rows))


def _is_found(person: Holder | None, words: str) -> bool:
    if not (plain := comparable_name(words)):
        return True
    return person is not None and (
        plain in comparable_name(person.name) or compact(words) == person.identifier
    )


def _fields(state: FormState, form: str) -> list[forms.Field]:
    definitions: list[FormField] = []
    if form == "give":
        relations = tuple(FieldOption(value=one, label=capacity(one)) for one in MANDATED)
        definitions.append(
            FormField(key=RELATION, label=_("对方是我的"), type=FieldType.CHOICE, options=relations)
        )
        definitions.append(
            FormField(
                key=ENDS_ON, label=_("授权到哪一天（不填就是长期）"), type=FieldType.DATE, required=False
            )
        )
    else:
        options = tuple(FieldOption(value=one, label=capacity(one)) for one in STATED)
        definitions.append(
            FormField(key=CAPACITY, label=_("我是他（她）的"), type=FieldType.CHOICE, options=options)
        )
        definitions.append(
            FormField(
                key=PAPER_ENDS_ON,
                label=_("授权委托书到哪一天（没有写的不填）"),
                type=FieldType.DATE,
                required=False,
            )
        )
    values = {RELATION: Capacity.MANDATARY.value, **state.values}
    return [
        *person_form_fields(PERSON[form], state),
        *(
            forms.form_field(one, value=values.get(one.key), error=state.errors.get(one.key))
            for one in definitions
        ),
    ]


def _items(errors: dict[str, FieldProblem], scope: str, items: str) -> list[str] | None:
    """The codes for which the mandate is given, None for all; adds the error of a choice without any.

    Whoever ticks items gives a mandate for these, whatever is said above them: never more than was meant.
    """
    known = names_in_force(reading())
    codes = [code for code in request.form.getlist(items) if code in known]
    if request.form.get(scope) != SOME and not request.form.getlist(items):
        return None
    if not codes:
        errors[items] = FieldProblem(AnswerFault.NOT_CHOSEN, {"label": _("授权办哪几件事")})
    return codes

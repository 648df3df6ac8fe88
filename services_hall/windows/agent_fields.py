"""Form fields about somebody who acts for the applicant at the window, with the paper that proves it."""

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import gettext as _

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FieldOption, FormField
from services_hall.applications.answers import AnswerFault
from services_hall.applications.parties import Identification, Party, PartyRole
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.presentation import forms
from services_hall.presentation.party_words import capacity
from services_hall.web.form_state import FormState

NAME: Final = "agent.name"
NUMBER: Final = "agent.identifier"
CAPACITY: Final = "agent.capacity"
PROOF_SEEN: Final = "agent.proof_seen"
CAPACITIES: Final = tuple(one for one in Capacity if one is not Capacity.SELF)


def agent_form_fields(state: FormState) -> list[forms.Field]:
    """The fields about the agent, with their values and errors."""
    options = tuple(FieldOption(value=one, label=capacity(one)) for one in CAPACITIES)
    definitions = (
        FormField(key=NAME, label=_("代办人姓名"), required=False, max_length=100),
        FormField(
            key=NUMBER,
            label=_("代办人居民身份证号码"),
            type=FieldType.IDENTITY_NUMBER,
            required=False,
            max_length=18,
        ),
        FormField(
            key=CAPACITY,
            label=_("代办人是申请人的"),
            type=FieldType.CHOICE,
            required=False,
            options=options,
        ),
    )
    return [
        forms.form_field(one, value=state.values.get(one.key), error=state.errors.get(one.key), as_list=True)
        for one in definitions
    ]


def read_agent(
    form: Mapping[str, str], errors: dict[str, FieldProblem], has_mandate: Callable[[Holder], bool]
) -> Party | None:
    """The agent in the form, or None where nothing is filled in; adds the errors of its fields.

    Without a paper that the clerk has seen, the agent needs a mandate that was given in the hall.
    """
    name, number, word = (form.get(key, "").strip() for key in (NAME, NUMBER, CAPACITY))
    if not (name or number or word):
        return None
    if not name:
        errors[NAME] = FieldProblem(AnswerFault.MISSING, {"label": _("代办人姓名")})
    if word not in set(CAPACITIES):
        errors[CAPACITY] = FieldProblem(AnswerFault.NOT_CHOSEN, {"label": _("代办人和申请人的关系")})
    try:
        holder = Holder(name or "-", IdentifierType.IDENTITY_CARD, number)
    except HolderInvalid as error:
        errors[NAME if error.field == "name" else NUMBER] = FieldProblem(error.reason)
        return None
    if not {NAME, NUMBER, CAPACITY}.isdisjoint(errors):
        return None
    is_seen = form.get(PROOF_SEEN) == "yes"
    if not is_seen and not has_mandate(holder):
        errors[PROOF_SEEN] = FieldProblem(AnswerFault.PROOF_NOT_SEEN)
        return None
    return Party(
        PartyRole.AGENT,
        holder,
        Identification.DOCUMENT,
        capacity=Capacity(word),
        evidence=Evidence.SEEN if is_seen else Evidence.CONFIRMED,
    )

"""Form fields about somebody who acts for the applicant at the window, with the paper that proves it."""

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import gettext as _

from certificate_store.holders import Holder
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FieldOption, FormField
from services_hall.applications.answers import AnswerFault
from services_hall.applications.parties import Identification, Party, PartyRole
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.presentation import forms
from services_hall.presentation.party_words import capacity
from services_hall.web.doubted_numbers import is_seen_in_original
from services_hall.web.form_state import FormState
from services_hall.web.person_fields import HolderReader, PersonFields, person_form_fields, read_person

PERSON: Final = PersonFields("agent.name", "agent.identifier_type", "agent.identifier")
CAPACITY: Final = "agent.capacity"
PROOF_SEEN: Final = "agent.proof_seen"
CAPACITIES: Final = tuple(one for one in Capacity if one is not Capacity.SELF)


def agent_form_fields(state: FormState) -> list[forms.Field]:
    """The fields about the agent, with their values and errors."""
    options = tuple(FieldOption(value=one, label=capacity(one)) for one in CAPACITIES)
    definition = FormField(
        key=CAPACITY, label=_("代办人是申请人的"), type=FieldType.CHOICE, required=False, options=options
    )
    return [
        *person_form_fields(
            PERSON,
            state,
            name_label=_("代办人姓名"),
            document_label=_("代办人的证件"),
            number_label=_("代办人证件号码"),
            is_required=False,
        ),
        forms.form_field(
            definition,
            value=state.values.get(CAPACITY),
            error=state.errors.get(CAPACITY),
            as_list=True,
        ),
    ]


def is_agent_given(form: Mapping[str, str]) -> bool:
    """Whether anything is filled in about an agent."""
    return any(form.get(key, "").strip() for key in (PERSON.name, PERSON.number, CAPACITY))


def read_agent(
    form: Mapping[str, str], errors: dict[str, FieldProblem], has_mandate: Callable[[Holder, Capacity], bool]
) -> Party | None:
    """The agent in the form, or None where nothing is filled in; adds the errors of its fields.

    Without a paper that the clerk has seen, the agent needs a mandate that was given in the hall.
    """
    if not is_agent_given(form):
        return None
    word = form.get(CAPACITY, "").strip()
    if word not in set(CAPACITIES):
        errors[CAPACITY] = FieldProblem(AnswerFault.NOT_CHOSEN, {"label": _("代办人和申请人的关系")})
    make: HolderReader = Holder.from_original if is_seen_in_original(form, PERSON.number) else Holder
    holder = read_person(form, PERSON, errors, name_label=_("代办人姓名"), make=make)
    if holder is None or not {*PERSON.all, CAPACITY}.isdisjoint(errors):
        return None
    is_seen = form.get(PROOF_SEEN) == "yes"
    if not is_seen and not has_mandate(holder, Capacity(word)):
        errors[PROOF_SEEN] = FieldProblem(AnswerFault.PROOF_NOT_SEEN)
        return None
    return Party(
        PartyRole.AGENT,
        holder,
        Identification.DOCUMENT,
        capacity=Capacity(word),
        evidence=Evidence.SEEN if is_seen else Evidence.CONFIRMED,
        is_number_from_original=holder.has_wrong_check_digit,
    )

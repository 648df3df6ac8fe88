"""Form fields about somebody who acts for the applicant at the window, with the paper that proves it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from certificate_store.holders import Holder
from guides.bundles import BundleSelection
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FieldOption, FormField
from services_hall.applications.answers import AnswerFault
from services_hall.applications.parties import Identification, Party, PartyRole
from services_hall.applications.parties.paper_mandates import MandateAct, MandateFault, PaperMandate
from services_hall.applications.vocabulary import MANDATE_ACTS
from services_hall.identity.capacities import BY_PAPER, Capacity, Evidence
from services_hall.presentation import forms
from services_hall.presentation.labels import code_choices
from services_hall.presentation.party_words import capacity
from services_hall.web.day_input import day_in
from services_hall.web.doubted_numbers import is_seen_in_original
from services_hall.web.form_state import FormState
from services_hall.web.person_fields import HolderReader, PersonFields, person_form_fields, read_person

PERSON: Final = PersonFields("agent.name", "agent.identifier_type", "agent.identifier")
CAPACITY: Final = "agent.capacity"
PROOF_SEEN: Final = "agent.proof_seen"
ENDS_ON: Final = "agent.mandate.ends_on"
ITEM: Final = "agent.mandate.item."
ACT: Final = "agent.mandate.act."
"""The starts of the names of boxes: which items and acts stand in the mandate on paper."""
MANDATE_FIELDS: Final = {
    MandateFault.OVER: ENDS_ON,
    MandateFault.TOO_NARROW: "agent.mandate.items",
    MandateFault.NOT_TO_APPLY: "agent.mandate.acts",
}
CAPACITIES: Final = tuple(one for one in Capacity if one is not Capacity.SELF)


@dataclass(frozen=True)
class Box:
    """A checkbox: its name, and its words."""

    name: str
    words: str


@dataclass(frozen=True)
class MandateFields:
    """Boxes for the items and acts in a mandate on paper, and the field of its last day."""

    items: list[Box]
    acts: list[Box]
    ends_on: forms.Field


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
    mandate = _paper_mandate(form, errors) if is_seen and Capacity(word) in BY_PAPER else None
    return Party(
        PartyRole.AGENT,
        holder,
        Identification.DOCUMENT,
        capacity=Capacity(word),
        evidence=Evidence.SEEN if is_seen else Evidence.CONFIRMED,
        is_number_from_original=holder.has_wrong_check_digit,
        mandate=mandate,
    )


def _paper_mandate(form: Mapping[str, str], errors: dict[str, FieldProblem]) -> PaperMandate:
    """What the clerk has read in the mandate; nothing that is not ticked."""
    written = form.get(ENDS_ON, "").strip()
    ends_on = day_in(written)
    if written and ends_on is None:
        errors[ENDS_ON] = FieldProblem(AnswerFault.NOT_A_DATE, {"label": _("授权到哪一天")})
    codes = frozenset(
        name.removeprefix(ITEM) for name, value in form.items() if name.startswith(ITEM) and value == "yes"
    )
    acts = frozenset(act for act in MandateAct if form.get(ACT + act) == "yes")
    return PaperMandate(codes, acts, ends_on)


def mandate_fields(state: FormState, selection: BundleSelection) -> MandateFields:
    """The fields about the mandate on paper, with their values and errors."""
    definition = FormField(
        key=ENDS_ON, label=_("授权到哪一天（没有写的不填）"), type=FieldType.DATE, required=False
    )
    return MandateFields(
        [Box(ITEM + item.code, item.name) for item in selection.items],
        [Box(ACT + act, words) for act, words in code_choices(MANDATE_ACTS).items()],
        forms.form_field(definition, value=state.values.get(ENDS_ON), error=state.errors.get(ENDS_ON)),
    )

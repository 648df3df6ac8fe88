"""Form fields that say who the applicant is, filled in from the parties (pure)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from guides.bundles import BundleSelection
from guides.enumerations import Audience, FieldType
from guides.terms import FormField
from services_hall.applications.answers import OF_QUESTION, only_option
from services_hall.applications.parties import Party, agent_in, applicant_in, joint_applicants_in
from services_hall.applications.parties.representative_fields import (
    ABOUT_PERSONS,
    APPLICANT_NAME,
    APPLICANT_NUMBER,
    representative_values,
)

ABOUT_ORGANISATIONS: Final = frozenset({FieldType.CREDIT_CODE})

UNFIT: Final[Mapping[Audience, frozenset[FieldType]]] = {
    Audience.PERSON: ABOUT_ORGANISATIONS,
    Audience.ORGANISATION: ABOUT_PERSONS,
    Audience.SOLE_TRADER: frozenset(),
}
"""The types of fields that nothing about an applicant of this kind can fill in."""

OF_OTHERS: Final = ("agent.", "joint_applicant.")


def identity_values(selection: BundleSelection, parties: Sequence[Party]) -> dict[str, str]:
    """The form fields that say who the applicant is, with their values: nobody types them.

    A guide names them as the source that fills in a field: `applicant.name`, `applicant.identifier`, for an
    organisation or a sole trader also `organisation.name`, `organisation.identifier`; `joint_applicant.name`,
    `joint_applicant.identifier` of the first who applies together with them, and `agent.name`,
    `agent.identifier` where somebody acts for the applicant. A field about a person gets nothing from an
    organisation, unless the party names its legal representative, nor the reverse. `question.<key>` is the
    answer to a question that the scenario asks. A choice of which one option is for this kind of applicant
    has that value.
    """
    applicant = applicant_in(parties)
    known = known_identity(parties)
    known |= {OF_QUESTION + key: answer for key, answer in selection.answers.items()}
    values = {
        asked.key: known[asked.field.prefill or ""]
        for asked in selection.form_fields
        if takes_value(applicant.kind, asked.field, known)
    }
    of_kind = {
        asked.key: value
        for asked in selection.form_fields
        if (value := only_option(asked.field, applicant.kind)) is not None
    }
    return {**_representative_values(selection, applicant), **of_kind, **values}


def takes_value(kind: Audience, form_field: FormField, known: Collection[str]) -> bool:
    """Whether the field says what is `known` by its source, where this kind of applicant can fill it in."""
    source = form_field.prefill or ""
    return source in known and (form_field.type not in UNFIT[kind] or source.startswith(OF_OTHERS))


def known_identity(parties: Sequence[Party]) -> dict[str, str]:
    """What the parties are called and their numbers, by the source that fills in a field."""
    applicant, agent = applicant_in(parties), agent_in(parties)
    holder, trader = applicant.holder, applicant.sole_trader
    known = {APPLICANT_NAME: holder.name, APPLICANT_NUMBER: holder.identifier}
    if holder.is_organisation:
        known |= {"organisation.name": holder.name, "organisation.identifier": holder.identifier}
    if trader is not None:
        known |= {"organisation.name": trader.name, "organisation.identifier": trader.code}
    if agent is not None:
        known |= {"agent.name": agent.holder.name, "agent.identifier": agent.holder.identifier}
    for joint in joint_applicants_in(parties)[:1]:
        known |= {"joint_applicant.name": joint.holder.name}
        known |= {"joint_applicant.identifier": joint.holder.identifier}
    return known


def _representative_values(selection: BundleSelection, applicant: Party) -> dict[str, str]:
    """The fields about a person, where the party of an organisation already names its representative."""
    representative = None if applicant.people is None else applicant.people.representative
    if representative is None or not applicant.holder.is_organisation:
        return {}
    values = representative_values(
        selection.form_fields, name=representative.name, number=representative.identifier
    )
    return {key: value for key, value in values.items() if value}

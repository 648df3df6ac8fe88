"""What a corrected answer means for the parties of an application: they and the answers say the same."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.enumerations import FieldType
from guides.terms import FormField
from services_hall.applications.answers import AnswerFault, FieldInvalid, only_option
from services_hall.applications.filing.contact_indexes import phone_index
from services_hall.applications.filing.party_rows import PHONE_OF_AGENT
from services_hall.applications.models import Application, ApplicationParty
from services_hall.applications.parties import Party, PartyRole, seen_applicant
from services_hall.applications.parties.organisation_people import (
    LegalRepresentative,
    OrganisationPeople,
    PeopleSource,
)
from services_hall.applications.parties.party_corrections import PartyCorrection
from services_hall.applications.parties.representative_fields import APPLICANT_NAME, is_about_representative
from services_hall.applications.prefill.identity_values import known_identity, takes_value
from services_hall.applications.prefill.people_fields import numbered_representative

APPLICANT_PHONE: Final = "applicant.phone"


def is_identity(application: Application, form_field: FormField) -> bool:
    """Whether the field says who applies or who acts: these were identified, and are no answer to correct."""
    rows = application.parties
    parties = [_party(row) for row in rows] or [seen_applicant(application.holder, application.phone)]
    kind = parties[0].kind
    return takes_value(kind, form_field, known_identity(parties)) or only_option(form_field, kind) is not None


def _party(row: ApplicationParty) -> Party:
    """The party, as far as a correction asks about it."""
    return Party(row.role, row.holder, row.identification, sole_trader=row.sole_trader)


def correct_people(
    session: Session,
    application: Application,
    form_field: FormField,
    *,
    before: str,
    after: str,
    note: PartyCorrection,
) -> None:
    """Let the parties of the locked application follow a corrected answer about one of them.

    Legal representative, contact and phones follow; the party keeps the `note`, from which the bodies of
    other cases see that it changed, while the answers that they were given stay. Raises FieldInvalid for a
    field that says who applies or acts, and for the name of a representative that stands on the licence.
    """
    if is_identity(application, form_field):
        raise FieldInvalid(AnswerFault.IDENTITY_STAYS, label=form_field.label)
    rows = session.scalars(
        select(ApplicationParty)
        .where(ApplicationParty.application_id == application.id)
        .order_by(ApplicationParty.position)
        .with_for_update()
    ).all()
    if form_field.type is FieldType.PHONE:
        _correct_phone(application, rows, form_field.prefill or "", before, after, note)
    if not application.holder.is_organisation or not rows:
        return
    people = _corrected(rows[0].people or OrganisationPeople(), form_field, after)
    if people is not None:
        rows[0].details = {**(rows[0].details or {}), **people.as_json()}
        _keep(rows[0], note)


def _keep(row: ApplicationParty, note: PartyCorrection) -> None:
    """Keep the note once with the party."""
    if note not in row.corrections:
        kept = [*row.corrections, note]
        row.details = {**(row.details or {}), "corrections": [one.as_json() for one in kept]}


def _corrected(people: OrganisationPeople, form_field: FormField, after: str) -> OrganisationPeople | None:
    """The people of the organisation with the corrected answer; None where it is not about them."""
    if form_field.prefill == APPLICANT_PHONE and form_field.type is FieldType.PHONE:
        contact = people.contact
        return None if contact is None else replace(people, contact=replace(contact, phone=after))
    if not is_about_representative(form_field):
        return None
    return replace(people, representative=_representative(people.representative, form_field, after))


def _representative(
    known: LegalRepresentative | None, form_field: FormField, after: str
) -> LegalRepresentative | None:
    """The representative with the corrected name or number."""
    if form_field.prefill != APPLICANT_NAME:
        return None if known is None else numbered_representative(known, after)
    if known is not None and known.source is PeopleSource.LICENCE:
        raise FieldInvalid(AnswerFault.FROM_LICENCE, label=form_field.label)
    return LegalRepresentative(after) if known is None else replace(known, name=after)


def _correct_phone(
    application: Application,
    rows: Sequence[ApplicationParty],
    source: str,
    before: str,
    after: str,
    note: PartyCorrection,
) -> None:
    """The phone by which a party is called, where it is the answer before."""
    role = {APPLICANT_PHONE: PartyRole.APPLICANT, PHONE_OF_AGENT: PartyRole.AGENT}.get(source)
    if source == APPLICANT_PHONE and application.phone == before:
        application.phone, application.phone_index = after, phone_index(after)
    first = next((row for row in rows if row.role is role), None)
    if first is not None and first.phone == before:
        first.phone = after
        _keep(first, note)

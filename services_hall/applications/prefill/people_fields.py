"""Fields of a form about the people of an organisation that applies (pure).

A guide's form often asks for the legal representative and for a phone: those answers count, and only what it
does not ask for is added. The number of a document is asked for by the guide alone.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from certificate_store.holders import IdentifierType
from guides.bundles import AskedField, BundleSelection
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FormField
from services_hall.applications.answers import FIELD, FieldInvalid, Filing, is_same_text, read_field
from services_hall.applications.answers.field_values import is_card_number
from services_hall.applications.errors import AnswersInvalid
from services_hall.applications.parties import Party, applicant_in
from services_hall.applications.parties.organisation_people import (
    Contact,
    LegalRepresentative,
    OrganisationPeople,
    PeopleFault,
    PeopleLabel,
    PeopleSource,
)
from services_hall.applications.parties.representative_fields import (
    APPLICANT_NAME,
    APPLICANT_NUMBER,
    representative_fields,
)
from services_hall.applications.prefill.business_licences import ENTITY_REPRESENTATIVE, BusinessLicence

CONTACT_NAME_SOURCE: Final = "contact.name"
CONTACT_PHONE_SOURCE: Final = "contact.phone"
REPRESENTATIVE_FIELD: Final = "organisation.representative.name"
"""The field of a request with the name of the legal representative."""
_LONGEST_NAME: Final = 50


def _asked(key: str, label: PeopleLabel, kind: FieldType, source: str) -> AskedField:
    longest = _LONGEST_NAME if kind is FieldType.PERSON_NAME else None
    definition = FormField(key=key, label=label, type=kind, max_length=longest, prefill=source, personal=True)
    return AskedField(key, definition, ())


REPRESENTATIVE_NAME: Final = _asked(
    "organisation.representative_name",
    PeopleLabel.REPRESENTATIVE_NAME,
    FieldType.PERSON_NAME,
    ENTITY_REPRESENTATIVE,
)
CONTACT_NAME: Final = _asked(
    "organisation.contact_name", PeopleLabel.CONTACT_NAME, FieldType.PERSON_NAME, CONTACT_NAME_SOURCE
)
CONTACT_PHONE: Final = _asked(
    "organisation.contact_phone", PeopleLabel.CONTACT_PHONE, FieldType.PHONE, CONTACT_PHONE_SOURCE
)
ADDED: Final = (REPRESENTATIVE_NAME, CONTACT_NAME, CONTACT_PHONE)
ADDED_KEYS: Final = frozenset(one.key for one in ADDED)
"""The keys of the fields that no guide has; a guide's key has no dot."""


def with_people_fields(selection: BundleSelection, parties: Sequence[Party]) -> BundleSelection:
    """The selection with the fields about the people of the organisation that its guides do not ask for."""
    if not parties or not applicant_in(parties).holder.is_organisation:
        return selection
    return replace(selection, form_fields=tuple(_with_people(selection.form_fields)))


def _with_people(form_fields: Sequence[AskedField]) -> Iterator[AskedField]:
    phone = _phone_field(form_fields)
    if not representative_fields(form_fields, APPLICANT_NAME):
        yield REPRESENTATIVE_NAME
    if phone is None:
        yield from (CONTACT_NAME, CONTACT_PHONE)
    for one in form_fields:
        if one is phone:
            yield CONTACT_NAME
        yield one


def _phone_field(form_fields: Sequence[AskedField]) -> AskedField | None:
    phones = (one for one in form_fields if one.field.type is FieldType.PHONE)
    return next((one for one in phones if one.field.prefill == "applicant.phone"), None)


def people_values(agent: Party | None, phone: str) -> dict[str, str]:
    """By source, what is known of the contact: the person who acts for the organisation, and their phone."""
    name = "" if agent is None else agent.holder.name
    known_phone = phone if agent is None else agent.phone or phone
    return {CONTACT_NAME_SOURCE: name, CONTACT_PHONE_SOURCE: known_phone}


def with_typed_people(
    parties: Sequence[Party],
    selection: BundleSelection,
    typed: Mapping[str, str],
    *,
    licensed: Collection[str] = (),
) -> Sequence[Party]:
    """The parties with the people that the form of an organisation names.

    `licensed` are the fields that stand on the licence. Raises AnswersInvalid at the fields that no guide
    has; the others are checked with the guide's form.
    """
    form_fields = selection.form_fields
    if CONTACT_NAME not in form_fields:
        return parties
    errors: dict[str, FieldProblem] = {}
    values = {one.key: _read(one, typed, errors) for one in ADDED if one in form_fields}
    phone_field = _phone_field(form_fields)
    phone = _read(phone_field, typed, {}) if phone_field is not None else values[CONTACT_PHONE.key]
    if errors:
        raise AnswersInvalid(errors)
    representative = None
    if name := values.get(REPRESENTATIVE_NAME.key):
        is_licensed = REPRESENTATIVE_NAME.key in licensed
        source = PeopleSource.LICENCE if is_licensed else PeopleSource.STATED
        representative = LegalRepresentative(name, source=source)
    return _with(parties, OrganisationPeople(representative, Contact(values[CONTACT_NAME.key], phone)))


def _read(asked: AskedField, typed: Mapping[str, str], errors: dict[str, FieldProblem]) -> str:
    try:
        return str(read_field(asked, typed.get(asked.key, "")) or "")
    except FieldInvalid as invalid:
        errors[FIELD + asked.key] = invalid.problem
        return ""


def with_representative(
    parties: Sequence[Party], filing: Filing, licence: BusinessLicence | None
) -> Sequence[Party]:
    """The parties of a checked filing, where an organisation has the legal representative of its licence.

    Without a licence that names one, who was given with the party, or whom the guide's form names. Raises
    AnswersInvalid where the party names somebody else than the licence.
    """
    applicant = applicant_in(parties)
    if not applicant.holder.is_organisation:
        return parties
    people = applicant.people or OrganisationPeople()
    given = people.representative
    on_licence = "" if licence is None else licence.representative
    if given is not None and on_licence and not is_same_text(given.name, on_licence):
        raise AnswersInvalid({REPRESENTATIVE_FIELD: FieldProblem(PeopleFault.NOT_ON_LICENCE)})
    typed_name = _first_answer(filing, APPLICANT_NAME)
    name = on_licence or (given.name if given is not None else typed_name)
    if not name:
        return parties
    representative = given or LegalRepresentative(name)
    if not representative.identifier:
        representative = _with_number(representative, filing)
    source = PeopleSource.LICENCE if on_licence else representative.source
    representative = replace(representative, name=name, source=source)
    return _with(parties, replace(people, representative=representative))


def _with_number(representative: LegalRepresentative, filing: Filing) -> LegalRepresentative:
    """The representative with the number in the form, of an identity card or of another document."""
    number = _first_answer(filing, APPLICANT_NUMBER)
    return numbered_representative(representative, number) if number else representative


def numbered_representative(representative: LegalRepresentative, number: str) -> LegalRepresentative:
    """The representative with a number, of an identity card where it can be one, else of another document."""
    kind = IdentifierType.IDENTITY_CARD if is_card_number(number) else IdentifierType.OTHER
    return replace(representative, identifier_type=kind, identifier=number)


def _first_answer(filing: Filing, source: str) -> str:
    """What the form says of the legal representative: the name, or the number of a document."""
    asked = representative_fields(filing.selection.form_fields, source)
    answers = (str(filing.answers.get(one.key) or "") for one in asked)
    return next((answer for answer in answers if answer), "")


def _with(parties: Sequence[Party], people: OrganisationPeople) -> list[Party]:
    applicant = applicant_in(parties)
    return [replace(one, people=people) if one is applicant else one for one in parties]

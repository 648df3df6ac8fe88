"""Public progress of an application, for readers who know its number and four characters of a party."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from certificate_store.encryption import current_keyring
from certificate_store.text_input.numbers import compact, phone_digits
from guides.enumerations import ItemType
from guides.models import ServiceItem
from services_hall.applications.lifecycle import UNDECIDED, CaseStanding
from services_hall.applications.models import Application, ApplicationParty, Case
from services_hall.applications.numbering import (
    ApplicationNumber,
    CaseNumberInvalid,
    application_number,
    parse_application_number,
    parse_case_number,
)
from services_hall.applications.parties import PartyRole
from services_hall.applications.parties.organisation_people import OrganisationPeople

TAIL: Final = 4
"""How many characters at the end of a document's number or of a phone number are asked for."""
_DECOY: Final = "public_progress.decoy"
_NOBODY: Final = ApplicationNumber(date(1970, 1, 1), 0)


@dataclass(frozen=True)
class PublicCase:
    """What is shown of a case: the item, the agency, where it stands; no reason, no name, no answer."""

    item_name: str
    item_type: ItemType
    agency_name: str
    standing: CaseStanding
    due_on: date | None


@dataclass(frozen=True)
class PublicProgress:
    """What is shown of an application without an account."""

    number: str
    name: str
    cases: tuple[PublicCase, ...]


def plain_tail(text: str) -> str:
    """The last characters as they are compared: half width, capitals, without blanks."""
    return compact(text)


def plain_number(text: str) -> str:
    """The number of the application in what was typed, which may be the number of a case."""
    parsed = _parsed(text)
    return compact(text) if parsed == _NOBODY else application_number(parsed.id, parsed.filed_on)


def _parsed(text: str) -> ApplicationNumber:
    try:
        return parse_case_number(text)[0]
    except CaseNumberInvalid:
        pass
    try:
        return parse_application_number(text)
    except CaseNumberInvalid:
        return _NOBODY


def public_progress(session: Session, number: str, tail: str) -> PublicProgress | None:
    """The states of an application, for the last four characters of a party's document or phone.

    None for a wrong pair, whether the number exists or not: both send the same statements and decrypt as
    much, so that neither answer nor time tells which numbers exist.
    """
    parsed = _parsed(number)
    if not _is_one_of(_known_values(session, parsed), plain_tail(tail)):
        return None
    application = session.get_one(Application, parsed.id)
    rows = (
        select(Case, ServiceItem.item_type)
        .join(ServiceItem, ServiceItem.code == Case.item_code)
        .where(Case.application_id == parsed.id)
        .options(joinedload(Case.agency))
        .order_by(Case.position)
    )
    cases = tuple(_public(case, item_type) for case, item_type in session.execute(rows).tuples())
    return PublicProgress(application.number, application.name, cases)


def _known_values(session: Session, number: ApplicationNumber) -> list[str]:
    """The documents' numbers and phones of the parties; decoys of the same cost for no application."""
    applicant = session.execute(
        select(Application.holder_identifier, Application.phone).where(
            Application.id == number.id, Application.filed_on == number.filed_on
        )
    ).one_or_none()
    parties = session.execute(
        select(ApplicationParty.identifier, ApplicationParty.phone, ApplicationParty.details).where(
            ApplicationParty.application_id == number.id,
            or_(ApplicationParty.role != PartyRole.APPLICANT, ApplicationParty.details.is_not(None)),
        )
    ).all()
    if applicant is None:
        ring = current_keyring()
        return [ring.decrypt(_decoy(ring.primary), associated=_DECOY).decode()[:0] for _value in range(2)]
    known = [tuple(applicant), *((identifier, phone) for identifier, phone, _details in parties)]
    people = [OrganisationPeople.from_json(details or {}) for _identifier, _phone, details in parties]
    contacts = [one.contact.phone for one in people if one is not None and one.contact is not None]
    values = [one for identifier, phone in known for one in (identifier, phone_digits(phone))]
    return [*values, *map(phone_digits, contacts)]


def _is_one_of(values: Iterable[str], tail: str) -> bool:
    """Whether a value ends with `tail`; every value is compared, in a time that does not depend on it."""
    matches = [hmac.compare_digest(plain_tail(value)[-TAIL:].encode(), tail.encode()) for value in values]
    return len(tail) == TAIL and any(matches)


@lru_cache(maxsize=1)
def _decoy(_key_id: str) -> bytes:
    """A text encrypted with the primary key of the ring, once for each key."""
    return current_keyring().encrypt(b"420102198001010000", associated=_DECOY)


def _public(case: Case, item_type: ItemType) -> PublicCase:
    due_on = case.decision_due_on or case.acceptance_due_on if case.state in UNDECIDED else None
    return PublicCase(case.item_name, item_type, case.agency.name, case.standing, due_on)

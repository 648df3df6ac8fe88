"""People of an organisation that applies: its legal representative (法定代表人) and its contact (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from certificate_store.holders import Holder, IdentifierType


class PeopleSource(StrEnum):
    """Where the name of a legal representative comes from."""

    LICENCE = "licence"
    """The business licence in the certificate store."""
    STATED = "stated"
    """The form or the program that filed."""


class PeopleLabel(StrEnum):
    """The labels of the fields about the people of an organisation."""

    REPRESENTATIVE_NAME = "representative_name"
    REPRESENTATIVE_DOCUMENT = "representative_document"
    CONTACT_NAME = "contact_name"
    CONTACT_PHONE = "contact_phone"


class PeopleFault(StrEnum):
    """Why what is said about the people of an organisation is refused."""

    ONLY_OF_ORGANISATIONS = "only_of_organisations"
    NOT_ON_LICENCE = "not_on_licence"


@dataclass(frozen=True)
class LegalRepresentative:
    """Who represents an organisation by law; without a number where nobody asked for it."""

    name: str = field(repr=False)
    identifier_type: IdentifierType | None = None
    identifier: str = field(default="", repr=False)
    source: PeopleSource = PeopleSource.STATED

    @property
    def holder(self) -> Holder | None:
        """The person with their document, where its number is known."""
        if self.identifier_type is None or not self.identifier:
            return None
        return Holder.of_record(self.name, self.identifier_type, self.identifier)


@dataclass(frozen=True)
class Contact:
    """Whom an organisation names for questions and messages about an application (联系人)."""

    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True)
class OrganisationPeople:
    """The legal representative and the contact, as far as they are known."""

    representative: LegalRepresentative | None = None
    contact: Contact | None = None

    def as_json(self) -> dict[str, Any]:
        """The people by their part as JSON, for a draft and for the party of an application."""
        parts = {"representative": self.representative, "contact": self.contact}
        return {part: dict(vars(person)) for part, person in parts.items() if person is not None}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self | None:
        """The people in JSON with the parts of `as_json`, or None where there are none."""
        representative, contact = value.get("representative"), value.get("contact")
        if representative is None and contact is None:
            return None
        return cls(
            None if representative is None else _representative(representative),
            None if contact is None else Contact(contact["name"], contact["phone"]),
        )


def _representative(value: Mapping[str, Any]) -> LegalRepresentative:
    kind = value["identifier_type"]
    return LegalRepresentative(
        value["name"],
        None if kind is None else IdentifierType(kind),
        value["identifier"],
        PeopleSource(value["source"]),
    )

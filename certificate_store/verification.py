"""Public verification of certificates by identifier or file; personal data is masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.holders import Holder, mask_identifier
from certificate_store.lifecycle import Standing
from certificate_store.lookup import current_version
from certificate_store.models import Certificate
from certificate_store.numbering import check_identifier, serial_in_number
from certificate_store.text_input.numbers import compact, dashed, scanned_code


class Doubt(StrEnum):
    """Why a certificate or file is not genuine, as far as the store can tell."""

    MISTYPED = "mistyped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MaskedHolder:
    """A holder in the form shown to the public: 张*, 4201**********1234; an organisation in full."""

    name: str
    identifier: str


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """The public data of a genuine certificate."""

    type_code: str
    type_name: str
    number: str
    version: int
    current_identifier: str
    holders: tuple[MaskedHolder, ...]
    agency_code: str
    agency_name: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    signed_at: datetime | None
    published: tuple[tuple[str, str], ...] = ()
    """The labels and values of its public fields, such as the name and address of a firm."""


@dataclass(frozen=True, slots=True)
class VerificationAnswer:
    """Whether a certificate is genuine and in force on a day; `facts` only for a genuine one."""

    identifier: str
    on: date
    doubt: Doubt | None = None
    standing: Standing | None = None
    facts: CertificateFacts | None = None

    @property
    def is_genuine(self) -> bool:
        """Whether the store issued it."""
        return self.facts is not None

    @property
    def is_in_force(self) -> bool:
        """Whether it is in force on the requested day."""
        return self.standing is Standing.IN_FORCE


def verify_identifier(session: Session, identifier: str, on: date) -> VerificationAnswer:
    """The public answer for an identifier, typed or read from the QR code, on a local day.

    The number of a certificate is taken too where it holds the serial, which nobody can guess; it names the
    current version.
    """
    written = dashed(scanned_code(identifier))
    if (serial := serial_in_number(compact(written))) is not None:
        numbered = _current_of(session, serial, compact(written))
        if numbered is None:
            return VerificationAnswer(written, on, doubt=Doubt.UNKNOWN)
        return _answer(session, numbered, on)
    if not check_identifier(written):
        return VerificationAnswer(written[:100], on, doubt=Doubt.MISTYPED)
    certificate = session.scalar(select(Certificate).where(Certificate.identifier == written))
    if certificate is None:
        return VerificationAnswer(written, on, doubt=Doubt.UNKNOWN)
    return _answer(session, certificate, on)


def verify_copy(session: Session, data: bytes, on: date) -> VerificationAnswer:
    """The public answer for a file: genuine only if it is byte for byte a PDF that the store issued.

    Needs no PDF reader; `certificate_store.pdf.verification` checks files that the store does not know.
    """
    digest = sha256(data).hexdigest()
    certificate = session.scalar(select(Certificate).where(Certificate.file_sha256 == digest))
    if certificate is None:
        return VerificationAnswer("", on, doubt=Doubt.UNKNOWN)
    return _answer(session, certificate, on)


def _current_of(session: Session, serial: str, number: str) -> Certificate | None:
    query = select(Certificate).where(
        Certificate.serial == serial, Certificate.number == number, Certificate.is_current
    )
    return session.scalars(query).one_or_none()


def _answer(session: Session, certificate: Certificate, on: date) -> VerificationAnswer:
    holders = (certificate.holder, *certificate.joint_holders)
    facts = CertificateFacts(
        type_code=certificate.type.code,
        type_name=certificate.type.name,
        number=_public_number(certificate.number, holders),
        version=certificate.version,
        current_identifier=current_version(session, certificate).identifier,
        holders=tuple(_public_holder(one) for one in holders),
        agency_code=certificate.agency_code,
        agency_name=certificate.agency_name,
        issued_on=certificate.issued_on,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        signed_at=certificate.signed_at,
        published=_published(certificate, holders),
    )
    return VerificationAnswer(certificate.identifier, on, standing=certificate.standing(on), facts=facts)


def _public_number(number: str, holders: tuple[Holder, ...]) -> str:
    """The certificate's number; masked when it is the number of a person, as on an identity card."""
    if any(one.identifier in number for one in holders if not one.is_organisation):
        return mask_identifier(number)
    return number


def _public_holder(holder: Holder) -> MaskedHolder:
    if holder.is_organisation:
        return MaskedHolder(holder.name, holder.identifier)
    return MaskedHolder(holder.masked_name, holder.masked_identifier)


def _published(certificate: Certificate, holders: tuple[Holder, ...]) -> tuple[tuple[str, str], ...]:
    """The public fields (行政许可法 art. 40); the name of a person stays masked there too."""
    persons = {one.name: one.masked_name for one in holders if not one.is_organisation}
    return tuple(
        (field["label"], persons.get(value, value))
        for field in certificate.type.data_fields
        if field.get("public") and (value := str(certificate.fields.get(field["key"]) or ""))
    )

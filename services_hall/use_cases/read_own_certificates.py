"""A person's own certificates in the store, and their uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from certificate_store import lookup
from certificate_store.certificate_faces import face_rows
from certificate_store.errors import UnknownCertificate
from certificate_store.holders import Holder
from certificate_store.lifecycle import Standing
from certificate_store.lookup import Inquiry
from certificate_store.models import Certificate
from services_hall.clock import local_day, utc_now
from services_hall.database import certificate_transaction
from services_hall.use_cases.certificate_uses import UseOccasion, group_uses
from services_hall.use_cases.store_access import ask_store

MOST_USES: Final = 200


@dataclass(frozen=True)
class OwnCertificate:
    """The current version of a certificate, with its validity today."""

    identifier: str
    type_code: str
    type_name: str
    number: str
    agency_name: str
    valid_from: date
    valid_to: date | None
    standing: str
    has_file: bool
    replaces: str | None = None
    """The identifier of the version that it replaced."""


@dataclass(frozen=True)
class OwnCertificates:
    """Everything in the store that a holder can read."""

    held: Sequence[OwnCertificate]
    uses: Sequence[UseOccasion]


@dataclass(frozen=True)
class CertificateFile:
    """The encrypted file of a certificate, and the name of its type."""

    file_name: str
    type_name: str


@dataclass(frozen=True)
class CertificateFace:
    """A certificate as its page shows it; `reader` is the holder as whom it is read."""

    own: OwnCertificate
    reader: Holder
    holder: Holder
    joint_holders: Sequence[Holder]
    rows: Sequence[Mapping[str, str]]
    uses: Sequence[UseOccasion]
    own_uses: Sequence[UseOccasion]


def read_own_certificates(holder: Holder, names: Mapping[str, str]) -> OwnCertificates:
    """The holder's certificates and their uses, newest first; `names` is certificate type code → name.

    Raises one of STORE_ERRORS.
    """
    today = local_day(utc_now())
    with certificate_transaction() as store:
        held = _own_certificates(store, lookup.certificates_of(store, holder), today)
        return OwnCertificates(held, group_uses(lookup.uses_of(store, holder, limit=MOST_USES), names))


def own_certificates(holder: Holder, *, inquiry: Inquiry | None = None) -> Sequence[OwnCertificate]:
    """The holder's certificates; with an `inquiry` of somebody else each is logged for the holder.

    Raises one of STORE_ERRORS.
    """
    today = local_day(utc_now())

    def question(store: Session) -> Sequence[OwnCertificate]:
        certificates = lookup.certificates_of(store, holder)
        if inquiry is not None:
            lookup.log_views(store, certificates, inquiry)
        return _own_certificates(store, certificates, today)

    return ask_store(question)


def own_certificate_file(holders: Sequence[Holder], identifier: str) -> CertificateFile:
    """The file of a certificate of these holders; raises UnknownCertificate for any other certificate."""
    with certificate_transaction() as store:
        certificate, _holder = _held(store, holders, identifier)
        if certificate.file_name is None:
            raise UnknownCertificate(identifier)
        return CertificateFile(certificate.file_name, certificate.type.name)


def read_certificate_face(
    holders: Sequence[Holder], identifier: str, names: Mapping[str, str], *, reader: str
) -> CertificateFace:
    """A certificate of these holders with its uses, those of the account `reader` apart.

    Raises UnknownCertificate for any other certificate, and one of STORE_ERRORS.
    """

    def question(store: Session) -> CertificateFace:
        certificate, holder = _held(store, holders, identifier)
        (own,) = _own_certificates(store, [certificate], local_day(utc_now()))
        uses = group_uses(lookup.uses_of_certificate(store, certificate, limit=MOST_USES), names)
        return CertificateFace(
            own=own,
            reader=holder,
            holder=certificate.holder,
            joint_holders=certificate.joint_holders,
            rows=list(face_rows(certificate)),
            uses=[use for use in uses if use.by != reader],
            own_uses=[use for use in uses if use.by == reader],
        )

    return ask_store(question)


def _held(store: Session, holders: Sequence[Holder], identifier: str) -> tuple[Certificate, Holder]:
    for holder in holders:
        for certificate in lookup.certificates_of(store, holder):
            if certificate.identifier == identifier:
                return certificate, holder
    raise UnknownCertificate(identifier)


def _own_certificates(
    store: Session, certificates: Sequence[Certificate], today: date
) -> list[OwnCertificate]:
    """What the holder reads of each; those in force first."""
    before = lookup.previous_identifiers(store, certificates)
    owned = [_own(one, today, before.get(one.serial)) for one in certificates]
    return sorted(owned, key=lambda one: one.standing is not Standing.IN_FORCE)


def _own(certificate: Certificate, today: date, replaces: str | None) -> OwnCertificate:
    return OwnCertificate(
        identifier=certificate.identifier,
        type_code=certificate.type.code,
        type_name=certificate.type.name,
        number=certificate.number,
        agency_name=certificate.agency_name,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        standing=certificate.standing(today),
        has_file=certificate.file_name is not None,
        replaces=replaces,
    )

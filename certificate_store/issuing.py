"""Issuing of certificates and their correction by new versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificate_store.certificate_types import certificate_type, field_problems
from certificate_store.errors import CertificateInvalid, FileAlreadyAttached, SourceAlreadyUsed
from certificate_store.holders import Holder, HolderKind
from certificate_store.lifecycle import CertificateAction, CertificateStatus, next_status
from certificate_store.models import Certificate, CertificateEvent, CertificateType, JointHolder
from certificate_store.numbering import make_identifier, new_serial, plain_number
from certificate_store.revocation import check_agency, lock_certificate, record_event

ISSUED: Final = "issue"


class Unchanged(Enum):
    """Marker for an argument that was not passed, where None has its own meaning."""

    TOKEN = 0


UNCHANGED: Final = Unchanged.TOKEN


@dataclass(frozen=True)
class CertificateContent:
    """What a certificate says, and the permanent reference of what caused it."""

    kind: CertificateType
    holder: Holder
    joint_holders: tuple[Holder, ...]
    fields: dict[str, Any]
    issued_on: date
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class CertificateVersion:
    """Number, serial, version and status under which a certificate is issued."""

    number: str
    serial: str
    version: int
    status: CertificateStatus


def issue_certificate(
    session: Session,
    *,
    type_code: str,
    holder: Holder,
    agency_code: str,
    agency_name: str,
    fields: Mapping[str, Any],
    issued_on: date,
    valid_from: date,
    valid_to: date | None,
    source: str,
    now: datetime,
    number: str | None = None,
    joint_holders: Sequence[Holder] = (),
) -> Certificate:
    """The certificate for `source`: issued now, or the one issued earlier for the same source.

    `source` is a permanent reference of the caller, such as a case number; two simultaneous calls return the
    same certificate. `valid_to` is the last day, None without end. Raises UnknownCertificateType,
    CertificateInvalid, NumberInvalid, and SourceAlreadyUsed where the source belongs to another type or
    holder.
    """
    kind = certificate_type(session, type_code)
    content = CertificateContent(
        kind, holder, tuple(joint_holders), dict(fields), issued_on, valid_from, valid_to, source
    )
    _check(content)
    earlier = _same_source(session, content)
    if earlier is not None:
        return earlier
    serial = new_serial()
    version = CertificateVersion(
        number or plain_number(serial, issued_on.year), serial, 1, CertificateStatus.ACTIVE
    )
    certificate = _new_certificate(
        content, version, agency_code=agency_code, agency_name=agency_name, now=now
    )
    try:
        with session.begin_nested():
            _add(session, certificate, reason=source, now=now, action=ISSUED)
    except IntegrityError:
        winner = _same_source(session, content)
        if winner is None:
            raise
        return winner
    return certificate


def correct_certificate(
    session: Session,
    certificate: Certificate,
    *,
    by_agency: str,
    reason: str,
    source: str,
    issued_on: date,
    now: datetime,
    holder: Holder | None = None,
    joint_holders: Sequence[Holder] | None = None,
    fields: Mapping[str, Any] | None = None,
    valid_from: date | None = None,
    valid_to: date | Unchanged | None = UNCHANGED,
    number: str | None = None,
) -> Certificate:
    """Issue the next version, which replaces `certificate`; arguments that are not passed stay unchanged.

    Idempotent by `source`, like `issue_certificate`. Raises NotTheIssuingAgency, NotTheCurrentVersion,
    CertificateTransitionRefused for a cancelled certificate, CertificateInvalid, SourceAlreadyUsed.
    """
    content = CertificateContent(
        kind=certificate.type,
        holder=holder or certificate.holder,
        joint_holders=tuple(certificate.joint_holders if joint_holders is None else joint_holders),
        fields=dict(certificate.fields if fields is None else fields),
        issued_on=issued_on,
        valid_from=valid_from or certificate.valid_from,
        valid_to=certificate.valid_to if isinstance(valid_to, Unchanged) else valid_to,
        source=source,
    )
    lock_certificate(session, certificate)
    earlier = _same_source(session, content)
    if earlier is not None:
        return earlier
    check_agency(certificate, by_agency)
    _check(content)
    successor = _next_version(certificate, content, number=number, now=now)
    _retire(session, certificate, reason=reason, now=now)
    _add(session, successor, reason=reason, now=now, action=ISSUED)
    return successor


def attach_file(
    session: Session, certificate: Certificate, *, file_name: str, sha256: str, signed_at: datetime
) -> None:
    """Record the signed PDF: its name in the encrypted folder and the SHA-256 of the PDF itself.

    A repeated job may attach only the same file; raises FileAlreadyAttached.
    """
    lock_certificate(session, certificate)
    if certificate.file_name is not None:
        if certificate.file_name == file_name:
            return
        raise FileAlreadyAttached(certificate.identifier)
    certificate.file_name = file_name
    certificate.file_sha256 = sha256
    certificate.signed_at = signed_at
    session.flush()


def events_of(session: Session, certificate: Certificate) -> list[CertificateEvent]:
    """The events of all versions of this certificate, in order."""
    versions = select(Certificate.id).where(Certificate.serial == certificate.serial)
    query = select(CertificateEvent).where(CertificateEvent.certificate_id.in_(versions))
    return list(session.scalars(query.order_by(CertificateEvent.id)))


def certificate_of_source(session: Session, source: str) -> Certificate | None:
    """The certificate that was issued for this source reference, or None."""
    return session.scalar(select(Certificate).where(Certificate.source == source))


def _same_source(session: Session, content: CertificateContent) -> Certificate | None:
    earlier = certificate_of_source(session, content.source)
    if earlier is None:
        return None
    if earlier.type_id != content.kind.id or earlier.holder_index != content.holder.index:
        raise SourceAlreadyUsed(content.source)
    return earlier


def _next_version(
    certificate: Certificate, content: CertificateContent, *, number: str | None, now: datetime
) -> Certificate:
    """The version that follows; raises CertificateTransitionRefused."""
    status = next_status(certificate.status, CertificateAction.CORRECT)
    version = CertificateVersion(
        number or certificate.number, certificate.serial, certificate.version + 1, status
    )
    return _new_certificate(
        content, version, agency_code=certificate.agency_code, agency_name=certificate.agency_name, now=now
    )


def _retire(session: Session, certificate: Certificate, *, reason: str, now: datetime) -> None:
    """End the current version before its successor is added, since only one may be current."""
    certificate.is_current = False
    record_event(
        session,
        certificate,
        action=CertificateAction.CORRECT,
        old_status=certificate.status,
        reason=reason,
        now=now,
    )
    session.flush()


def _new_certificate(
    content: CertificateContent,
    version: CertificateVersion,
    *,
    agency_code: str,
    agency_name: str,
    now: datetime,
) -> Certificate:
    certificate = Certificate(
        type=content.kind,
        number=version.number,
        serial=version.serial,
        version=version.version,
        is_current=True,
        agency_code=agency_code,
        agency_name=agency_name,
        issued_on=content.issued_on,
        valid_from=content.valid_from,
        valid_to=content.valid_to,
        fields=content.fields,
        status=version.status,
        source=content.source,
        created_at=now,
    )
    _set_holders(certificate, content.holder, content.joint_holders)
    _set_identifier(certificate, content.kind)
    return certificate


def _set_holders(certificate: Certificate, holder: Holder, joint_holders: Sequence[Holder]) -> None:
    certificate.holder_name = holder.name
    certificate.holder_identifier_type = holder.identifier_type
    certificate.holder_identifier = holder.identifier
    certificate.holder_index = holder.index
    certificate.joint_holders_json = [joint.as_json() for joint in joint_holders]


def _set_identifier(certificate: Certificate, kind: CertificateType) -> None:
    certificate.identifier = make_identifier(
        type_code=kind.identifier_code,
        issuer_code=certificate.agency_code,
        serial=certificate.serial,
        version=certificate.version,
    )


def _add(session: Session, certificate: Certificate, *, reason: str, now: datetime, action: str) -> None:
    session.add(certificate)
    session.flush()
    indexes = {joint.index for joint in certificate.joint_holders} - {certificate.holder_index}
    session.add_all(JointHolder(certificate_id=certificate.id, holder_index=index) for index in indexes)
    record_event(session, certificate, action=action, old_status=None, reason=reason, now=now)
    session.flush()


def _check(content: CertificateContent) -> None:
    kind = content.kind
    problems = field_problems(kind, content.fields)
    if content.valid_to is not None and content.valid_to < content.valid_from:
        problems.append("valid_to is before valid_from")
    if not content.source.strip():
        problems.append("source is missing")
    if any(not _may_hold(kind.holder_kind, one) for one in (content.holder, *content.joint_holders)):
        problems.append(f"a certificate of type {kind.code!r} is held by a {kind.holder_kind} only")
    if problems:
        raise CertificateInvalid(problems)


def _may_hold(kind: HolderKind, holder: Holder) -> bool:
    return kind is HolderKind.ANY or (kind is HolderKind.ORGANISATION) == holder.is_organisation

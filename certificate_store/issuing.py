"""Issuing of certificates and their correction by new versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from certificate_store.numbering import make_identifier, new_serial
from certificate_store.revocation import check_agency, lock_certificate, record_event

ISSUED: Final = "issue"


class Unchanged(Enum):
    """Marker for an argument that was not passed, where None has its own meaning."""

    TOKEN = 0


UNCHANGED: Final = Unchanged.TOKEN


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
    _check(kind, holder, joint_holders, fields, (valid_from, valid_to), source)
    earlier = _same_source(session, source, kind, holder)
    if earlier is not None:
        return earlier
    certificate = Certificate(
        type=kind,
        serial=new_serial(),
        version=1,
        is_current=True,
        agency_code=agency_code,
        agency_name=agency_name,
        issued_on=issued_on,
        valid_from=valid_from,
        valid_to=valid_to,
        fields=dict(fields),
        status=CertificateStatus.ACTIVE,
        source=source,
        created_at=now,
    )
    _set_holders(certificate, holder, joint_holders)
    certificate.number = number or f"{issued_on:%Y}{certificate.serial}"
    _set_identifier(certificate, kind)
    try:
        with session.begin_nested():
            _add(session, certificate, reason=source, now=now, action=ISSUED)
    except IntegrityError:
        winner = _same_source(session, source, kind, holder)
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
    kind = certificate.type
    holder = holder or certificate.holder
    lock_certificate(session, certificate)
    earlier = _same_source(session, source, kind, holder)
    if earlier is not None:
        return earlier
    check_agency(certificate, by_agency)
    status = next_status(certificate.status, CertificateAction.CORRECT)
    joint = certificate.joint_holders if joint_holders is None else joint_holders
    values = dict(certificate.fields if fields is None else fields)
    first_day = valid_from or certificate.valid_from
    final_day = certificate.valid_to if isinstance(valid_to, Unchanged) else valid_to
    _check(kind, holder, joint, values, (first_day, final_day), source)
    successor = Certificate(
        type=kind,
        number=number or certificate.number,
        serial=certificate.serial,
        version=certificate.version + 1,
        is_current=True,
        agency_code=certificate.agency_code,
        agency_name=certificate.agency_name,
        issued_on=issued_on,
        valid_from=first_day,
        valid_to=final_day,
        fields=values,
        status=status,
        source=source,
        created_at=now,
    )
    _set_holders(successor, holder, joint)
    _set_identifier(successor, kind)
    certificate.is_current = False
    record_event(
        session, certificate, action=CertificateAction.CORRECT, old_status=status, reason=reason, now=now
    )
    session.flush()
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


def _same_source(session: Session, source: str, kind: CertificateType, holder: Holder) -> Certificate | None:
    earlier = certificate_of_source(session, source)
    if earlier is not None and (earlier.type_id != kind.id or earlier.holder_index != holder.index):
        raise SourceAlreadyUsed(source)
    return earlier


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


def _check(
    kind: CertificateType,
    holder: Holder,
    joint_holders: Sequence[Holder],
    fields: Mapping[str, Any],
    validity: tuple[date, date | None],
    source: str,
) -> None:
    problems = field_problems(kind, fields)
    first_day, final_day = validity
    if final_day is not None and final_day < first_day:
        problems.append("valid_to is before valid_from")
    if not source.strip():
        problems.append("source is missing")
    if any(not _may_hold(kind.holder_kind, one) for one in (holder, *joint_holders)):
        problems.append(f"a certificate of type {kind.code!r} is held by a {kind.holder_kind} only")
    if problems:
        raise CertificateInvalid(problems)


def _may_hold(kind: HolderKind, holder: Holder) -> bool:
    return kind is HolderKind.ANY or (kind is HolderKind.ORGANISATION) == holder.is_organisation

"""Queries for certificates of a holder, and the log of uses that the holder can read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, select, tuple_, union
from sqlalchemy.orm import Session, joinedload, raiseload

from certificate_store.bulk_insert import ManyRows
from certificate_store.certificate_types import TypeKey, certificate_type
from certificate_store.errors import UnknownCertificate, UseWithoutBasis
from certificate_store.grants import UseBasis, find_basis
from certificate_store.holders import Holder
from certificate_store.lifecycle import CertificateStatus, Standing, UseOutcome
from certificate_store.models import Certificate, CertificateType, JointHolder, Use
from certificate_store.value_lists import NUMBER, is_one_of

MAX_PAGE = 200

_WRITE_USES: Final = ManyRows.of(
    Use,
    "holder_index",
    "used_by",
    "purpose",
    "request",
    "case_reference",
    "legal_basis",
    "grant_id",
    "what",
    "certificate_id",
    "outcome",
    "at",
)
_HELD_IDS: Final = union(
    select(Certificate.id).where(Certificate.holder_index == bindparam("holder_index")),
    select(JointHolder.certificate_id).where(JointHolder.holder_index == bindparam("holder_index")),
).subquery()
_CURRENT: Final = (
    select(Certificate)
    .join(_HELD_IDS, _HELD_IDS.c.id == Certificate.id)
    .where(Certificate.is_current)
    .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
)
_CURRENT_OF_TYPES: Final = _CURRENT.where(is_one_of(Certificate.type_id, "type_ids", NUMBER))
_WITHOUT_TYPES: Final = _CURRENT_OF_TYPES.options(raiseload(Certificate.type))
"""For a caller who knows the types."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The common data of logged uses: who uses certificates, for what purpose, in which case and when."""

    holder: Holder
    by: str
    purpose: str
    case_reference: str
    now: datetime
    request: str = ""


def certificates_in_force(
    session: Session,
    *,
    holder: Holder,
    type_codes: Iterable[str],
    on: date,
    by: str,
    purpose: str,
    now: datetime,
    request: str = "",
    case_reference: str = "",
    legal_basis: str | None = None,
) -> list[Certificate]:
    """The holder's certificates of these types in force on that day; also logged when there is none.

    Raises UseWithoutBasis, before any certificate is read, when a type is covered neither by a legal basis
    nor by a grant for exactly this purpose. Raises UnknownCertificateType.
    """
    inquiry = Inquiry(holder, by, purpose, case_reference, now, request)
    allowed: list[tuple[CertificateType, UseBasis]] = []
    for code in dict.fromkeys(type_codes):
        kind = certificate_type(session, code)
        basis = find_basis(
            session,
            holder=holder,
            kind=kind,
            purpose=purpose,
            request=request,
            now=now,
            legal_basis=legal_basis,
        )
        if not basis:
            raise UseWithoutBasis(code)
        allowed.append((kind, basis))
    return [
        certificate
        for kind, basis in allowed
        for certificate in _held_of_type(session, inquiry, kind, basis, on)
    ]


def certificate(session: Session, identifier: str) -> Certificate:
    """The version with this identifier; raises UnknownCertificate."""
    version = session.scalar(select(Certificate).where(Certificate.identifier == identifier))
    if version is None:
        raise UnknownCertificate(identifier)
    return version


def current_version(session: Session, of: Certificate) -> Certificate:
    """The current version of the same certificate."""
    if of.is_current:
        return of
    query = select(Certificate).where(Certificate.serial == of.serial, Certificate.is_current)
    return session.scalars(query).one()


def certificates_of(session: Session, holder: Holder) -> list[Certificate]:
    """The current versions of all certificates of this (joint) holder; for the holder only, not logged."""
    return _current(session, holder, None)


def certificates_ending(
    session: Session, *, first: date, last: date, after: Certificate | None = None, limit: int = MAX_PAGE
) -> list[Certificate]:
    """Up to `limit` current versions in force whose last day lies between these days, the first to end first.

    `after` is the last one of the page before.
    """
    rows = select(Certificate).where(
        Certificate.is_current,
        Certificate.status == CertificateStatus.ACTIVE,
        Certificate.valid_to.between(first, last),
    )
    if after is not None:
        rows = rows.where(tuple_(Certificate.valid_to, Certificate.id) > (after.valid_to, after.id))
    rows = rows.order_by(Certificate.valid_to, Certificate.id).limit(min(limit, MAX_PAGE))
    return list(session.scalars(rows))


def previous_identifiers(session: Session, certificates: Collection[Certificate]) -> dict[str, str]:
    """The identifier of the version that each of these replaced, by serial; at most one query."""
    versions = {one.serial: one.version - 1 for one in certificates if one.version > 1}
    if not versions:
        return {}
    rows = select(Certificate.serial, Certificate.version, Certificate.identifier).where(
        Certificate.serial.in_(list(versions))
    )
    return {
        serial: identifier
        for serial, version, identifier in session.execute(rows)
        if version == versions[serial]
    }


def current_certificates(session: Session, holder: Holder, kind: CertificateType) -> list[Certificate]:
    """The current versions of one type, in any standing; the caller must have a basis and log the use."""
    return _current(session, holder, [kind])


def current_by_type(
    session: Session, holder: Holder, kinds: Collection[TypeKey]
) -> dict[str, list[Certificate]]:
    """Like `current_certificates`, for several types with one query; by type code, their types not loaded."""
    by_code: dict[str, list[Certificate]] = {kind.code: [] for kind in kinds}
    codes = {kind.id: kind.code for kind in kinds}
    parameters = {"holder_index": holder.index, "type_ids": list(codes)}
    for certificate in session.scalars(_WITHOUT_TYPES, parameters):
        by_code[codes[certificate.type_id]].append(certificate)
    return by_code


def uses_of(
    session: Session, holder: Holder, *, before: int | None = None, limit: int = MAX_PAGE
) -> list[Use]:
    """The logged uses of this holder and of what they hold alone or jointly, the newest first.

    `before` is the last id of the previous page.
    """
    most = min(limit, MAX_PAGE)
    held = select(_HELD_IDS.c.id)
    # Two reads along two indexes: one condition with OR would read the whole log.
    found = union(
        *(
            select(_newest_uses(condition, before, most).subquery().c.id)
            for condition in (
                Use.holder_index == bindparam("holder_index"),
                Use.certificate_id.in_(held),
            )
        )
    ).subquery()
    query = select(Use).join(found, found.c.id == Use.id).order_by(Use.id.desc()).limit(most)
    parameters = {"holder_index": holder.index}
    return list(session.scalars(query.options(joinedload(Use.certificate)), parameters))


def uses_of_certificate(session: Session, certificate: Certificate, *, limit: int = MAX_PAGE) -> list[Use]:
    """The logged uses of all versions of a certificate, the newest first; for its holders only."""
    versions = select(Certificate.id).where(Certificate.serial == certificate.serial)
    rows = select(Use).where(Use.certificate_id.in_(versions)).order_by(Use.id.desc())
    return list(session.scalars(rows.options(joinedload(Use.certificate)).limit(min(limit, MAX_PAGE))))


def _newest_uses(condition: ColumnElement[bool], before: int | None, most: int) -> Select[tuple[int]]:
    query = select(Use.id).where(condition)
    if before is not None:
        query = query.where(Use.id < before)
    return query.order_by(Use.id.desc()).limit(most)


UseLog = list[dict[str, Any]]
"""Uses that are not written yet, as rows."""


def log_use(
    log: UseLog,
    inquiry: Inquiry,
    *,
    what: str,
    outcome: UseOutcome,
    basis: UseBasis,
    certificate: Certificate | None = None,
) -> None:
    """Collect one use; `write_uses` writes the collected uses."""
    log.append(
        {
            "holder_index": inquiry.holder.index,
            "used_by": inquiry.by,
            "purpose": inquiry.purpose,
            "request": inquiry.request,
            "case_reference": inquiry.case_reference,
            "legal_basis": basis.legal_basis,
            "grant_id": basis.grant_for(certificate),
            "what": what,
            "certificate_id": certificate.id if certificate is not None else None,
            "outcome": outcome,
            "at": inquiry.now,
        }
    )


def write_uses(session: Session, log: UseLog) -> None:
    """Write the collected uses in their order, in the caller's transaction."""
    _WRITE_USES.write(session.connection(), log)


def log_views(session: Session, certificates: Iterable[Certificate], inquiry: Inquiry) -> None:
    """Log that somebody looked at these certificates, with the holder's consent for this purpose."""
    log: UseLog = []
    for one in certificates:
        basis = UseBasis(inquiry.purpose, ())
        log_use(log, inquiry, what=one.type.code, outcome=UseOutcome.HELD, basis=basis, certificate=one)
    write_uses(session, log)


def log_download(
    session: Session,
    certificate: Certificate,
    *,
    by: str,
    purpose: str,
    legal_basis: str,
    case_reference: str,
    now: datetime,
) -> None:
    """Log who downloaded the certificate itself and in which case, so that the holder can see it."""
    log: UseLog = []
    inquiry = Inquiry(certificate.holder, by, purpose, case_reference, now)
    basis = UseBasis(legal_basis, ())
    log_use(
        log,
        inquiry,
        what=certificate.type.code,
        outcome=UseOutcome.DOWNLOADED,
        basis=basis,
        certificate=certificate,
    )
    write_uses(session, log)


def _held_of_type(
    session: Session, inquiry: Inquiry, kind: CertificateType, basis: UseBasis, on: date
) -> list[Certificate]:
    certificates = [
        one
        for one in current_certificates(session, inquiry.holder, kind)
        if basis.covers(one) and one.standing(on) is Standing.IN_FORCE
    ]
    log: UseLog = []
    for one in certificates:
        log_use(log, inquiry, what=kind.code, outcome=UseOutcome.HELD, basis=basis, certificate=one)
    if not certificates:
        log_use(log, inquiry, what=kind.code, outcome=UseOutcome.NONE_HELD, basis=basis)
    write_uses(session, log)
    return certificates


def _current(
    session: Session, holder: Holder, kinds: Collection[CertificateType] | None
) -> list[Certificate]:
    if kinds is None:
        return list(session.scalars(_CURRENT, {"holder_index": holder.index}))
    parameters = {"holder_index": holder.index, "type_ids": [kind.id for kind in kinds]}
    return list(session.scalars(_CURRENT_OF_TYPES, parameters))

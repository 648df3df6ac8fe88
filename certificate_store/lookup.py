"""Who holds what on a day; every look-up for somebody else leaves a line that the holder can read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, select, union
from sqlalchemy.orm import Session, joinedload

from certificate_store.bulk_insert import ManyRows
from certificate_store.certificate_types import certificate_type
from certificate_store.errors import UnknownCertificate, UseWithoutBasis
from certificate_store.grants import UseBasis, find_basis
from certificate_store.holders import Holder
from certificate_store.lifecycle import Standing
from certificate_store.models import Certificate, CertificateType, JointHolder, Use

HELD = "held"
NONE_HELD = "none_held"
DOWNLOADED = "taken"
MAX_PAGE = 200

_WRITE_USES: Final = ManyRows.of(
    Use,
    "holder_index",
    "used_by",
    "purpose",
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
_CURRENT_OF_TYPES: Final = _CURRENT.where(Certificate.type_id.in_(bindparam("type_ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Who looks, for what purpose, in which case, when: what every logged use has in common."""

    holder: Holder
    by: str
    purpose: str
    case_reference: str
    now: datetime


def certificates_in_force(
    session: Session,
    *,
    holder: Holder,
    type_codes: Iterable[str],
    on: date,
    by: str,
    purpose: str,
    now: datetime,
    case_reference: str = "",
    legal_basis: str | None = None,
) -> list[Certificate]:
    """The holder's certificates of these types that are in force on that day; logged, also when none is held.

    Raises UseWithoutBasis before anything is read when neither the law nor a grant for exactly this purpose
    covers a type, and UnknownCertificateType.
    """
    inquiry = Inquiry(holder, by, purpose, case_reference, now)
    allowed: list[tuple[CertificateType, UseBasis]] = []
    for code in dict.fromkeys(type_codes):
        kind = certificate_type(session, code)
        basis = find_basis(
            session, holder=holder, kind=kind, purpose=purpose, now=now, legal_basis=legal_basis
        )
        if not basis:
            raise UseWithoutBasis(code)
        allowed.append((kind, basis))
    return [found for kind, basis in allowed for found in _held_of_type(session, inquiry, kind, basis, on)]


def certificate(session: Session, identifier: str) -> Certificate:
    """The version of that identifier; raises UnknownCertificate."""
    found = session.scalar(select(Certificate).where(Certificate.identifier == identifier))
    if found is None:
        raise UnknownCertificate(identifier)
    return found


def current_version(session: Session, of: Certificate) -> Certificate:
    """The version that is current today of the certificate that `of` is a version of."""
    if of.is_current:
        return of
    query = select(Certificate).where(Certificate.serial == of.serial, Certificate.is_current)
    return session.scalars(query).one()


def certificates_of(session: Session, holder: Holder) -> list[Certificate]:
    """Current versions of all that this holder holds, jointly too; for the holder's own eyes, not logged."""
    return _current(session, holder, None)


def current_certificates(session: Session, holder: Holder, kind: CertificateType) -> list[Certificate]:
    """The current versions of one type, whatever their standing; the caller has a basis and logs the use."""
    return _current(session, holder, [kind])


def current_by_type(
    session: Session, holder: Holder, kinds: Collection[CertificateType]
) -> dict[str, list[Certificate]]:
    """As `current_certificates`, for several types with one query; by type code."""
    found: dict[str, list[Certificate]] = {kind.code: [] for kind in kinds}
    codes = {kind.id: kind.code for kind in kinds}
    for certificate in _current(session, holder, kinds):
        found[codes[certificate.type_id]].append(certificate)
    return found


def uses_of(
    session: Session, holder: Holder, *, before: int | None = None, limit: int = MAX_PAGE
) -> list[Use]:
    """Who used what of this holder and why, the newest first; `before` is the last id of the page before."""
    query = select(Use).where(Use.holder_index == holder.index)
    if before is not None:
        query = query.where(Use.id < before)
    query = query.order_by(Use.id.desc()).limit(min(limit, MAX_PAGE))
    return list(session.scalars(query.options(joinedload(Use.certificate))))


UseLog = list[dict[str, Any]]
"""Uses that are still to be written, as rows."""


def log_use(
    log: UseLog,
    inquiry: Inquiry,
    *,
    what: str,
    outcome: str,
    basis: UseBasis,
    certificate: Certificate | None = None,
) -> None:
    """Note one use; `write_uses` writes what was noted."""
    log.append(
        {
            "holder_index": inquiry.holder.index,
            "used_by": inquiry.by,
            "purpose": inquiry.purpose,
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
    """Write down what was noted, in its order; the rows are in the caller's transaction."""
    _WRITE_USES.write(session.connection(), log)


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
    """Leaves the line by which the holder learns who took the certificate itself, and in which case."""
    log: UseLog = []
    inquiry = Inquiry(certificate.holder, by, purpose, case_reference, now)
    basis = UseBasis(legal_basis, ())
    log_use(
        log, inquiry, what=certificate.type.code, outcome=DOWNLOADED, basis=basis, certificate=certificate
    )
    write_uses(session, log)


def _held_of_type(
    session: Session, inquiry: Inquiry, kind: CertificateType, basis: UseBasis, on: date
) -> list[Certificate]:
    found = [
        one
        for one in current_certificates(session, inquiry.holder, kind)
        if basis.covers(one) and one.standing(on) is Standing.IN_FORCE
    ]
    log: UseLog = []
    for one in found:
        log_use(log, inquiry, what=kind.code, outcome=HELD, basis=basis, certificate=one)
    if not found:
        log_use(log, inquiry, what=kind.code, outcome=NONE_HELD, basis=basis)
    write_uses(session, log)
    return found


def _current(
    session: Session, holder: Holder, kinds: Collection[CertificateType] | None
) -> list[Certificate]:
    if kinds is None:
        return list(session.scalars(_CURRENT, {"holder_index": holder.index}))
    asked = {"holder_index": holder.index, "type_ids": [kind.id for kind in kinds]}
    return list(session.scalars(_CURRENT_OF_TYPES, asked))

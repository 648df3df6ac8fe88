"""Grants: the holder's permission to use a certificate for one purpose, and its revocation (用证授权)."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from certificate_store.bulk_insert import ManyRows
from certificate_store.certificate_types import TypeKey, certificate_type
from certificate_store.errors import GrantInvalid, NotTheHolder
from certificate_store.holders import Holder
from certificate_store.models import Certificate, CertificateType, Grant, JointHolder
from certificate_store.value_lists import NUMBER, is_one_of

_ABOUT: Final = func.coalesce(Grant.type_id, Certificate.type_id)
_GIVEN: Final = (
    select(
        _ABOUT.label("about"),
        Grant.id,
        Grant.given_at,
        Grant.until,
        Grant.revoked_at,
        Certificate.serial,
    )
    .outerjoin(Certificate, Certificate.id == Grant.certificate_id)
    .where(
        Grant.holder_index == bindparam("holder_index"),
        Grant.purpose == bindparam("purpose"),
        Grant.request == bindparam("request"),
        is_one_of(_ABOUT, "type_ids", NUMBER),
    )
    .order_by(Grant.type_id.is_(None), Grant.id)
)
_GIVE: Final = ManyRows.of(
    Grant,
    "public_id",
    "holder_index",
    "certificate_id",
    "type_id",
    "purpose",
    "request",
    "given_at",
    "until",
    giving=("type_id", "id"),
)


def give_grant(
    session: Session,
    *,
    holder: Holder,
    purpose: str,
    until: datetime,
    now: datetime,
    request: str = "",
    type_code: str | None = None,
    certificate: Certificate | None = None,
) -> Grant:
    """Grant the use of this certificate, or of the holder's certificates of this type, for exactly `purpose`.

    With a `request` the grant is valid for that request alone.
    Raises GrantInvalid, UnknownCertificateType, and NotTheHolder for another person's certificate.
    """
    if (type_code is None) == (certificate is None):
        raise GrantInvalid("a grant names either one certificate or one type")
    _check(purpose, until, now)
    if certificate is not None and not _holds(session, holder, certificate):
        raise NotTheHolder(f"certificate {certificate.identifier} belongs to another holder")
    columns = _columns(
        holder,
        purpose,
        until,
        now,
        request=request,
        certificate_id=certificate.id if certificate is not None else None,
        type_id=certificate_type(session, type_code).id if type_code is not None else None,
    )
    grant = Grant(**columns)
    session.add(grant)
    session.flush()
    return grant


def give_grants_for_types(
    session: Session,
    *,
    holder: Holder,
    kinds: Collection[CertificateType | TypeKey],
    purpose: str,
    until: datetime,
    now: datetime,
    request: str = "",
) -> dict[str, UseBasis]:
    """Grant the use of several types at once, as on an application form: one grant for each type.

    A type that was granted before for exactly this purpose and request is not granted again, so that a
    revoked grant stays revoked. Returns the bases that are valid now, by type code; a simultaneous call may
    have given them since `now`. Raises GrantInvalid.
    """
    _check(purpose, until, now)
    grants = _grants_by_type(session, holder, kinds, purpose, request)
    missing = [kind for kind in kinds if all(one.serial is not None for one in grants[kind.id])]
    bases = {
        kind.code: _in_force(grants[kind.id], max([now, *(one.given_at for one in grants[kind.id])]))
        for kind in kinds
    }
    if missing:
        rows = [_columns(holder, purpose, until, now, request=request, type_id=kind.id) for kind in missing]
        ids = dict(iter(_GIVE.write(session.connection(), rows)))
        for kind in missing:
            bases[kind.code] = UseBasis(None, (GrantScope(ids[kind.id], None), *bases[kind.code].permits))
    return bases


def revoke_grant(session: Session, grant: Grant, *, holder: Holder, now: datetime) -> None:
    """Revoke a grant from now on; revoking it again changes nothing. Raises NotTheHolder.

    All other grants with the same scope, purpose and request are revoked, too: two simultaneous calls may
    each have written one, and the holder revokes the permission, not a row.
    """
    if grant.holder_index != holder.index:
        raise NotTheHolder("the grant was given by another holder")
    session.execute(
        update(Grant)
        .where(
            Grant.holder_index == grant.holder_index,
            Grant.purpose == grant.purpose,
            Grant.request == grant.request,
            Grant.type_id == grant.type_id,
            Grant.certificate_id == grant.certificate_id,
            Grant.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    session.refresh(grant)


def grants_of(session: Session, holder: Holder, *, purpose: str | None = None) -> list[Grant]:
    """All grants of this holder, or only those for exactly this purpose, the newest first."""
    query = select(Grant).where(Grant.holder_index == holder.index)
    if purpose is not None:
        query = query.where(Grant.purpose == purpose.strip())
    return list(session.scalars(query.order_by(Grant.id.desc())))


@dataclass(frozen=True, slots=True)
class GrantScope:
    """The scope of a grant: one certificate, by its serial, or all certificates of the type."""

    grant_id: int
    serial: str | None

    def covers(self, certificate: Certificate | None) -> bool:
        """Whether the grant covers this certificate, in any version."""
        return self.serial is None or (certificate is not None and certificate.serial == self.serial)


@dataclass(frozen=True, slots=True)
class UseBasis:
    """The basis for using a holder's certificates of one type: a legal basis, or the holder's grants."""

    legal_basis: str | None
    permits: tuple[GrantScope, ...]

    def __bool__(self) -> bool:
        return bool(self.legal_basis or self.permits)

    def covers(self, certificate: Certificate) -> bool:
        """Whether this certificate may be used; a grant covers all versions of a certificate."""
        return self.legal_basis is not None or self.grant_for(certificate) is not None

    def grant_for(self, certificate: Certificate | None) -> int | None:
        """The id of the grant that covers the certificate, or None when the legal basis applies."""
        if self.legal_basis is not None:
            return None
        return next((permit.grant_id for permit in self.permits if permit.covers(certificate)), None)


def find_basis(
    session: Session,
    *,
    holder: Holder,
    kind: CertificateType,
    purpose: str,
    now: datetime,
    request: str = "",
    legal_basis: str | None = None,
) -> UseBasis:
    """The basis for using this holder's certificates of the type for this purpose now, or None."""
    bases = find_bases(
        session,
        holder=holder,
        kinds=[kind],
        purpose=purpose,
        request=request,
        now=now,
        legal_basis=legal_basis,
    )
    return bases[kind.code]


def find_bases(
    session: Session,
    *,
    holder: Holder,
    kinds: Collection[CertificateType | TypeKey],
    purpose: str,
    now: datetime,
    request: str = "",
    legal_basis: str | None = None,
) -> dict[str, UseBasis]:
    """Like `find_basis`, for several types with one query; by type code."""
    if legal_basis is not None and legal_basis.strip():
        return {kind.code: UseBasis(legal_basis.strip(), ()) for kind in kinds}
    grants = _grants_by_type(session, holder, kinds, purpose, request)
    return {kind.code: _in_force(grants[kind.id], now) for kind in kinds}


def _grants_by_type(
    session: Session, holder: Holder, kinds: Collection[CertificateType | TypeKey], purpose: str, request: str
) -> dict[int, list[Any]]:
    """All grants for exactly this purpose and request, by type id; grants of a whole type first."""
    grants: dict[int, list[Any]] = {kind.id: [] for kind in kinds}
    parameters = {
        "holder_index": holder.index,
        "purpose": purpose.strip(),
        "request": request,
        "type_ids": list(grants),
    }
    for row in session.connection().execute(_GIVEN, parameters):
        grants[row.about].append(row)
    return grants


def _in_force(grants: Iterable[Any], now: datetime) -> UseBasis:
    permits = (
        GrantScope(one.id, one.serial)
        for one in grants
        if one.given_at <= now < one.until and one.revoked_at is None
    )
    return UseBasis(None, tuple(permits))


def _check(purpose: str, until: datetime, now: datetime) -> None:
    if not purpose.strip():
        raise GrantInvalid("a grant names its purpose")
    if until <= now:
        raise GrantInvalid("a grant ends after it is given")


def _columns(
    holder: Holder,
    purpose: str,
    until: datetime,
    now: datetime,
    *,
    request: str,
    type_id: int | None = None,
    certificate_id: int | None = None,
) -> dict[str, Any]:
    return {
        "public_id": secrets.token_urlsafe(16),
        "holder_index": holder.index,
        "certificate_id": certificate_id,
        "type_id": type_id,
        "purpose": purpose.strip(),
        "request": request,
        "given_at": now,
        "until": until,
    }


def _holds(session: Session, holder: Holder, certificate: Certificate) -> bool:
    if certificate.holder_index == holder.index:
        return True
    return session.get(JointHolder, (certificate.id, holder.index)) is not None

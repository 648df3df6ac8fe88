"""The holder's permission to use a certificate for one purpose, given and taken back (用证授权)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from certificate_store.certificate_types import certificate_type
from certificate_store.errors import GrantInvalid, NotTheHolder
from certificate_store.holders import Holder
from certificate_store.models import Certificate, CertificateType, Grant, JointHolder


def give(
    session: Session,
    *,
    holder: Holder,
    purpose: str,
    until: datetime,
    now: datetime,
    type_code: str | None = None,
    certificate: Certificate | None = None,
) -> Grant:
    """Permission to use this certificate, or the holder's certificates of this type, for exactly `purpose`.

    Raises GrantInvalid, UnknownCertificateType, and NotTheHolder for somebody else's certificate.
    """
    if (type_code is None) == (certificate is None):
        raise GrantInvalid("a grant names either one certificate or one type")
    if not purpose.strip():
        raise GrantInvalid("a grant names its purpose")
    if until <= now:
        raise GrantInvalid("a grant ends after it is given")
    if certificate is not None and not _holds(session, holder, certificate):
        raise NotTheHolder(f"certificate {certificate.identifier} is held by somebody else")
    grant = Grant(
        public_id=secrets.token_urlsafe(16),
        holder_index=holder.index,
        certificate_id=certificate.id if certificate is not None else None,
        type_id=certificate_type(session, type_code).id if type_code is not None else None,
        purpose=purpose.strip(),
        given_at=now,
        until=until,
    )
    session.add(grant)
    session.flush()
    return grant


def give_for_types(
    session: Session,
    *,
    holder: Holder,
    type_codes: Iterable[str],
    purpose: str,
    until: datetime,
    now: datetime,
) -> list[Grant]:
    """One grant for each type that the holder agreed to at once, as on an application form."""
    return [
        give(session, holder=holder, purpose=purpose, until=until, now=now, type_code=code)
        for code in dict.fromkeys(type_codes)
    ]


def revoke(session: Session, grant: Grant, *, holder: Holder, now: datetime) -> None:
    """Take a grant back, from now on; a second time changes nothing. Raises NotTheHolder."""
    if grant.holder_index != holder.index:
        raise NotTheHolder("the grant was given by somebody else")
    session.refresh(grant, with_for_update={"of": Grant})
    if grant.revoked_at is None:
        grant.revoked_at = now
        session.flush()


def grants_of(session: Session, holder: Holder) -> list[Grant]:
    """Every grant this holder gave, the newest first."""
    query = select(Grant).where(Grant.holder_index == holder.index)
    return list(session.scalars(query.order_by(Grant.id.desc())))


@dataclass(frozen=True, slots=True)
class Basis:
    """On what a type's certificates of one holder may be used: a legal basis, or the holder's grants."""

    legal_basis: str | None
    grants: tuple[Grant, ...]

    def __bool__(self) -> bool:
        return bool(self.legal_basis or self.grants)

    def covers(self, certificate: Certificate) -> bool:
        """Whether this certificate may be used; a grant goes with it through its versions."""
        return self.legal_basis is not None or self.grant_for(certificate) is not None

    def grant_for(self, certificate: Certificate | None) -> Grant | None:
        """The grant under which it is used, or None where the law is the basis."""
        if self.legal_basis is not None:
            return None
        return next((grant for grant in self.grants if _covers(grant, certificate)), None)


def find_basis(
    session: Session,
    *,
    holder: Holder,
    kind: CertificateType,
    purpose: str,
    now: datetime,
    legal_basis: str | None = None,
) -> Basis:
    """On what this holder's certificates of the type may be used for this purpose now, if on anything."""
    if legal_basis is not None and legal_basis.strip():
        return Basis(legal_basis.strip(), ())
    of_type = select(Certificate.id).where(Certificate.type_id == kind.id)
    query = (
        select(Grant)
        .where(
            Grant.holder_index == holder.index,
            Grant.purpose == purpose.strip(),
            Grant.given_at <= now,
            Grant.until > now,
            Grant.revoked_at.is_(None),
            or_(Grant.type_id == kind.id, Grant.certificate_id.in_(of_type)),
        )
        .order_by(Grant.type_id.is_(None), Grant.id)
    )
    return Basis(None, tuple(session.scalars(query)))


def _covers(grant: Grant, certificate: Certificate | None) -> bool:
    if grant.certificate is None:
        return True
    return certificate is not None and grant.certificate.serial == certificate.serial


def _holds(session: Session, holder: Holder, certificate: Certificate) -> bool:
    if certificate.holder_index == holder.index:
        return True
    return session.get(JointHolder, (certificate.id, holder.index)) is not None

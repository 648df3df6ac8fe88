"""Bearer tokens: given out by the provider, found by their hash, revoked with the code they came from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from services_hall.identity.accounts import person_of
from services_hall.identity.actors import Actor
from services_hall.identity.errors import TokenInvalid
from services_hall.identity.models import AccessToken, Account, OAuthClient
from services_hall.identity.random_tokens import fingerprint

LIFETIME: Final = timedelta(minutes=15)
KEPT: Final = timedelta(days=1)
HALL_SCOPE: Final = "hall"
"""The scope of a token that acts in the hall; one without it only tells who signed in."""


@dataclass(frozen=True)
class Bearer:
    """What a bearer token stands for: the program that holds it and whom it acts for."""

    client_id: str
    actor: Actor
    scope: frozenset[str]


def issue(
    session: Session,
    token: str,
    *,
    client_id: str,
    account_id: int | None,
    scope: str,
    now: datetime,
    code_id: int | None = None,
) -> None:
    """Records a new token; those long expired are swept away."""
    session.execute(delete(AccessToken).where(AccessToken.expires_at < now - KEPT))
    session.add(
        AccessToken(
            token_hash=fingerprint(token),
            client_id=client_id,
            account_id=account_id,
            code_id=code_id,
            scope=scope,
            issued_at=now,
            expires_at=now + LIFETIME,
        )
    )
    session.flush()


def find(session: Session, token: str, *, scope: str, now: datetime) -> Bearer:
    """Whom a token stands for; raises TokenInvalid when it no longer holds or lacks the scope."""
    row = session.scalar(select(AccessToken).where(AccessToken.token_hash == fingerprint(token)))
    if row is None or row.revoked_at is not None or now >= row.expires_at:
        raise TokenInvalid
    if scope not in row.scope.split() or _is_closed(session, row.client_id):
        raise TokenInvalid
    query = select(Account).where(Account.id == row.account_id).options(joinedload(Account.posts))
    account = session.scalars(query).unique().one_or_none()
    if account is None or account.disabled_at is not None:
        raise TokenInvalid
    return Bearer(row.client_id, person_of(account), frozenset(row.scope.split()))


def _is_closed(session: Session, client_id: str) -> bool:
    closed = select(OAuthClient.id).where(
        OAuthClient.client_id == client_id, OAuthClient.disabled_at.is_not(None)
    )
    return session.scalar(closed) is not None


def revoke_of_code(session: Session, code_id: int, *, now: datetime) -> None:
    """Ends every token that came from a code: it was used twice (RFC 6749, section 4.1.2)."""
    session.execute(
        update(AccessToken)
        .where(AccessToken.code_id == code_id, AccessToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )

"""Bearer tokens: issue, look-up by hash, and revocation together with their authorization code."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session, joinedload

from services_hall.identity.accounts import actor_of
from services_hall.identity.actors import Actor
from services_hall.identity.errors import TokenInvalid
from services_hall.identity.models import AccessToken, Account, OAuthClient
from services_hall.identity.random_tokens import fingerprint

LIFETIME: Final = timedelta(minutes=15)
RETENTION: Final = timedelta(days=1)
HALL_SCOPE: Final = "hall"
"""The scope of a token that may act in the hall; a token without it only identifies its account."""
_FOUND: Final = (
    select(Account, AccessToken, OAuthClient.disabled_at)
    .join(AccessToken, AccessToken.account_id == Account.id)
    .outerjoin(OAuthClient, OAuthClient.client_id == AccessToken.client_id)
    .where(AccessToken.token_hash == bindparam("token_hash"))
    .options(joinedload(Account.posts))
)


@dataclass(frozen=True)
class TokenBearer:
    """The owner of a bearer token: the OAuth client and the account that it acts for."""

    client_id: str
    actor: Actor
    scope: frozenset[str]


def issue_access_token(
    session: Session,
    token: str,
    *,
    client_id: str,
    account_id: int | None,
    scope: str,
    now: datetime,
    code_id: int | None = None,
) -> None:
    """Store a new token and delete tokens that expired long ago."""
    session.execute(delete(AccessToken).where(AccessToken.expires_at < now - RETENTION))
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


def find_access_token(session: Session, token: str, *, scope: str, now: datetime) -> TokenBearer:
    """The bearer of a token; raises TokenInvalid when the token is no longer valid or lacks the scope."""
    match = session.execute(_FOUND, {"token_hash": fingerprint(token)}).unique().one_or_none()
    if match is None:
        raise TokenInvalid
    account, row, client_closed_at = match
    if row.revoked_at is not None or now >= row.expires_at or scope not in row.scope.split():
        raise TokenInvalid
    if account.disabled_at is not None or client_closed_at is not None:
        raise TokenInvalid
    return TokenBearer(row.client_id, actor_of(account), frozenset(row.scope.split()))


def revoke_tokens_of_code(session: Session, code_id: int, *, now: datetime) -> None:
    """Revoke all tokens issued for a code, because the code was used twice (RFC 6749, section 4.1.2)."""
    session.execute(
        update(AccessToken)
        .where(AccessToken.code_id == code_id, AccessToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )

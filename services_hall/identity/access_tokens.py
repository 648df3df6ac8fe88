"""Bearer tokens: issue, look-up by hash, and revocation together with their authorization code."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from services_hall.identity.accounts import ACTOR_COLUMNS, actor_of_rows
from services_hall.identity.actors import Actor
from services_hall.identity.errors import TokenInvalid
from services_hall.identity.models import AccessToken, Account, AccountPost, AuthorizationCode, OAuthClient
from services_hall.identity.random_tokens import fingerprint

LIFETIME: Final = timedelta(minutes=15)
RETENTION: Final = timedelta(days=1)
HALL_SCOPE: Final = "hall"
"""The scope of a token that may act in the hall; a token without it only identifies its account."""
_FOUND: Final = (
    select(
        AccessToken.client_id,
        AccessToken.scope,
        AccessToken.expires_at,
        AccessToken.revoked_at,
        OAuthClient.disabled_at.label("client_disabled_at"),
        *ACTOR_COLUMNS,
    )
    .join(Account, Account.id == AccessToken.account_id)
    .outerjoin(OAuthClient, OAuthClient.client_id == AccessToken.client_id)
    .outerjoin(AccountPost, AccountPost.account_id == Account.id)
    .where(AccessToken.token_hash == bindparam("token_hash"))
    .order_by(AccountPost.id)
)
"""One row a post; columns instead of objects, because every request of a program asks this."""


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
    rows = session.connection().execute(_FOUND, {"token_hash": fingerprint(token)}).all()
    if not rows:
        raise TokenInvalid
    row = rows[0]
    if row.revoked_at is not None or now >= row.expires_at or scope not in row.scope.split():
        raise TokenInvalid
    if row.disabled_at is not None or row.client_disabled_at is not None:
        raise TokenInvalid
    return TokenBearer(row.client_id, actor_of_rows(rows), frozenset(row.scope.split()))


def revoke_tokens_of_code(session: Session, code_id: int, *, now: datetime) -> None:
    """Revoke all tokens issued for a code, because the code was used twice (RFC 6749, section 4.1.2)."""
    session.execute(
        update(AccessToken)
        .where(AccessToken.code_id == code_id, AccessToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def revoke_tokens_of_account(session: Session, account_id: int, *, now: datetime) -> None:
    """Revoke all tokens that act for the account, and its codes that have not been exchanged for one."""
    session.execute(
        update(AuthorizationCode)
        .where(AuthorizationCode.account_id == account_id, AuthorizationCode.used_at.is_(None))
        .values(used_at=now)
    )
    session.execute(
        update(AccessToken)
        .where(AccessToken.account_id == account_id, AccessToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )

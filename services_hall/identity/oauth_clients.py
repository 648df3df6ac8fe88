"""OAuth clients of the provider: the hall itself, other sites and agencies' systems."""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.identity.access_tokens import HALL_SCOPE
from services_hall.identity.models import Account, OAuthClient
from services_hall.identity.random_tokens import fingerprint, new_token
from services_hall.settings import Settings

CODE: Final = "authorization_code"
CREDENTIALS: Final = "client_credentials"
OWN_CLIENT_ID: Final = "services-hall"
CALLBACK_PATH: Final = "/identity/callback"


def own_secret(settings: Settings) -> str:
    """The client secret of the hall at its own provider."""
    return hmac.new(
        settings.secret_key.encode(), b"the hall as a client of its own provider", sha256
    ).hexdigest()


def own_client(settings: Settings) -> OAuthClient:
    """The hall as a client of its own provider; derived from the settings, not stored in the database."""
    return OAuthClient(
        client_id=OWN_CLIENT_ID,
        name=settings.site_name,
        secret_hash=fingerprint(own_secret(settings)),
        redirect_uris=[settings.base_url + CALLBACK_PATH],
        grant_types=[CODE],
        scopes=["openid", "profile"],
    )


def find_oauth_client(session: Session, settings: Settings, client_id: str) -> OAuthClient | None:
    """The enabled client with this id."""
    if client_id == OWN_CLIENT_ID:
        return own_client(settings)
    query = select(OAuthClient).where(OAuthClient.client_id == client_id, OAuthClient.disabled_at.is_(None))
    return session.scalar(query)


def is_client_id_taken(session: Session, client_id: str) -> bool:
    """Whether a client has or had this id: the id of a disabled client names it in records for ever."""
    query = select(OAuthClient.id).where(OAuthClient.client_id == client_id)
    return client_id == OWN_CLIENT_ID or session.scalar(query) is not None


def register_system(
    session: Session, *, client_id: str, name: str, account: Account, now: datetime, secret: str | None = None
) -> tuple[OAuthClient, str]:
    """Register an agency's system that acts as `account`; returns it with its secret."""
    return _add(
        session,
        OAuthClient(
            client_id=client_id,
            name=name,
            redirect_uris=[],
            grant_types=[CREDENTIALS],
            scopes=[HALL_SCOPE],
            account_id=account.id,
            is_demo=account.is_demo,
            created_at=now,
        ),
        secret,
    )


def _add(session: Session, client: OAuthClient, secret: str | None) -> tuple[OAuthClient, str]:
    secret = secret or new_token()
    client.secret_hash = fingerprint(secret)
    session.add(client)
    session.flush()
    return client, secret


def has_secret(client: OAuthClient, secret: str) -> bool:
    """Whether this is the client's secret; compared in constant time."""
    return hmac.compare_digest(client.secret_hash, fingerprint(secret))

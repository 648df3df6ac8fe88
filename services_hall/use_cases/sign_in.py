"""Sessions of people: creation at sign-in, extension on use, end at sign-out."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services_hall.audit import actions
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor, accounts, sessions
from services_hall.identity.errors import SignInFailed
from services_hall.identity.models import Account
from services_hall.identity.oidc_client import Identity
from services_hall.identity.provider_accounts import account_from_provider


@dataclass(frozen=True)
class NewSession:
    """A new session: the account, and the token for the browser."""

    actor: Actor
    token: str


def start_session(identity: Identity, *, is_own_provider: bool, replacing: str | None) -> NewSession:
    """A new session for the identity; it replaces the session with the token `replacing`.

    Two first sign-ins at once get the account that the first of them has made. Raises SignInFailed for a
    closed account, IdentityNumberTaken for a second one of a person.
    """
    try:
        return _open(identity, is_own_provider=is_own_provider, replacing=replacing)
    except IntegrityError:
        return _open(identity, is_own_provider=is_own_provider, replacing=replacing)


def _open(identity: Identity, *, is_own_provider: bool, replacing: str | None) -> NewSession:
    now = utc_now()
    with transaction() as session:
        account = _account(session, identity, is_own_provider=is_own_provider)
        actor = accounts.actor_of(account)
        if actor.is_staff:
            actions.record_sign_in(session, actor.public_id)
        return NewSession(actor, sessions.open_session(session, account, replacing=replacing, now=now))


def _account(session: Session, identity: Identity, *, is_own_provider: bool) -> Account:
    if is_own_provider:
        account = accounts.account_by_public_id(session, identity.subject)
    else:
        account = account_from_provider(
            session,
            issuer=identity.issuer,
            subject=identity.subject,
            name=identity.name,
            username=identity.username,
            real_name=identity.real_name,
            now=utc_now(),
        )
    if account.disabled_at is not None:
        raise SignInFailed("the account is closed")
    return account


def record_failed_sign_in(username: str) -> None:
    """Writes a failed sign-in into the audit record; the name is included only if it belongs to staff."""
    with transaction() as session:
        account = accounts.find_account(session, username)
        is_staff = account is not None and accounts.actor_of(account).is_staff
        actions.record_failed_sign_in(
            session, account.public_id if account is not None and is_staff else None
        )


def extend_session(token: str) -> None:
    """Records that the session with this token is in use."""
    with transaction() as session:
        sessions.touch_session(session, token, now=utc_now())


def end_session(token: str) -> None:
    """Ends the session with this token."""
    with transaction() as session:
        sessions.end_session(session, token)

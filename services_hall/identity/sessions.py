"""Browser sessions: start at sign-in, look-up by the hash of a random token, expiry and sign-out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.orm import Session

from services_hall.identity.accounts import ACTOR_COLUMNS, actor_of_rows
from services_hall.identity.actors import Actor
from services_hall.identity.models import Account, AccountPost, BrowserSession
from services_hall.identity.random_tokens import fingerprint, new_token

IDLE: Final = timedelta(hours=1)
ABSOLUTE: Final = timedelta(hours=12)
TOUCH_AFTER: Final = timedelta(minutes=5)
_OF_TOKEN: Final = (
    select(BrowserSession.seen_at, BrowserSession.expires_at, *ACTOR_COLUMNS)
    .join(Account, Account.id == BrowserSession.account_id)
    .outerjoin(AccountPost, AccountPost.account_id == Account.id)
    .where(BrowserSession.token_hash == bindparam("token_hash"))
    .order_by(AccountPost.id)
)
"""One row a post; columns instead of objects, because every request of a browser asks this."""


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in in a browser, and when the session was last used."""

    actor: Actor
    seen_at: datetime


def open_session(session: Session, account: Account, *, replacing: str | None, now: datetime) -> str:
    """Open a browser session and return its token; `replacing`, the browser's old token, is revoked.

    What was saved with the old session passes to the new one, if it is of the same account.
    """
    saved = None
    if replacing:
        is_own = (BrowserSession.account_id == account.id, BrowserSession.expires_at > now)
        old = session.scalar(_session_of(replacing).where(*is_own))
        saved = old.saved_input if old is not None else None
        end_session(session, replacing)
    session.execute(delete(BrowserSession).where(BrowserSession.expires_at < now))
    token = new_token()
    session.add(
        BrowserSession(
            token_hash=fingerprint(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + ABSOLUTE,
            saved_input=saved,
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Who is signed in with this token, in one query; None when the session expired or was closed."""
    found = _of_token(session, token, now=now)
    return None if found is None or now - found.seen_at >= IDLE else found


def find_idle_session(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Whose session of this token expired because it was unused for too long, or None."""
    found = _of_token(session, token, now=now)
    return None if found is None or now - found.seen_at < IDLE else found


def _of_token(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    rows = session.connection().execute(_OF_TOKEN, {"token_hash": fingerprint(token)}).all()
    if not rows or rows[0].disabled_at is not None or now >= rows[0].expires_at:
        return None
    return SignedIn(actor_of_rows(rows), rows[0].seen_at)


def needs_touch(found: SignedIn, *, now: datetime) -> bool:
    """Whether the time of last use is old enough to be updated; avoids a write on every request."""
    return now - found.seen_at >= TOUCH_AFTER


def touch_session(session: Session, token: str, *, now: datetime) -> None:
    """Update the time of last use."""
    row = session.scalar(_session_of(token))
    if row is not None:
        row.seen_at = now
        session.flush()


def save_input(session: Session, token: str, page: str, values: Mapping[str, str]) -> None:
    """Save with a session what was typed on a page; it lives as long as the session."""
    row = session.scalar(_session_of(token))
    if row is not None:
        row.saved_input = {"page": page, "values": dict(values)}
        session.flush()


def saved_input(session: Session, token: str, page: str) -> Mapping[str, str]:
    """What was typed on this page before its user signed in again; empty without any."""
    saved = session.scalar(
        select(BrowserSession.saved_input).where(BrowserSession.token_hash == fingerprint(token))
    )
    return saved["values"] if saved is not None and saved["page"] == page else {}


def drop_input(session: Session, token: str) -> None:
    """Delete what was saved with the session."""
    has_any = (BrowserSession.token_hash == fingerprint(token), BrowserSession.saved_input.is_not(None))
    session.execute(update(BrowserSession).where(*has_any).values(saved_input=None))


def _session_of(token: str) -> Select[tuple[BrowserSession]]:
    return select(BrowserSession).where(BrowserSession.token_hash == fingerprint(token))


def open_sessions(session: Session, account_id: int, *, now: datetime) -> Sequence[BrowserSession]:
    """The sessions of the account that still hold, the last used first."""
    rows = select(BrowserSession).where(
        BrowserSession.account_id == account_id,
        BrowserSession.expires_at > now,
        BrowserSession.seen_at > now - IDLE,
    )
    return session.scalars(rows.order_by(BrowserSession.seen_at.desc(), BrowserSession.id.desc())).all()


def end_other_sessions(session: Session, account_id: int, token: str) -> None:
    """Delete all sessions of the account but the one of this token."""
    session.execute(
        delete(BrowserSession).where(
            BrowserSession.account_id == account_id, BrowserSession.token_hash != fingerprint(token)
        )
    )


def end_session(session: Session, token: str) -> None:
    """Delete the session (sign-out)."""
    session.execute(delete(BrowserSession).where(BrowserSession.token_hash == fingerprint(token)))

"""Signed-in browsers: opened at sign-in, found by the hash of a random token, ended by time or by hand."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from services_hall.identity.models import Account, BrowserSession
from services_hall.identity.random_tokens import fingerprint, new_token

IDLE: Final = timedelta(hours=1)
ABSOLUTE: Final = timedelta(hours=12)
TOUCH_AFTER: Final = timedelta(minutes=5)


def open_session(session: Session, account: Account, *, replacing: str | None, now: datetime) -> str:
    """The token of a new browser session; `replacing`, the browser's old token, stops working."""
    if replacing:
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
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str, *, now: datetime) -> BrowserSession | None:
    """The session of a token with its account and posts, read at once; None when it ended or was closed."""
    found = _of_token(session, token, now=now)
    return None if found is None or now - found.seen_at >= IDLE else found


def find_idle_session(session: Session, token: str, *, now: datetime) -> BrowserSession | None:
    """The session of a token that was unused for too long and opens nothing any more, or None."""
    found = _of_token(session, token, now=now)
    return None if found is None or now - found.seen_at < IDLE else found


def _of_token(session: Session, token: str, *, now: datetime) -> BrowserSession | None:
    query = (
        select(BrowserSession)
        .where(BrowserSession.token_hash == fingerprint(token))
        .options(joinedload(BrowserSession.account).joinedload(Account.posts))
    )
    found = session.scalars(query).unique().one_or_none()
    if found is None or found.account.disabled_at is not None or now >= found.expires_at:
        return None
    return found


def needs_touch(browser: BrowserSession, *, now: datetime) -> bool:
    """Whether the last sign of life is old enough to be written anew; not at every request."""
    return now - browser.seen_at >= TOUCH_AFTER


def touch_session(session: Session, token: str, *, now: datetime) -> None:
    """Records that the browser is still in use."""
    row = session.scalar(select(BrowserSession).where(BrowserSession.token_hash == fingerprint(token)))
    if row is not None:
        row.seen_at = now
        session.flush()


def end_session(session: Session, token: str) -> None:
    """Signs the browser out."""
    session.execute(delete(BrowserSession).where(BrowserSession.token_hash == fingerprint(token)))

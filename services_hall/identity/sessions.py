"""Browser sessions: start at sign-in, look-up by the hash of a random token, expiry and sign-out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.orm import Session, joinedload

from services_hall.identity.models import Account, BrowserSession
from services_hall.identity.random_tokens import fingerprint, new_token

IDLE: Final = timedelta(hours=1)
ABSOLUTE: Final = timedelta(hours=12)
TOUCH_AFTER: Final = timedelta(minutes=5)


def open_session(session: Session, account: Account, *, replacing: str | None, now: datetime) -> str:
    """Open a browser session and return its token; `replacing`, the browser's old token, is revoked."""
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
    """The session of this token with account and posts, in one query; None when expired or closed."""
    browser = _of_token(session, token, now=now)
    return None if browser is None or now - browser.seen_at >= IDLE else browser


def find_idle_session(session: Session, token: str, *, now: datetime) -> BrowserSession | None:
    """The session of this token if it expired because it was unused for too long, or None."""
    browser = _of_token(session, token, now=now)
    return None if browser is None or now - browser.seen_at < IDLE else browser


def _of_token(session: Session, token: str, *, now: datetime) -> BrowserSession | None:
    browser = session.scalars(_with_account(), {"token_hash": fingerprint(token)}).unique().one_or_none()
    if browser is None or browser.account.disabled_at is not None or now >= browser.expires_at:
        return None
    return browser


@cache
def _with_account() -> Select[tuple[BrowserSession]]:
    """The statement of every request of somebody who is signed in, built once."""
    return (
        select(BrowserSession)
        .where(BrowserSession.token_hash == bindparam("token_hash"))
        .options(joinedload(BrowserSession.account).joinedload(Account.posts))
    )


def needs_touch(browser: BrowserSession, *, now: datetime) -> bool:
    """Whether the time of last use is old enough to be updated; avoids a write on every request."""
    return now - browser.seen_at >= TOUCH_AFTER


def touch_session(session: Session, token: str, *, now: datetime) -> None:
    """Update the time of last use."""
    row = session.scalar(select(BrowserSession).where(BrowserSession.token_hash == fingerprint(token)))
    if row is not None:
        row.seen_at = now
        session.flush()


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

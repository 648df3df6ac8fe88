"""Sessions that were idle for too long, and the same browser that signs in again."""

from datetime import timedelta

from sqlalchemy import update

from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import accounts, sessions
from services_hall.identity.models import BrowserSession
from services_hall.identity.sessions import ABSOLUTE, IDLE
from services_hall.web.access import SESSION_COOKIE
from tests.support.hall import Hall, Visitor


def run_out(hall: Hall, ago: timedelta = IDLE) -> None:
    """Sets the last use of every session to this long ago."""
    now = utc_now()
    with hall.app.app_context(), transaction() as session:
        session.execute(update(BrowserSession).values(seen_at=now - ago, expires_at=now - ago + ABSOLUTE))


def sign_in_again(hall: Hall, visitor: Visitor, username: str) -> None:
    """This account signs in in the visitor's browser, as after the answer of the provider."""
    cookie = visitor.client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    with hall.app.app_context(), transaction() as session:
        account = accounts.find_account(session, username)
        assert account is not None, username
        token = sessions.open_session(session, account, replacing=cookie.value, now=utc_now())
    visitor.client.set_cookie(SESSION_COOKIE, token)

"""End of a browser session: by time, by sign-out, with its account, by replacement."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.identity import accounts, sessions
from services_hall.identity.models import Account, BrowserSession
from tests.support.few_agencies import NOW

pytestmark = pytest.mark.usefixtures("database_url")


def someone(session: Session) -> Account:
    return accounts.create_account(session, name="张示范", now=NOW)


def test_a_session_is_found_by_its_token_which_is_stored_as_a_hash_only(session: Session) -> None:
    account = someone(session)
    token = sessions.open_session(session, account, replacing=None, now=NOW)
    found = sessions.find_session(session, token, now=NOW)
    assert found is not None
    assert found.actor == accounts.actor_of(account)
    assert token.encode() not in bytes(session.scalars(select(BrowserSession.token_hash)).one())


def test_an_unknown_token_opens_nothing(session: Session) -> None:
    assert sessions.find_session(session, "made up", now=NOW) is None


def test_the_token_from_before_signing_in_opens_nothing_afterwards(session: Session) -> None:
    account = someone(session)
    old = sessions.open_session(session, account, replacing=None, now=NOW)
    new = sessions.open_session(session, account, replacing=old, now=NOW)
    assert sessions.find_session(session, old, now=NOW) is None
    assert sessions.find_session(session, new, now=NOW) is not None


def test_an_idle_session_ends_and_a_used_one_lives_to_its_last_hour(session: Session) -> None:
    token = sessions.open_session(session, someone(session), replacing=None, now=NOW)
    moment = NOW
    while moment - NOW < sessions.ABSOLUTE - sessions.IDLE:
        moment += sessions.IDLE - timedelta(seconds=1)
        found = sessions.find_session(session, token, now=moment)
        assert found is not None
        assert sessions.needs_touch(found, now=moment)
        sessions.touch_session(session, token, now=moment)
    assert sessions.find_session(session, token, now=NOW + sessions.ABSOLUTE) is None
    idle = sessions.open_session(session, someone(session), replacing=None, now=NOW)
    assert sessions.find_session(session, idle, now=NOW + sessions.IDLE) is None


def test_a_sign_of_life_is_not_written_at_every_request(session: Session) -> None:
    token = sessions.open_session(session, someone(session), replacing=None, now=NOW)
    found = sessions.find_session(session, token, now=NOW + timedelta(minutes=1))
    assert found is not None
    assert not sessions.needs_touch(found, now=NOW + timedelta(minutes=1))


def test_signing_out_and_closing_the_account_end_a_session(session: Session) -> None:
    account = someone(session)
    left = sessions.open_session(session, account, replacing=None, now=NOW)
    sessions.end_session(session, left)
    assert sessions.find_session(session, left, now=NOW) is None
    closed = sessions.open_session(session, account, replacing=None, now=NOW)
    accounts.disable_account(session, account, now=NOW)
    assert sessions.find_session(session, closed, now=NOW) is None


def test_sessions_that_ended_are_swept_away_by_the_next_sign_in(session: Session) -> None:
    account = someone(session)
    sessions.open_session(session, account, replacing=None, now=NOW)
    sessions.open_session(
        session, account, replacing=None, now=NOW + sessions.ABSOLUTE + timedelta(seconds=1)
    )
    assert len(session.scalars(select(BrowserSession)).all()) == 1


def test_an_idle_session_is_known_for_keeping_input_only_until_its_last_hour(session: Session) -> None:
    token = sessions.open_session(session, someone(session), replacing=None, now=NOW)
    assert sessions.find_idle_session(session, token, now=NOW) is None
    assert sessions.find_idle_session(session, token, now=NOW + sessions.IDLE) is not None
    assert sessions.find_idle_session(session, token, now=NOW + sessions.ABSOLUTE) is None

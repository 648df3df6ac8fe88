"""Sessions of people: opened at sign-in, extended by use, ended at sign-out."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from services_hall.audit.models import AuditEntry
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.identity import accounts, sessions
from services_hall.identity.errors import AccountNotFound, SignInFailed
from services_hall.identity.oidc_client import Identity
from services_hall.use_cases.issue_tokens import issue_tokens
from services_hall.use_cases.sign_in import (
    end_session,
    extend_session,
    record_failed_sign_in,
    start_session,
)
from tests.support.demo_applications import person
from tests.support.hall import Hall


@pytest.fixture(autouse=True)
def context(hall: Hall) -> Iterator[None]:
    with hall.app.app_context():
        yield


def identity_of(username: str) -> Identity:
    actor = person(username)
    return Identity("the hall", actor.public_id, actor.name)


def is_open(token: str) -> bool:
    reading().expire_all()
    return sessions.find_session(reading(), token, now=utc_now()) is not None


def test_a_new_session_replaces_the_one_before_and_ends_once() -> None:
    first = start_session(identity_of("li"), is_own_provider=True, replacing=None)
    second = start_session(identity_of("li"), is_own_provider=True, replacing=first.token)
    assert second.actor.public_id == person("li").public_id
    assert (is_open(first.token), is_open(second.token)) == (False, True)
    extend_session(second.token)
    assert is_open(second.token)
    end_session(second.token)
    end_session(second.token)
    assert not is_open(second.token)


def test_a_user_of_another_provider_has_one_account_from_the_first_sign_in_on() -> None:
    known = Identity("https://elsewhere.example", "42", "赵样例")
    first = start_session(known, is_own_provider=False, replacing=None)
    again = start_session(known, is_own_provider=False, replacing=None)
    assert first.actor.public_id == again.actor.public_id
    assert not first.actor.is_staff


def test_a_closed_or_unknown_account_opens_no_session() -> None:
    with transaction() as session:
        account = accounts.find_account(session, "li")
        assert account is not None
        accounts.disable_account(session, account, now=utc_now() - timedelta(minutes=1))
    with pytest.raises(SignInFailed):
        start_session(identity_of("li"), is_own_provider=True, replacing=None)
    with pytest.raises(AccountNotFound):
        start_session(Identity("the hall", "nobody", "nobody"), is_own_provider=True, replacing=None)


def test_what_a_protocol_response_writes_is_committed_together_or_not_at_all() -> None:
    def rename(name: str) -> str:
        account = accounts.find_account(reading(), "li")
        assert account is not None
        account.name = name
        return name

    def rename_and_fail() -> str:
        rename("nobody")
        raise LookupError

    assert issue_tokens(lambda: rename("李改名")) == "李改名"
    with pytest.raises(LookupError):
        issue_tokens(rename_and_fail)
    reading().expire_all()
    assert person("li").name == "李改名"


@pytest.mark.parametrize("username", ["shichang", "li", "nobody"])
def test_a_failed_sign_in_is_recorded_and_names_only_staff(username: str) -> None:
    before = reading().scalars(select(AuditEntry.id)).all()
    record_failed_sign_in(username)
    reading().expire_all()
    (entry,) = reading().scalars(select(AuditEntry).where(AuditEntry.id.not_in(before)))
    account = accounts.find_account(reading(), username)
    named = account is not None and account.public_id in {entry.actor, entry.subject}
    assert named is (username == "shichang")

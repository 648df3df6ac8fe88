"""Accounts: creation, look-up, closing, encryption of personal data."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from certificate_store.holders import Holder, IdentifierType
from services_hall.identity import Post, Role, accounts
from services_hall.identity.errors import AccountNameInvalid, PasswordTooShort, UsernameTaken
from services_hall.identity.models import Account
from tests.support.few_agencies import NOW

PERSON = Holder("张示范", IdentifierType.IDENTITY_CARD, "420102188506070019")
FIRM = Holder("武汉示例餐饮有限公司", IdentifierType.CREDIT_CODE, "91420100MADEM00019")


def resident(session: Session, username: str = "zhang", password: str = "long enough") -> Account:
    return accounts.create_account(
        session,
        username=username,
        password=password,
        name="张示范",
        holder=PERSON,
        phone="10000000001",
        now=NOW,
    )


def test_an_account_is_an_actor_that_holds_its_certificates(session: Session) -> None:
    actor = accounts.actor_of(resident(session))
    assert actor.holder == PERSON
    assert actor.posts == (Post(Role.RESIDENT),)
    assert actor.phone == "10000000001"


def test_the_agent_of_an_organisation_holds_what_the_organisation_holds(session: Session) -> None:
    agent = accounts.create_account(
        session, name="陈代办", holder=PERSON, organisation=FIRM, posts=[Post(Role.LEGAL_PERSON)], now=NOW
    )
    assert accounts.actor_of(agent).holder == FIRM
    assert agent.organisation_index == FIRM.index


def test_only_the_right_password_opens_an_account(session: Session) -> None:
    account = resident(session)
    assert accounts.account_with_password(session, "zhang", "long enough") is account
    assert accounts.account_with_password(session, "zhang", "long enougH") is None
    assert accounts.account_with_password(session, "nobody", "long enough") is None


def test_a_closed_account_opens_no_more(session: Session) -> None:
    accounts.disable_account(session, resident(session), now=NOW)
    assert accounts.account_with_password(session, "zhang", "long enough") is None


def test_a_user_name_is_given_once(session: Session) -> None:
    resident(session)
    with pytest.raises(UsernameTaken):
        resident(session)


def test_a_short_password_is_refused(session: Session) -> None:
    with pytest.raises(PasswordTooShort):
        resident(session, password="short")


@pytest.mark.usefixtures("database_url")
def test_nothing_personal_lies_in_the_table_as_plain_text(session: Session) -> None:
    resident(session)
    session.flush()
    row = session.execute(text("SELECT * FROM account")).one()
    stored = "|".join(
        bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
        for value in row
    )
    for secret in (
        "420102188506070019",
        "10000000001",
        "long enough",
        "张示范".encode().decode("latin-1"),
        "张示范",
    ):
        assert secret not in stored


def test_a_person_is_found_by_the_blind_index_of_the_certificates(session: Session) -> None:
    account = resident(session)
    found = session.query(Account).filter_by(identifier_index=PERSON.index).one()
    assert found is account


def test_a_name_that_nobody_can_read_is_no_name_of_an_account(session: Session) -> None:
    for name in ("\u3164", "王\u202e", "%D5%C5"):
        with pytest.raises(AccountNameInvalid):
            accounts.create_account(session, name=name, now=NOW)


def test_an_account_is_found_for_one_person_however_the_name_is_written(session: Session) -> None:
    account = resident(session)
    written = Holder(f"{PERSON.name[0]} {PERSON.name[1:]}", PERSON.identifier_type, PERSON.identifier)
    assert accounts.account_of_person(session, written) is account

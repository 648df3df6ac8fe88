"""Accounts of users of an external provider: names and numbers that it confirms, or does not."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from certificate_store.holders import Holder, IdentifierType
from services_hall.identity import Role, accounts
from services_hall.identity.errors import IdentityNumberTaken
from services_hall.identity.models import Account
from services_hall.identity.provider_accounts import account_from_provider
from services_hall.identity.real_names import RealName
from tests.support.few_agencies import NOW

NUMBER = "420102188506070019"
PERSON = Holder("赵外来", IdentifierType.IDENTITY_CARD, NUMBER)
OTHER = Holder("赵外来", IdentifierType.IDENTITY_CARD, "420102188506070035")
PASSPORT = Holder("赵外来", IdentifierType.PASSPORT, "E12345678")
FIRM = Holder("武汉示例餐饮有限公司", IdentifierType.CREDIT_CODE, "91420100MADEM00019")


def sign_in(session: Session, name: str = "赵外来", *, subject: str = "7", **more: Any) -> Account:
    return account_from_provider(
        session, issuer="https://id.example", subject=subject, name=name, now=NOW, **more
    )


@pytest.mark.usefixtures("database_url")
def test_somebody_from_an_external_provider_becomes_a_resident_once(session: Session) -> None:
    first = account_from_provider(session, issuer="https://id.example", subject="7", name="赵外来", now=NOW)
    again = account_from_provider(session, issuer="https://id.example", subject="7", name="赵改名", now=NOW)
    other = account_from_provider(
        session, issuer="https://other.example", subject="7", name="赵外来", now=NOW
    )
    assert first is again
    assert first.name == "赵改名"
    assert other is not first
    assert accounts.actor_of(first).roles == {Role.RESIDENT}
    assert accounts.actor_of(first).holder is None


def test_a_known_name_is_not_overwritten_by_a_worse_one(session: Session) -> None:
    account = sign_in(session, "\ufffd", username="u8842")
    assert account.name == "u8842"
    assert sign_in(session, "赵\u200b外来").name == "赵外来"
    assert sign_in(session, "\u3164", username="u8842").name == "赵外来"
    assert sign_in(session, "", username="u8842").name == "赵外来"
    assert sign_in(session, "", subject="8").name == "8"


def test_a_real_name_makes_the_account_a_holder_and_stays(session: Session) -> None:
    account = sign_in(session, real_name=RealName(PERSON))
    assert accounts.actor_of(account).holder == PERSON
    assert account.identifier_index == PERSON.index
    sign_in(session, "网名")
    sign_in(session, "")
    sign_in(session, real_name=RealName(OTHER))
    sign_in(session, real_name=RealName(PASSPORT))
    assert accounts.actor_of(account).holder == PERSON
    married = Holder("钱外来", IdentifierType.IDENTITY_CARD, NUMBER)
    sign_in(session, "钱外来", real_name=RealName(married))
    assert account.name == "钱外来"


def test_a_renewed_passport_or_an_identity_card_takes_the_place_of_a_passport(session: Session) -> None:
    account = sign_in(session, real_name=RealName(PASSPORT))
    renewed = Holder("赵外来", IdentifierType.PASSPORT, "E87654321")
    sign_in(session, real_name=RealName(renewed))
    assert accounts.actor_of(account).holder == renewed
    sign_in(session, real_name=RealName(PERSON))
    assert accounts.actor_of(account).holder == PERSON


def test_an_organisation_that_the_provider_names_is_what_the_account_stands_for(session: Session) -> None:
    account = sign_in(session, real_name=RealName(PERSON, FIRM))
    actor = accounts.actor_of(account)
    assert (actor.holder, actor.person) == (FIRM, PERSON)
    assert actor.roles == {Role.RESIDENT, Role.LEGAL_PERSON}
    sign_in(session, real_name=RealName(PERSON))
    assert accounts.actor_of(account).holder == FIRM


def test_a_number_belongs_to_one_account_of_a_person_and_one_for_each_organisation(session: Session) -> None:
    own = sign_in(session, real_name=RealName(PERSON))
    with pytest.raises(IdentityNumberTaken):
        sign_in(session, subject="8", real_name=RealName(PERSON))
    for_firm = sign_in(session, subject="9", real_name=RealName(PERSON, FIRM))
    assert accounts.actor_of(for_firm).holder == FIRM
    with pytest.raises(IdentityNumberTaken):
        sign_in(session, subject="10", real_name=RealName(PERSON, FIRM))
    accounts.disable_account(session, own, now=NOW)
    assert accounts.actor_of(sign_in(session, subject="8", real_name=RealName(PERSON))).holder == PERSON

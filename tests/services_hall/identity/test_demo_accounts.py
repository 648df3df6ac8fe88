"""Demo accounts: one for every role, created once, with numbers that cannot belong to real people."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guides.catalog import current_editions, handlers_for
from guides.division_codes import contains
from guides.enumerations import StepKind
from guides.models import ServiceItem
from guides.seeding import sample_codes
from services_hall import database
from services_hall.demo import accounts as demo_accounts
from services_hall.identity import Role, accounts, oauth_clients
from services_hall.identity.models import Account, AccountPost, OAuthClient
from services_hall.presentation.role_names import role_name
from tests.support.few_agencies import NOW
from tests.support.hall import Hall


def test_every_role_has_a_demo_account(session: Session) -> None:
    demo_accounts.seed_demo_accounts(session, NOW)
    assert set(session.scalars(select(AccountPost.role))) == set(Role)


def test_seeding_again_adds_nothing(session: Session) -> None:
    demo_accounts.seed_demo_accounts(session, NOW)
    before = session.scalar(select(func.count()).select_from(Account))
    demo_accounts.seed_demo_accounts(session, NOW)
    assert session.scalar(select(func.count()).select_from(Account)) == before


def test_every_demo_account_opens_with_the_password_that_is_shown(session: Session) -> None:
    demo_accounts.seed_demo_accounts(session, NOW)
    lines = demo_accounts.sign_ins(session)
    assert len(lines) == 29
    for line in lines:
        assert accounts.account_with_password(session, line.username, demo_accounts.PASSWORD) is not None
        assert role_name(line.role)


def test_officers_work_at_the_agency_of_their_class(session: Session) -> None:
    demo_accounts.seed_demo_accounts(session, NOW)
    places = {line.username: line.place for line in demo_accounts.sign_ins(session)}
    assert places["xiaofang"] == "测试机关 fire_rescue"
    assert places["chuangkou"] == "江岸区"
    assert places["chen"] == "武汉示例餐饮有限公司"
    assert places["zhang"] == ""


def test_demo_systems_have_secrets_that_open_them(session: Session) -> None:
    demo_accounts.seed_demo_accounts(session, NOW)
    client_id = demo_accounts.client_id_of("fire_rescue")
    client = session.scalars(select(OAuthClient).where(OAuthClient.client_id == client_id)).one()
    assert oauth_clients.has_secret(client, demo_accounts.client_secret_of("fire_rescue"))
    assert not oauth_clients.has_secret(client, demo_accounts.client_secret_of("tobacco_monopoly"))


def test_without_agencies_it_says_which_one_is_missing(session: Session) -> None:
    with pytest.raises(demo_accounts.DemoNeedsAgencies, match="market_supervision in 420199000000"):
        demo_accounts._agency(session, "market_supervision", "420199000000")


def test_whoever_decides_a_sample_item_in_the_demo_district_has_demo_people(hall: Hall) -> None:
    with hall.app.app_context(), database.transaction() as session:
        editions = current_editions(session, session.scalars(select(ServiceItem.code)).all())
        assert set(editions) == set(sample_codes())
        for code, handler in handlers_for(session, editions, demo_accounts.DISTRICT).items():
            terms = editions[code].terms
            agency, place = handler.agency_code, demo_accounts.DISTRICT
            officers = demo_people(session, agency, Role.AGENCY_OFFICER, place)
            is_verified_on_site = any(step.kind is StepKind.SITE_CHECK for step in terms.steps)
            assert len(officers) >= (2 if is_verified_on_site else 1), code
            if terms.limits.extension is not None:
                assert demo_people(session, agency, Role.AGENCY_HEAD, place), code


def demo_people(session: Session, agency_code: str, role: Role, division_code: str) -> list[Account]:
    return [
        account
        for account in accounts.accounts_of_agency(session, agency_code, role)
        if account.is_demo
        and any(contains(post.division_code or "", division_code) for post in account.posts)
    ]

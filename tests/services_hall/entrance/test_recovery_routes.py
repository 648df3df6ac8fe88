"""Recovery of an account: by one link to a proved address, without saying whether there is an account."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import update

from services_hall import database
from services_hall.identity import accounts
from services_hall.identity.email_addresses import email_index
from services_hall.identity.models import Account, AccountProof
from tests.support.agency_systems import claims_of, person_with_token
from tests.support.hall import Hall, open_hall
from tests.support.mail_server import MailServer, mail_server
from tests.support.sql_statements import hall_statements, writes
from tests.support.waiting_jobs import do_jobs

ADDRESS: Final = "Li@mail.example"
LINK: Final = re.compile(r"http://127\.0\.0\.1:8000(/recover/\S+)")
NEW: Final = {"password": "another-password", "password_again": "another-password"}


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def mailing_hall(seeded_hall: Path, hall_keyring: str, tmp_path: Path, mails: MailServer) -> Iterator[Hall]:
    """A hall that sends e-mails, in which 李样例 has proved an address."""
    shutil.copytree(seeded_hall, tmp_path / "hall")
    with open_hall(
        tmp_path / "hall", hall_keyring, smtp_url=mails.url, mail_from="hall@mail.example"
    ) as hall:
        with hall.app.app_context(), database.transaction() as session:
            proved = {"email": ADDRESS, "email_index": email_index(ADDRESS)}
            session.execute(update(Account).where(Account.username == "li").values(proved))
        yield hall


def ask(hall: Hall, name: str) -> str:
    """The answer to somebody who forgot the password."""
    answer = hall.visitor().post("/recover", {"name": name})
    assert answer.status_code == 200
    do_jobs(hall)
    return re.sub(r"\d{2}:\d{2}|nonce-\S+|value=\"[^\"]{40,}\"", "", answer.text)


def new_link(hall: Hall, mails: MailServer, name: str = "li") -> str:
    ask(hall, name)
    found = LINK.search(mails.mails.pop().get_content())
    assert found is not None
    return found[1]


@pytest.mark.parametrize("name", ["li", "li@MAIL.example"])
def test_a_link_sets_the_password_once_and_ends_every_sign_in(
    mailing_hall: Hall, mails: MailServer, name: str
) -> None:
    li, program = mailing_hall.sign_in("li"), person_with_token(mailing_hall, "li", scope="openid")
    assert claims_of(program).status_code == 200
    link = new_link(mailing_hall, mails, name)
    visitor = mailing_hall.visitor()
    assert "新密码" in visitor.get(link).text
    assert visitor.post(link, {**NEW, "password_again": "a-third-password"}).status_code == 422
    assert visitor.post(link, {"password": "short", "password_again": "short"}).status_code == 422
    assert visitor.post(link, NEW).status_code == 200
    assert visitor.post(link, NEW).status_code == visitor.get(link).status_code == 404
    assert li.get("/my/").headers["Location"].startswith("/identity/sign-in")
    assert claims_of(program).status_code == 401
    with mailing_hall.app.app_context():
        account = accounts.account_with_password(database.reading(), "li", NEW["password"])
        assert account is not None


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(
    mailing_hall: Hall, mails: MailServer
) -> None:
    assert ask(mailing_hall, "li") == ask(mailing_hall, "nobody") == ask(mailing_hall, "zhang")
    assert [mail["To"] for mail in mails.mails] == [ADDRESS]
    assert "li" not in str(mails.mails[0]["Subject"]).lower()


@pytest.mark.parametrize("names", [("li", "nobody", "zhang"), (ADDRESS, "nobody@mail.example")])
def test_the_answer_takes_the_same_work_whether_or_not_there_is_an_account(
    mailing_hall: Hall, names: tuple[str, ...]
) -> None:
    mailing_hall.visitor().post("/recover", {"name": "nobody"})
    works = []
    for name in names:
        with hall_statements(mailing_hall) as sent:
            assert mailing_hall.visitor().post("/recover", {"name": name}).status_code == 200
        works.append(sent)
    assert any("job" in one for one in writes(works[0]))
    assert works == [works[0]] * len(names)


def test_an_old_link_does_not_open(mailing_hall: Hall, mails: MailServer) -> None:
    replaced, link = new_link(mailing_hall, mails), new_link(mailing_hall, mails)
    assert mailing_hall.visitor().get(replaced).status_code == 404
    with mailing_hall.app.app_context(), database.transaction() as session:
        session.execute(update(AccountProof).values(expires_at=AccountProof.created_at))
    assert mailing_hall.visitor().post(link, NEW).status_code == 404


def test_a_link_that_proves_an_address_sets_no_password(mailing_hall: Hall, mails: MailServer) -> None:
    mailing_hall.sign_in("li").post("/my/account/email", {"email": ADDRESS})
    do_jobs(mailing_hall)
    proof = re.search(r"/proofs/(\S+)", mails.mails.pop().get_content())
    assert proof is not None
    assert mailing_hall.visitor().post(f"/recover/{proof[1]}", NEW).status_code == 404


def test_a_site_without_e_mail_says_where_to_go(hall: Hall) -> None:
    assert "带身份证件到窗口" in hall.visitor().get("/recover").text

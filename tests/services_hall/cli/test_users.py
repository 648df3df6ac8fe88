"""`users add` and `users add-system`: accounts with a real name, clients of agencies' systems."""

import pytest
from sqlalchemy import select, update

from guides.models import Agency
from services_hall.cli import new_users, users
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.demo.accounts import DISTRICT
from services_hall.identity import Role, accounts
from services_hall.identity.models import OAuthClient
from tests.support.agency_systems import System, stranger
from tests.support.commands import Run, over_hall
from tests.support.hall import Hall


@pytest.fixture
def run(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command over the databases of this test's hall."""
    return over_hall(hall, monkeypatch, new_users, new_users.add_system)


def market(hall: Hall) -> str:
    """The credit code of the market supervision agency of the demo district."""
    with hall.app.app_context():
        rows = select(Agency.code).where(
            Agency.role == "market_supervision", Agency.division_code == DISTRICT
        )
        return str(reading().scalars(rows).one())


def test_the_secret_that_is_shown_opens_the_api(run: Run, hall: Hall) -> None:
    added = run("new-office", "--name", "业务系统", "--agency", market(hall), "--division", DISTRICT)
    assert added.exit_code == 0, added.output
    secret = added.output.split(": ")[-1].strip()
    form = {"grant_type": "client_credentials", "scope": "hall"}
    client = stranger(hall).client
    answer = client.post("/identity/token", data=form, auth=("new-office", secret))
    assert answer.status_code == 200, answer.text
    assert System(client, answer.get_json()["access_token"]).get("/cases").status_code == 200


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("demo-fire-rescue", "--agency", "", "--division", DISTRICT), "is taken"),
        (("new-office", "--agency", "91420100MADEM00019", "--division", DISTRICT), "no agency"),
        (("new-office", "--agency", "", "--division", "429999000000"), "no division"),
    ],
)
def test_what_is_taken_or_unknown_is_told(run: Run, hall: Hall, words: tuple[str, ...], told: str) -> None:
    known = [market(hall) if word == "" else word for word in words]
    refused = run(*known, "--name", "业务系统")
    assert refused.exit_code == 1
    assert told in refused.output


def test_the_id_of_a_disabled_system_is_not_given_again(run: Run, hall: Hall) -> None:
    with hall.app.app_context(), transaction() as session:
        disabled = update(OAuthClient).where(OAuthClient.client_id == "demo-fire-rescue")
        session.execute(disabled.values(disabled_at=utc_now()))
    again = run("demo-fire-rescue", "--agency", market(hall), "--division", DISTRICT, "--name", "业务系统")
    assert again.exit_code == 1
    assert "is taken, or was before" in again.output


FIRM = "武汉示例餐饮有限公司"
PERSONAL = ("sun", "--name", "孙新来", "--password", "long enough")
NUMBER = ("--identity", "420102188506070094")
CODE = ("--organisation", "91420100MADEM00019", "--organisation-name", FIRM)


@pytest.fixture
def add(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Run:
    return over_hall(hall, monkeypatch, new_users, new_users.add)


def test_an_account_is_added_with_the_number_of_a_person_and_an_organisation(add: Run, hall: Hall) -> None:
    added = add(*PERSONAL, *NUMBER, *CODE)
    assert added.exit_code == 0, added.output
    with hall.app.app_context():
        account = accounts.find_account(reading(), "sun")
        assert account is not None
        actor = accounts.actor_of(account)
    assert actor.person is not None
    assert actor.holder is not None
    assert (actor.person.identifier, actor.holder.name) == (NUMBER[1], FIRM)
    assert actor.roles == {Role.LEGAL_PERSON}
    again = add("sun-2", *PERSONAL[1:], *NUMBER, *CODE)
    assert again.exit_code == 1
    assert "another account belongs to the person" in again.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--identity", "42010218850607001"), "wrong_length"),
        (("--identity", "E1", "--document", "414"), "wrong_shape"),
        ((*NUMBER, *CODE[:2]), "missing"),
        (CODE, "add --identity"),
    ],
)
def test_a_wrong_number_is_told_without_showing_it(add: Run, words: tuple[str, ...], told: str) -> None:
    refused = add(*PERSONAL, *words)
    assert refused.exit_code == 1
    assert told in refused.output
    assert words[1] not in refused.output


@pytest.fixture
def manage(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C.UTF-8")
    return over_hall(hall, monkeypatch, users, users.users)


def test_the_list_names_people_with_their_roles_and_bodies(manage: Run, hall: Hall) -> None:
    listed = manage("list", "--role", "agency_head").output
    assert "juzhang" in listed
    assert "江局长" in listed
    assert "agency_head" in listed
    assert "市场监督管理局" in listed
    assert "shichang" not in listed


def test_an_account_is_closed_opened_and_given_a_password_by_command(manage: Run, hall: Hall) -> None:
    officer = hall.sign_in("shichang")
    assert "closed shichang" in manage("close", "shichang").output
    assert officer.get("/desk/").status_code == 303
    assert "shichang" in manage("list", "--closed").output
    refused = manage("reset", "shichang")
    assert refused.exit_code == 1
    assert "no password here" in refused.output
    assert "is open" in manage("reopen", "shichang").output
    password = manage("reset", "shichang").output.split(": ")[-1].strip()
    with hall.app.app_context():
        account = accounts.account_with_password(reading(), "shichang", password)
        assert account is not None
        assert account.must_change_password
    unknown = manage("close", "nobody")
    assert unknown.exit_code == 1
    assert "no account has the user name nobody" in unknown.output


def test_the_last_administrator_stays(manage: Run) -> None:
    for words in (("close", "guanli"), ("roles", "guanli", "--role", "administrator", "--remove")):
        refused = manage(*words)
        assert refused.exit_code == 1
        assert "the last administrator" in refused.output


def test_roles_are_given_and_taken_with_their_place(manage: Run) -> None:
    refused = manage("roles", "jiancha", "--role", "window_clerk")
    assert refused.exit_code == 1
    assert "add --division" in refused.output
    given = manage("roles", "jiancha", "--role", "window_clerk", "--division", "江岸区")
    assert "window_clerk 江岸区" in given.output
    assert (
        "has the role already"
        in manage("roles", "jiancha", "--role", "window_clerk", "--division", DISTRICT).output
    )
    taken = manage("roles", "jiancha", "--role", "window_clerk", "--division", DISTRICT, "--remove")
    assert "window_clerk" not in taken.output
    again = manage("roles", "jiancha", "--role", "window_clerk", "--division", DISTRICT, "--remove")
    assert "does not have the role" in again.output


def test_refusals_are_chinese_for_an_operator_who_reads_chinese(
    manage: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    refused = manage("roles", "jiancha", "--role", "window_clerk")
    assert "“综合窗口人员”要有地方" in refused.output

"""`users add-system`: creates the client of an agency's system; the printed secret opens the API."""

import pytest
from sqlalchemy import select, update

from guides.models import Agency
from services_hall.cli import users as commands
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.demo.accounts import DISTRICT
from services_hall.identity.models import OAuthClient
from tests.support.agency_systems import System, stranger
from tests.support.commands import Run, over_hall
from tests.support.hall import Hall


@pytest.fixture
def run(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command over the databases of this test's hall."""
    return over_hall(hall, monkeypatch, commands, commands.users.commands["add-system"])


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

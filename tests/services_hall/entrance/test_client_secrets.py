"""Client secrets: limited attempts, without locking out the legitimate client."""

from collections.abc import Iterator
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.test import TestResponse

from services_hall.demo import accounts
from services_hall.identity import oauth_clients
from services_hall.web import rate_limits

FIRE = "fire_rescue"
GUESSES = count()


@pytest.fixture(autouse=True)
def _fresh_counts(site_app: Flask) -> Iterator[None]:
    rate_limits.limiter.reset()
    yield
    rate_limits.limiter.reset()


def ask(client: FlaskClient, client_id: str, secret: str, address: str = "192.0.2.1") -> TestResponse:
    return client.post(
        "/identity/token",
        data={"grant_type": "client_credentials"},
        auth=(client_id, secret),
        environ_overrides={"REMOTE_ADDR": address},
    )


def right(client: FlaskClient, role: str = FIRE, address: str = "192.0.2.1") -> TestResponse:
    return ask(client, accounts.client_id_of(role), accounts.client_secret_of(role), address)


def guess(client: FlaskClient, role: str = FIRE, address: str = "192.0.2.1") -> TestResponse:
    return ask(client, accounts.client_id_of(role), f"guess {next(GUESSES)}", address)


def test_after_ten_wrong_secrets_even_the_right_one_is_not_told(client: FlaskClient) -> None:
    assert [guess(client).status_code for _ in range(12)] == [401] * 10 + [429] * 2
    refused = right(client)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert refused.headers["Cache-Control"] == "no-store"
    assert refused.mimetype == "application/json"
    assert refused.json["error"] == "temporarily_unavailable"
    assert "error_description" in refused.json
    assert "access_token" not in refused.json


def test_a_secret_may_not_be_tried_by_another_spelling_or_way_of_sending(client: FlaskClient) -> None:
    name = accounts.client_id_of(FIRE)
    for _ in range(10):
        guess(client)
    assert ask(client, name.replace("-", "%2D"), "another").status_code == 429
    form = {"grant_type": "client_credentials", "client_id": name, "client_secret": "another"}
    answer = client.post("/identity/token", data=form, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert answer.status_code == 429


def test_guesses_keep_no_other_program_out_and_no_other_address(client: FlaskClient) -> None:
    for _ in range(30):
        guess(client)
    assert right(client, "urban_management").status_code == 200
    assert right(client, address="192.0.2.2").status_code == 200
    assert right(client).status_code == 429


def test_right_secrets_are_never_counted(client: FlaskClient) -> None:
    assert {right(client).status_code for _ in range(40)} == {200}
    assert guess(client).status_code == 401
    assert right(client).status_code == 200


def test_a_program_that_goes_on_with_its_old_secret_keeps_its_sisters_not_out(client: FlaskClient) -> None:
    answers = {ask(client, accounts.client_id_of(FIRE), "the old secret").status_code for _ in range(40)}
    assert answers == {401}
    assert right(client).status_code == 200


def test_names_that_no_program_has_are_counted_by_address(client: FlaskClient) -> None:
    answers = [ask(client, f"nobody-{number}", "x").status_code for number in range(12)]
    assert answers == [401] * 10 + [429] * 2
    assert right(client).status_code == 200
    assert ask(client, "nobody", "x", "192.0.2.2").status_code == 401


def test_nobody_keeps_the_hall_itself_out_of_its_provider(client: FlaskClient, site_app: Flask) -> None:
    for _ in range(12):
        refused = ask(client, oauth_clients.OWN_CLIENT_ID, f"guess {next(GUESSES)}")
    assert refused.status_code == 429
    secret = oauth_clients.own_secret(site_app.extensions["hall.settings"])
    answer = ask(client, oauth_clients.OWN_CLIENT_ID, secret)
    assert (
        answer.json["error"] == "unauthorized_client"
    )  # a known client that may use authorization codes only


class SilentStorage(MemoryStorage):
    """A rate-limit storage whose server does not respond."""

    STORAGE_SCHEME = ["silent"]  # noqa: RUF012 - the shape of the base class

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        raise StorageError(ConnectionError())

    def get(self, key: str) -> int:
        raise StorageError(ConnectionError())


def test_programs_are_let_in_while_the_counts_are_out_of_reach(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits.limiter, "_limiter", FixedWindowRateLimiter(SilentStorage()))
    assert right(client).status_code == 200
    assert guess(client).status_code == 401

"""The address in the hall's links: the configured one, whatever a request or a proxy says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services_hall import database
from services_hall.app import create_app
from services_hall.demo import accounts
from tests.support.hall import Hall
from tests.support.sign_in_site import (
    TOKEN,
    environment,
    fill_site,
    settings_of,
)

SITE = "https://hall.example"
CLIENT = (accounts.client_id_of("market_supervision"), accounts.client_secret_of("market_supervision"))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """A site behind a proxy that ends TLS: its own server receives plain HTTP.

    pytest-flask makes the fixture `client` from it.
    """
    app = create_app(settings_of(environment(tmp_path, SITE)))
    fill_site(app)
    yield app
    with app.app_context():
        database.db.engine.dispose()
    database.certificate_engine(app).dispose()


@pytest.mark.parametrize("name", ["hall.example", "127.0.0.1:8000", "evil.example"])
def test_people_sign_in_behind_a_proxy_that_ends_tls(client: FlaskClient, name: str) -> None:
    heard = {"base_url": f"http://{name}"}
    asked = client.get("/identity/sign-in", **heard).headers["Location"]
    assert asked.startswith(f"{SITE}/identity/authorize?")
    page = client.get(asked.removeprefix(SITE), **heard)
    assert page.status_code == 200
    found = TOKEN.search(page.text)
    assert found is not None
    form = {"username": "zhang", "password": accounts.PASSWORD, "csrf_token": found[1]}
    answer = client.post(asked.removeprefix(SITE), data=form, headers={"Referer": asked}, **heard)
    assert answer.headers["Location"].startswith(f"{SITE}/identity/callback?code=")


def test_a_program_gets_its_token_behind_a_proxy(client: FlaskClient) -> None:
    answer = client.post(
        "/identity/token",
        base_url="http://10.0.0.7:8000",
        data={"grant_type": "client_credentials", "scope": "hall"},
        auth=CLIENT,
    )
    assert answer.status_code == 200


def test_a_token_asked_without_tls_from_elsewhere_is_refused(hall: Hall) -> None:
    answer = hall.app.test_client().post(
        "/identity/token",
        base_url="http://elsewhere.example",
        data={"grant_type": "client_credentials", "scope": "hall"},
        auth=CLIENT,
    )
    assert answer.status_code == 400
    assert answer.get_json()["error"] == "insecure_transport"

"""Trusted proxies: visitors are distinguished by their own addresses, which they cannot choose."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services_hall.app import create_app
from services_hall.database import certificate_engine, db
from services_hall.web import rate_limits
from tests.support.sign_in_site import SIGN_IN_PAGE, environment, fill_site, form_token, settings_of

PROXY = "10.0.0.1"


def site(folder: Path, proxies: int) -> Flask:
    return create_app(settings_of(environment(folder, "http://localhost", HALL_TRUSTED_PROXIES=str(proxies))))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("proxied")


@pytest.fixture(params=[0, 1, 2])
def proxies(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def client(folder: Path, proxies: int) -> Iterator[FlaskClient]:
    app = site(folder, proxies)
    if not (folder / "hall.db").exists():
        fill_site(app)
    rate_limits.limiter.reset()
    yield app.test_client()
    rate_limits.limiter.reset()
    with app.app_context():
        db.engine.dispose()
    certificate_engine(app).dispose()


def failures(client: FlaskClient, forwarded: str | None, times: int = 1) -> list[int]:
    """The responses to wrong passwords that reach the hall from its nearest proxy."""
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    form = {"username": "zhang", "password": "wrong", "csrf_token": form_token(client.get(SIGN_IN_PAGE).text)}
    return [
        client.post(
            SIGN_IN_PAGE, data=form, headers=headers, environ_overrides={"REMOTE_ADDR": PROXY}
        ).status_code
        for _ in range(times)
    ]


BY_PROXIES = {0: None, 1: "{visitor}", 2: "{visitor}, 10.0.0.2"}
"""What the proxies in front write, each the address it was called from."""


def test_visitors_are_told_apart_as_far_as_proxies_are_trusted(client: FlaskClient, proxies: int) -> None:
    written = BY_PROXIES[proxies] or "{visitor}"
    assert failures(client, written.format(visitor="198.51.100.7"), 11) == [422] * 10 + [429]
    other = failures(client, written.format(visitor="198.51.100.8"))
    assert other == ([429] if proxies == 0 else [422])


def test_what_a_visitor_claims_before_the_trusted_hops_changes_nothing(
    client: FlaskClient, proxies: int
) -> None:
    written = BY_PROXIES[proxies]
    for number in range(10):
        claimed = f"203.0.113.{number}"
        failures(
            client, claimed if written is None else f"{claimed}, {written.format(visitor='198.51.100.7')}"
        )
    claimed = "203.0.113.99"
    last = claimed if written is None else f"{claimed}, {written.format(visitor='198.51.100.7')}"
    assert failures(client, last) == [429]


def test_scheme_and_host_are_never_taken_from_a_request(client: FlaskClient) -> None:
    forged = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Port": "444",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-For": "198.51.100.7, 10.0.0.2",
    }
    answer = client.get("/my/", headers=forged)
    assert answer.status_code == 303
    assert "evil" not in answer.headers["Location"]
    assert "https" not in answer.headers["Location"]

"""The OIDC provider: refused clients, addresses, proofs and repeated codes; the scope of its tokens."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import update
from werkzeug.test import TestResponse

from services_hall.database import transaction
from services_hall.demo import accounts
from services_hall.identity import oauth_clients
from services_hall.identity.models import AccessToken, AuthorizationCode
from services_hall.identity.oidc_client import SignInRequest
from services_hall.identity.random_tokens import fingerprint
from tests.support.sign_in_site import form_token, register_client

BACK = "https://second.example/back"
SECRET = "the second site's secret"


@dataclass
class SecondSite:
    """A client of the provider, like another site."""

    client: FlaskClient
    attempt: SignInRequest = field(default_factory=SignInRequest.begin)

    def ask(self, **changes: str | None) -> TestResponse:
        query = {
            "response_type": "code",
            "client_id": "second",
            "redirect_uri": BACK,
            "scope": "openid profile",
            "state": self.attempt.state,
            "nonce": self.attempt.nonce,
            "code_challenge": self.attempt.challenge,
            "code_challenge_method": "S256",
        }
        asked = {key: value for key, value in (query | changes).items() if value is not None}
        return self.client.get("/identity/authorize", query_string=asked)

    def code(self, **changes: str | None) -> str:
        page = self.ask(**changes)
        form = {"username": "zhang", "password": accounts.PASSWORD, "csrf_token": form_token(page.text)}
        answer = self.client.post(page.request.url, data=form)
        assert answer.status_code == 302, answer.text
        sent = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert sent["state"] == [self.attempt.state]
        return sent["code"][0]

    def exchange(self, code: str, *, secret: str = SECRET, **changes: str | None) -> TestResponse:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": self.attempt.verifier,
        }
        sent = {key: value for key, value in (form | changes).items() if value is not None}
        return self.client.post("/identity/token", data=sent, auth=("second", secret))

    def who(self, token: str) -> TestResponse:
        return self.client.get("/identity/userinfo", headers={"Authorization": f"Bearer {token}"})


@pytest.fixture(scope="module", autouse=True)
def second_site(site_app: Flask) -> Iterator[None]:
    register_client(
        site_app,
        client_id="second",
        name="第二大厅",
        secret_hash=fingerprint(SECRET),
        redirect_uris=[BACK],
        grant_types=[oauth_clients.CODE],
        scopes=["openid", "profile"],
    )
    return


@pytest.fixture
def second(client: FlaskClient) -> SecondSite:
    return SecondSite(client)


def error_sent_back(response: TestResponse) -> str:
    assert response.status_code == 302
    assert response.headers["Location"].startswith(BACK)
    return parse_qs(urlsplit(response.headers["Location"]).query)["error"][0]


def test_a_code_gives_an_id_token_that_its_published_keys_verify(second: SecondSite) -> None:
    answer = second.exchange(second.code())
    assert answer.status_code == 200, answer.text
    keys = KeySet.import_key_set(second.client.get("/identity/jwks").json)
    claims = jwt.decode(answer.json["id_token"], keys, algorithms=["ES256"]).claims
    about = second.client.get("/identity/.well-known/openid-configuration").json
    assert claims["iss"] == about["issuer"]
    assert claims["aud"] == "second"
    assert claims["nonce"] == second.attempt.nonce
    assert claims["name"] == "张示范"
    assert 0 < claims["exp"] - claims["iat"] <= 600
    assert answer.json["expires_in"] == 900
    assert second.who(answer.json["access_token"]).json == {"sub": claims["sub"], "name": "张示范"}


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None},
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"code_challenge": "short"},
    ],
)
def test_without_a_proof_key_by_s256_nobody_is_asked_for_a_password(
    second: SecondSite, changes: dict[str, str | None]
) -> None:
    assert error_sent_back(second.ask(**changes)) == "invalid_request"


def test_signing_in_without_asking_is_told_to_the_client(second: SecondSite) -> None:
    assert error_sent_back(second.ask(prompt="none")) == "login_required"


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": BACK + "/"},
        {"redirect_uri": BACK + "?x=1"},
        {"redirect_uri": "https://second.example.evil/back"},
        {"redirect_uri": None},
        {"client_id": "nobody"},
        {"client_id": None},
    ],
)
def test_a_wrong_client_or_address_is_told_here_and_nothing_is_sent_there(
    second: SecondSite, changes: dict[str, str | None]
) -> None:
    response = second.ask(**changes)
    assert response.status_code == 400
    assert "Location" not in response.headers
    assert "登录没有完成" in response.text


@pytest.mark.parametrize(
    "changes",
    [{"code_verifier": None}, {"code_verifier": "x" * 43}, {"redirect_uri": "https://second.example/"}],
)
def test_a_code_without_its_verifier_or_address_gives_no_token(
    second: SecondSite, changes: dict[str, str | None]
) -> None:
    assert second.exchange(second.code(), **changes).status_code == 400


def test_a_code_that_met_a_wrong_verifier_is_used_up(second: SecondSite) -> None:
    code = second.code()
    second.exchange(code, code_verifier="x" * 43)
    assert second.exchange(code).json["error"] == "invalid_grant"


def test_a_code_shown_twice_is_refused_and_ends_the_token_it_gave(second: SecondSite) -> None:
    code = second.code()
    token = second.exchange(code).json["access_token"]
    assert second.who(token).status_code == 200
    assert second.exchange(code).json["error"] == "invalid_grant"
    assert second.who(token).status_code == 401


def test_a_code_is_good_for_a_minute_only(second: SecondSite, site_app: Flask) -> None:
    code = second.code()
    past = datetime.now(UTC) - timedelta(seconds=1)
    with site_app.app_context(), transaction() as session:
        session.execute(
            update(AuthorizationCode)
            .where(AuthorizationCode.code_hash == fingerprint(code))
            .values(expires_at=past)
        )
    assert second.exchange(code).json["error"] == "invalid_grant"


def test_a_client_with_a_wrong_secret_gets_nothing_and_uses_nothing_up(second: SecondSite) -> None:
    code = second.code()
    assert second.exchange(code, secret="wrong").status_code == 401
    assert second.exchange(code).status_code == 200


def test_a_code_of_another_client_is_unknown(second: SecondSite, site_app: Flask) -> None:
    register_client(
        site_app,
        client_id="third",
        name="第三大厅",
        secret_hash=fingerprint("another"),
        redirect_uris=[BACK],
        grant_types=[oauth_clients.CODE],
        scopes=["openid"],
    )
    form = {"grant_type": "authorization_code", "code": second.code(), "redirect_uri": BACK}
    form["code_verifier"] = second.attempt.verifier
    answer = second.client.post("/identity/token", data=form, auth=("third", "another"))
    assert answer.json["error"] == "invalid_grant"


def system_token(client: FlaskClient, role: str = "fire_rescue", secret: str | None = None) -> TestResponse:
    sent = (accounts.client_id_of(role), secret or accounts.client_secret_of(role))
    return client.post("/identity/token", data={"grant_type": "client_credentials"}, auth=sent)


def test_an_agencys_system_gets_a_token_for_a_quarter_of_an_hour(client: FlaskClient) -> None:
    answer = system_token(client)
    assert answer.status_code == 200
    assert answer.json["expires_in"] == 900
    assert answer.json["scope"] == "hall"
    assert "id_token" not in answer.json
    assert "refresh_token" not in answer.json


def test_a_system_cannot_use_codes_nor_a_site_its_own_credentials(second: SecondSite) -> None:
    assert system_token(second.client, secret="wrong").status_code == 401
    answer = second.client.post(
        "/identity/token", data={"grant_type": "client_credentials"}, auth=("second", SECRET)
    )
    assert answer.json["error"] == "unauthorized_client"


def test_a_systems_token_opens_the_api_until_it_expires(client: FlaskClient, site_app: Flask) -> None:
    token = system_token(client).json["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/cases", headers=bearer).status_code == 200
    with site_app.app_context(), transaction() as session:
        session.execute(
            update(AccessToken)
            .where(AccessToken.token_hash == fingerprint(token))
            .values(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        )
    refused = client.get("/api/v1/cases", headers=bearer)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert refused.content_type == "application/problem+json"


def test_a_token_that_only_tells_who_signed_in_does_not_act_in_the_hall(second: SecondSite) -> None:
    token = second.exchange(second.code()).json["access_token"]
    assert second.client.get("/api/v1/cases", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_leaving_from_another_site_leads_only_to_a_registered_place(client: FlaskClient) -> None:
    def leave(back: str) -> str:
        query = {"client_id": "second", "post_logout_redirect_uri": back}
        return client.get("/identity/end-session", query_string=query).headers["Location"]

    assert leave("https://second.example/") == "https://second.example/"
    assert leave("https://evil.example/") == "/"

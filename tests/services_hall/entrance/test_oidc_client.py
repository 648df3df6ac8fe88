"""The hall as an OIDC client: states, cookies, sessions, redirects."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from werkzeug.test import TestResponse

from services_hall.app import create_app
from services_hall.database import reading
from services_hall.demo import accounts
from services_hall.identity import sessions
from services_hall.identity.errors import SignInFailed
from services_hall.identity.oidc_client import RelyingParty, SignInRequest
from services_hall.web.access import SESSION_COOKIE, safe_next
from tests.support.sign_in_site import environment, form_token, settings_of


def callback_address(client: FlaskClient, after: str = "/") -> str:
    """The callback address after a correct password; the token has not been requested yet."""
    asked = client.get("/identity/sign-in", query_string={"next": after}).headers["Location"]
    page = client.get(path_of(asked))
    form = {"username": "zhang", "password": accounts.PASSWORD, "csrf_token": form_token(page.text)}
    return path_of(client.post(path_of(asked), data=form).headers["Location"])


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def session_cookies(response: TestResponse) -> list[str]:
    return [value for value in response.headers.getlist("Set-Cookie") if value.startswith("hall_session=")]


@pytest.mark.usefixtures("site")
def test_the_session_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    [cookie] = session_cookies(client.get(callback_address(client)))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    assert "Expires" not in cookie


@pytest.mark.usefixtures("site")
def test_a_session_that_somebody_planted_before_is_not_the_one_after_signing_in(client: FlaskClient) -> None:
    client.set_cookie(SESSION_COOKIE, "planted")
    [cookie] = session_cookies(client.get(callback_address(client)))
    assert "planted" not in cookie
    client.delete_cookie(SESSION_COOKIE)
    client.set_cookie(SESSION_COOKIE, "planted")
    assert client.get("/my/").status_code == 303


@pytest.mark.usefixtures("site")
def test_signing_in_again_ends_the_session_before(client: FlaskClient, site_app: Flask) -> None:
    client.get(callback_address(client))
    old = client.get_cookie(SESSION_COOKIE)
    client.get(callback_address(client))
    assert old is not None
    with site_app.app_context():
        from_before = sessions.find_session(reading(), old.value, now=datetime.now(UTC))
    assert from_before is None


@pytest.mark.usefixtures("site")
def test_a_callback_works_once(client: FlaskClient) -> None:
    callback = callback_address(client)
    assert client.get(callback).status_code == 303
    assert client.get(callback).status_code == 400


@pytest.mark.usefixtures("site")
def test_another_browser_cannot_finish_a_sign_in(client: FlaskClient, site_app: Flask) -> None:
    callback = callback_address(client)
    answer = site_app.test_client().get(callback)
    assert answer.status_code == 400
    assert not session_cookies(answer)
    assert "登录没有完成" in answer.text


def test_a_callback_with_an_error_says_so_and_offers_a_way_on(client: FlaskClient) -> None:
    location = client.get("/identity/sign-in").headers["Location"]
    state = parse_qs(urlsplit(location).query)["state"][0]
    answer = client.get("/identity/callback", query_string={"state": state, "error": "access_denied"})
    assert answer.status_code == 400
    assert "登录" in answer.text


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_nobody_is_led_to_another_site_after_signing_in(client: FlaskClient, target: str) -> None:
    assert client.get(callback_address(client, after=target)).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("target", "led_to"),
    [
        ("/my/", "/my/"),
        ("/guides/?q=1#top", "/guides/?q=1#top"),
        ("my/", "/"),
        ("", "/"),
        (None, "/"),
        ("///evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/identity/sign-in", "/"),
        ("http:evil.example", "/"),
    ],
)
def test_only_paths_of_this_site_are_a_way_on(target: str | None, led_to: str) -> None:
    assert safe_next(target) == led_to


def test_the_provider_is_asked_with_state_nonce_and_proof_key(client: FlaskClient) -> None:
    query = parse_qs(urlsplit(client.get("/identity/sign-in").headers["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert all(len(query[part][0]) >= 43 for part in ("state", "nonce", "code_challenge"))


def test_over_https_cookies_are_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    app = create_app(settings_of(environment(tmp_path, "https://hall.example")))
    assert app.config["SESSION_COOKIE_SECURE"]
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    answer = app.test_client().get(
        "/identity/.well-known/openid-configuration", base_url="https://hall.example"
    )
    assert answer.headers["Strict-Transport-Security"]
    assert answer.json["issuer"] == "https://hall.example/identity"


KEY = ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)
NOW = datetime(2026, 5, 4, 1, 30, tzinfo=UTC)
ATTEMPT = SignInRequest.begin()


class KnownProvider:
    """A provider whose metadata and keys are already loaded."""

    is_own = False
    client_id = "hall"
    client_secret = "secret"

    def metadata(self) -> dict[str, str]:
        return {"issuer": "https://id.example"}

    def key_set(self, *, again: bool) -> KeySet:
        return KeySet([KEY])


def right_claims() -> dict[str, object]:
    seconds = int(NOW.timestamp())
    return {
        "iss": "https://id.example",
        "aud": "hall",
        "sub": "7",
        "name": "赵外来",
        "iat": seconds,
        "exp": seconds + 60,
        "nonce": ATTEMPT.nonce,
    }


@pytest.fixture
def party(tmp_path: Path) -> RelyingParty:
    party = RelyingParty(settings_of(environment(tmp_path, "http://127.0.0.1:8000")))
    party._source = KnownProvider()
    return party


def signed_token(claims: dict[str, object], key: ECKey = KEY) -> str:
    return jwt.encode({"alg": "ES256", "kid": KEY.kid}, claims, key)


def test_an_id_token_tells_who_it_is(party: RelyingParty) -> None:
    identity = party._read(signed_token(right_claims()), ATTEMPT, NOW)
    assert (identity.issuer, identity.subject, identity.name) == ("https://id.example", "7", "赵外来")


def test_a_user_name_is_no_name_of_a_person(party: RelyingParty) -> None:
    claims = right_claims() | {"name": None, "preferred_username": "u8842"}
    identity = party._read(signed_token(claims), ATTEMPT, NOW)
    assert (identity.name, identity.username) == ("", "u8842")


REAL_NAME = {"acr": "3", "identity_number": "420102188506070019"}


@pytest.mark.parametrize(
    ("more", "number"),
    [
        pytest.param(REAL_NAME, "420102188506070019", id="a sufficient level"),
        pytest.param(REAL_NAME | {"acr": 3}, "420102188506070019", id="a level as a number"),
        pytest.param(
            REAL_NAME | {"identity_type": "414", "identity_number": "e12345678"}, "E12345678", id="a passport"
        ),
        pytest.param(REAL_NAME | {"acr": "1"}, None, id="a lower level"),
        pytest.param(REAL_NAME | {"acr": None}, None, id="no level"),
        pytest.param(REAL_NAME | {"name": None}, None, id="no name"),
        pytest.param(REAL_NAME | {"identity_number": "420102188506070018"}, None, id="a wrong number"),
        pytest.param(REAL_NAME | {"identity_number": {"value": "1"}}, None, id="no text"),
        pytest.param(REAL_NAME | {"identity_type": "000"}, None, id="an unknown document"),
        pytest.param(REAL_NAME | {"identity_type": "001"}, None, id="an organisation's code"),
    ],
)
def test_a_real_name_is_taken_from_the_claims_at_a_sufficient_level(
    tmp_path: Path, more: dict[str, object], number: str | None
) -> None:
    env = environment(tmp_path, "http://127.0.0.1:8000", HALL_OIDC_LEVELS="3, 4")
    party = RelyingParty(settings_of(env))
    party._source = KnownProvider()
    real_name = party._read(signed_token(right_claims() | more), ATTEMPT, NOW).real_name
    assert (None if real_name is None else real_name.person.identifier) == number


def test_without_configured_levels_no_claim_makes_a_real_name(party: RelyingParty) -> None:
    claims = right_claims() | REAL_NAME
    assert party._read(signed_token(claims), ATTEMPT, NOW).real_name is None
    assert party._read(signed_token(claims | {"acr": ""}), ATTEMPT, NOW).real_name is None


class UserInfoServer(BaseHTTPRequestHandler):
    """A userinfo endpoint; the path says what it answers."""

    def do_GET(self) -> None:
        person = {"sub": "7", "name": "赵外来", **REAL_NAME}
        answers = {
            "/right": (200, person),
            "/other": (200, {**person, "sub": "8"}),
            "/nobody": (200, {}),
            "/refused": (403, {"error": "insufficient_scope"}),
            "/down": (500, {}),
        }
        status, body = answers[self.path]
        if self.headers["Authorization"] != "Bearer access":
            status = 401
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal of the tests."""


@pytest.fixture(scope="module")
def user_info_address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), UserInfoServer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("endpoint", "in_token", "name", "is_real"),
    [
        pytest.param("/right", {"name": None}, "赵外来", True, id="all from the endpoint"),
        pytest.param("/right", {"name": "赵别名", **REAL_NAME}, "赵别名", True, id="all in the token"),
        pytest.param("/right", {"name": "赵别名"}, "赵别名", True, id="the token's name wins"),
        pytest.param("/right", {"acr": "1"}, "赵外来", False, id="the token's lower level wins"),
        pytest.param("/refused", {"name": None}, "", False, id="refused"),
        pytest.param("/down", {"name": None}, "", False, id="no answer"),
    ],
)
def test_what_the_id_token_lacks_is_read_from_the_userinfo_endpoint(
    tmp_path: Path,
    user_info_address: str,
    endpoint: str,
    in_token: dict[str, object],
    name: str,
    is_real: bool,
) -> None:
    party = party_with_user_info(tmp_path, user_info_address + endpoint)
    token = signed_token(right_claims() | in_token)
    identity = party._read(token, ATTEMPT, NOW, access_token="access")
    assert (identity.subject, identity.name, identity.real_name is not None) == ("7", name, is_real)


@pytest.mark.parametrize("endpoint", ["/other", "/nobody"])
def test_claims_about_somebody_else_end_the_sign_in(
    tmp_path: Path, user_info_address: str, endpoint: str
) -> None:
    party = party_with_user_info(tmp_path, user_info_address + endpoint)
    with pytest.raises(SignInFailed):
        party._read(signed_token(right_claims()), ATTEMPT, NOW, access_token="access")


def party_with_user_info(folder: Path, endpoint: str) -> RelyingParty:
    """A relying party whose provider has this userinfo endpoint."""
    party = RelyingParty(settings_of(environment(folder, "http://127.0.0.1:8000", HALL_OIDC_LEVELS="3")))

    class WithUserInfo(KnownProvider):
        def metadata(self) -> dict[str, str]:
            return {**super().metadata(), "userinfo_endpoint": endpoint}

    party._source = WithUserInfo()
    return party


def test_an_organisation_is_named_by_its_own_claims(tmp_path: Path) -> None:
    env = environment(
        tmp_path, "http://127.0.0.1:8000", HALL_OIDC_LEVELS="3", HALL_OIDC_CREDIT_CODE_CLAIM="uscc"
    )
    party = RelyingParty(settings_of(env))
    party._source = KnownProvider()
    firm = {"organisation_name": "武汉示例餐饮有限公司", "uscc": "91420100MADEM00019"}
    known = party._read(signed_token(right_claims() | REAL_NAME | firm), ATTEMPT, NOW).real_name
    assert known is not None
    assert known.organisation is not None
    assert known.organisation.identifier == "91420100MADEM00019"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["hall", "another"], "azp": "another"},
        {"nonce": "another"},
        {"exp": int((NOW - timedelta(minutes=2)).timestamp())},
        {"sub": None},
        {"nonce": None},
        {"exp": None},
    ],
)
def test_an_id_token_that_is_wrong_anywhere_is_not_believed(
    party: RelyingParty, change: dict[str, object]
) -> None:
    claims = {key: value for key, value in (right_claims() | change).items() if value is not None}
    with pytest.raises(SignInFailed):
        party._read(signed_token(claims), ATTEMPT, NOW)


def test_an_id_token_of_another_key_or_of_none_is_not_believed(party: RelyingParty) -> None:
    other = ECKey.generate_key("P-256")
    with pytest.raises(SignInFailed):
        party._read(signed_token(right_claims(), other), ATTEMPT, NOW)
    with pytest.raises(SignInFailed):
        party._read("eyJhbGciOiJub25lIn0.e30.", ATTEMPT, NOW)
    with pytest.raises(SignInFailed):
        party._read("", ATTEMPT, NOW)

"""Sign-in over HTTP: the complete flow, many at once, an external provider, and sign-out."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from flask import Flask
from sqlalchemy import select

from services_hall.app import create_app
from services_hall.audit.actions import UNKNOWN_PERSON
from services_hall.audit.models import AuditEntry
from services_hall.database import reading
from services_hall.demo import accounts as demo_accounts
from services_hall.identity import accounts, oauth_clients
from services_hall.identity.oidc_client import SignInRequest
from services_hall.identity.random_tokens import fingerprint
from tests.support.sign_in_site import (
    THREADS,
    browser,
    environment,
    fill_site,
    follow,
    form_token,
    new_base_url,
    register_client,
    serve_site,
    settings_of,
    sign_in,
)


def test_a_resident_signs_in_and_is_led_where_it_wanted(visitor: httpx.Client) -> None:
    page = sign_in(visitor, "zhang", after="/test/me")
    assert page.status_code == 200
    assert page.json()["name"] == "张示范"
    assert page.json()["role"] == "resident"


def test_a_page_that_asks_for_it_sends_to_sign_in_and_back(visitor: httpx.Client) -> None:
    login = follow(visitor, visitor.get("/test/me"))
    assert "登录" in login.text
    form = {"username": "li", "password": demo_accounts.PASSWORD, "csrf_token": form_token(login.text)}
    assert follow(visitor, visitor.post(str(login.url), data=form)).json()["name"] == "李样例"


def test_a_wrong_password_shows_the_page_again_with_the_name_kept(visitor: httpx.Client) -> None:
    page = sign_in(visitor, "zhang", password="wrong")
    assert page.status_code == 422
    assert "用户名或密码不对" in page.text
    assert 'value="zhang"' in page.text
    assert "wrong" not in page.text.replace("wrong-", "")


def test_one_click_fills_in_a_demo_account(visitor: httpx.Client) -> None:
    page = follow(visitor, visitor.get("/identity/sign-in"))
    assert "江消防" in page.text
    filled = visitor.get(str(page.url), params={**dict(page.url.params), "fill": "xiaofang"})
    assert 'value="xiaofang"' in filled.text
    assert f'value="{demo_accounts.PASSWORD}"' in filled.text


def test_signing_out_ends_the_session_everywhere(visitor: httpx.Client) -> None:
    sign_in(visitor, "zhang", after="/test/me")
    stolen = dict(visitor.cookies)
    page = follow(visitor, visitor.get("/identity/sign-in"))
    assert visitor.post("/identity/sign-out", data={"csrf_token": form_token(page.text)}).is_redirect
    with browser(str(visitor.base_url)) as thief:
        thief.cookies.update(stolen)
        assert thief.get("/test/me").status_code == 303


def test_four_times_as_many_sign_ins_as_threads_at_once_are_all_answered(site: str) -> None:
    began_anew: list[str] = []

    def watch(response: httpx.Response) -> None:
        if "url=/identity/sign-in" in response.headers.get("Refresh", ""):
            began_anew.append(str(response.url))

    def one(_number: int) -> str:
        with browser(site) as client:
            client.event_hooks = {"response": [watch]}
            page = sign_in(client, "zhang", after="/test/me")
            while page.headers["Content-Type"] != "application/json":  # a time-out on a busy machine
                page = sign_in(client, "zhang", after="/test/me")
            return str(page.json()["name"])

    with ThreadPoolExecutor(4 * THREADS) as pool:
        assert list(pool.map(one, range(4 * THREADS))) == ["张示范"] * (4 * THREADS)
    assert len(began_anew) <= THREADS, "the server waited for itself"


def test_a_code_that_many_show_at_the_same_moment_works_for_one(
    visitor: httpx.Client, site_app: Flask
) -> None:
    attempt = SignInRequest.begin()
    own = oauth_clients.own_client(site_app.extensions["hall.settings"])
    asked = {
        "response_type": "code",
        "client_id": own.client_id,
        "redirect_uri": own.redirect_uris[0],
        "scope": "openid",
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
    }
    page = visitor.get("/identity/authorize", params=asked)
    form = {"username": "zhang", "password": demo_accounts.PASSWORD, "csrf_token": form_token(page.text)}
    code = httpx.URL(visitor.post(str(page.url), data=form).headers["Location"]).params["code"]
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": own.redirect_uris[0]}
    sent["code_verifier"] = attempt.verifier
    credentials = (own.client_id, oauth_clients.own_secret(site_app.extensions["hall.settings"]))

    def show(_number: int) -> int:
        return http.post("/identity/token", data=sent, auth=credentials).status_code

    with browser(str(visitor.base_url)) as http, ThreadPoolExecutor(THREADS) as pool:
        assert sorted(pool.map(show, range(THREADS))) == [200] + [400] * (THREADS - 1)


@pytest.fixture
def outside(tmp_path: Path, site_app: Flask, site: str) -> str:
    """A second site in its own process and folder, whose visitors sign in at the first one."""
    base_url = new_base_url().replace("127.0.0.1", "localhost")  # browsers store cookies by host, not by port
    register_client(
        site_app,
        client_id="second-site",
        name="第二大厅",
        secret_hash=fingerprint("a secret: with signs/+"),
        redirect_uris=[base_url + oauth_clients.CALLBACK_PATH],
        grant_types=[oauth_clients.CODE],
        scopes=["openid", "profile"],
    )
    env = environment(
        tmp_path,
        base_url,
        HALL_OIDC_ISSUER=f"{site}/identity",
        HALL_OIDC_CLIENT_ID="second-site",
        HALL_OIDC_CLIENT_SECRET="a secret: with signs/+",
    )
    fill_site(create_app(settings_of(env)))
    with serve_site(env):
        yield base_url


def test_a_site_with_an_external_provider_uses_that_one(outside: str, site: str) -> None:
    with browser(outside) as client:
        page = follow(client, client.get("/identity/sign-in", params={"next": "/test/me"}))
        assert str(page.url).startswith(site)
        assert "第二大厅" in page.text
        assert f"form-action 'self' {outside}" in page.headers["Content-Security-Policy"]
        form = {"username": "zhang", "password": demo_accounts.PASSWORD, "csrf_token": form_token(page.text)}
        asked = follow(client, client.post(str(page.url), data=form))
        assert "同意并继续" in asked.text
        agreement = {"next": "/test/me", "csrf_token": form_token(asked.text)}
        first = follow(client, client.post("/my/terms/", data=agreement))
        assert first.json() == {"name": "张示范", "role": "resident", "id": first.json()["id"]}
        assert site in client.get("/identity/sign-in").headers["Location"]
        again = sign_in(client, "zhang", after="/test/me")
        assert again.json()["id"] == first.json()["id"]
        left = client.post("/identity/sign-out", data={"csrf_token": "none"})
        assert left.status_code == 400


def sign_in_entries(app: Flask, *, after: int = 0) -> list[tuple[int, str, str, str]]:
    """Number, actor, action and subject of the audit entries about sign-in."""
    with app.app_context():
        rows = select(AuditEntry).where(AuditEntry.id > after, AuditEntry.action.startswith("sign-in"))
        return [
            (row.id, row.actor, row.action, row.subject)
            for row in reading().scalars(rows.order_by(AuditEntry.id))
        ]


def test_staff_that_sign_in_are_recorded_and_residents_are_not(
    visitor: httpx.Client, site_app: Flask
) -> None:
    before = max((number for number, *_rest in sign_in_entries(site_app)), default=0)
    sign_in(visitor, "zhang")
    assert sign_in_entries(site_app, after=before) == []
    sign_in(visitor, "xiaofang")
    [(_number, actor, action, subject)] = sign_in_entries(site_app, after=before)
    with site_app.app_context():
        account = accounts.find_account(reading(), "xiaofang")
        assert account is not None
        assert (actor, action, subject) == (account.public_id, "sign-in", account.public_id)


def test_a_wrong_password_is_recorded_without_what_was_typed(visitor: httpx.Client, site_app: Flask) -> None:
    """An entry for every name, so that the response time does not reveal which names belong to staff."""
    before = max((number for number, *_rest in sign_in_entries(site_app)), default=0)
    with site_app.app_context():
        account = accounts.find_account(reading(), "xiaofang")
        assert account is not None
        staff = account.public_id
    for username in ("xiaofang", "zhang", "420102188506070019"):
        sign_in(visitor, username, password="wrong")
    written = sign_in_entries(site_app, after=before)
    assert [entry[1:] for entry in written] == [
        (UNKNOWN_PERSON, "sign-in.failed", subject) for subject in (staff, UNKNOWN_PERSON, UNKNOWN_PERSON)
    ]

"""A site with demo accounts, and a client that follows redirects and fills in forms."""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
from flask import Flask

from certificate_store.orm import Base as StoreBase
from guides.orm import Base as GuidesBase
from services_hall.app import create_app
from services_hall.clock import utc_now
from services_hall.database import Base, certificate_engine, db, transaction
from services_hall.demo import accounts
from services_hall.identity.models import OAuthClient
from services_hall.settings import Settings, write_keys
from tests.support.few_agencies import add_places
from tests.support.processes import Running, free_port, is_answered, run_process, wait_until
from tests.support.template_cache import share_templates

THREADS: Final = 8
TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')
SIGN_IN_PAGE: Final = "/identity/authorize?" + "&".join(
    (
        "response_type=code",
        "client_id=services-hall",
        "redirect_uri=http://localhost/identity/callback",
        "scope=openid",
        "state=x",
        "code_challenge=" + "x" * 43,
        "code_challenge_method=S256",
    )
)
"""Where the hall's own provider asks for a name and a password."""


def environment(folder: Path, base_url: str, **more: str) -> dict[str, str]:
    """The variables of a site in `folder`."""
    write_keys(folder)
    return {"HALL_DATA_DIR": str(folder), "HALL_BASE_URL": base_url, **more}


def fill_site(app: Flask) -> None:
    """Creates tables, divisions and demo accounts."""
    with app.app_context():
        GuidesBase.metadata.create_all(db.engine)
        Base.metadata.create_all(db.engine)
        StoreBase.metadata.create_all(certificate_engine(app))
        with transaction() as session:
            add_places(session)
            accounts.seed_demo_accounts(session, utc_now())


@contextmanager
def open_site(env: dict[str, str]) -> Iterator[Flask]:
    """The site's application in this process, closed at the end."""
    app = share_templates(create_app(settings_of(env)))
    fill_site(app)
    yield app
    with app.app_context():
        db.engine.dispose()
    certificate_engine(app).dispose()


@contextmanager
def serve_site(env: dict[str, str], *, threads: int = THREADS) -> Iterator[Running]:
    """The site in a real server process, with the options that `serve` uses."""
    port = env["HALL_BASE_URL"].rsplit(":", 1)[1]
    options = ["--interface", "wsgi", "--port", port, "--workers", "1", "--blocking-threads", str(threads)]
    options += ["--backlog", "1024", "--backpressure", "64", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *options, "tests.support.sign_in_app:app"]
    root = Path(__file__).parents[2]
    env = env | {"TEST_THREADS": str(threads)}
    with run_process(command, env | {"PYTHONPATH": str(root)}, cwd=root) as server:
        ready = f"{env['HALL_BASE_URL']}/identity/.well-known/openid-configuration"
        server.wait_until(lambda: is_answered(ready), 30, "the site to answer")
        yield server


def new_base_url() -> str:
    return f"http://127.0.0.1:{free_port()}"


def browser(base_url: str) -> httpx.Client:
    return httpx.Client(base_url=base_url, timeout=30, follow_redirects=False, verify=False, trust_env=False)


def follow(client: httpx.Client, response: httpx.Response, *, steps: int = 60) -> httpx.Response:
    """Follows redirects, and pages that reload by themselves, until a page is complete."""
    for _step in range(steps):
        refresh = response.headers.get("Refresh")
        if response.is_redirect:
            response = client.get(response.headers["Location"])
        elif response.status_code == 503 and refresh:
            seconds, _, url = refresh.partition("; url=")
            due = time.monotonic() + float(seconds)
            wait_until(lambda due=due: time.monotonic() >= due, 60, "the moment to come again")
            response = client.get(url or str(response.url))
        else:
            return response
    raise AssertionError("it never stood still")


def sign_in(
    client: httpx.Client, username: str, *, password: str = accounts.PASSWORD, after: str = "/"
) -> httpx.Response:
    """The page after filling in the sign-in page."""
    page = follow(client, client.get("/identity/sign-in", params={"next": after}))
    assert page.status_code == 200, page.text
    form = {"username": username, "password": password, "csrf_token": form_token(page.text)}
    return follow(client, client.post(str(page.url), data=form))


def form_token(page: str) -> str:
    found = TOKEN.search(page)
    assert found is not None, page
    return found[1]


def register_client(app: Flask, **fields: object) -> None:
    """Adds a client of the provider."""
    with app.app_context(), transaction() as session:
        session.add(OAuthClient(created_at=utc_now(), **fields))


def settings_of(env: dict[str, str]) -> Settings:
    return Settings.read(env | {"PORT": os.environ.get("PORT", "8000")})

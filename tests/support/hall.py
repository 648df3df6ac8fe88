"""The complete hall with samples and demo persons; its databases are seeded once and copied per test."""

import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rich.progress import Progress
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from certificate_store.encryption import KeyRing
from certificate_store.orm import Base as StoreBase
from guides.orm import Base as GuidesBase
from services_hall import database
from services_hall.app import create_app
from services_hall.clock import utc_now
from services_hall.identity import accounts, sessions, terms
from services_hall.seeding import seed_demo, seed_site
from services_hall.settings import Settings
from services_hall.web.access import SESSION_COOKIE
from tests.support.picture_cache import share_pictures
from tests.support.route_cache import share_routes
from tests.support.shared_folder import make_once
from tests.support.sql_cache import share_statements
from tests.support.template_cache import share_templates

TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')
TAG: Final = re.compile(r"<[^>]+>")
FAILED_TITLE: Final = re.compile("<title>(错误|[가-힣]{2})：")
"""How the title of a page starts whose form was refused, in the two languages of the tests."""
SECRET: Final = "a secret of the tests that is long enough"

share_routes()
share_pictures()


def words_of(page: TestResponse) -> str:
    """The text of a page, without its tags."""
    return TAG.sub("", page.text)


class Visitor:
    """A client that keeps its cookies and the last form token."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self._token = ""

    def get(self, path: str, **query: str) -> TestResponse:
        """The response to a GET; redirects are not followed."""
        return self._note_token(self.client.get(path, query_string=query or None))

    def words(self, path: str, **query: str) -> str:
        """The text of a page, without its tags."""
        return words_of(self.get(path, **query))

    def post(self, path: str, fields: Mapping[str, Any] | None = None) -> TestResponse:
        """The response to a form with its token; a value of (bytes, file name) is a file."""
        if not self._token:
            self._note_token(self.client.get("/progress", follow_redirects=True))
        answer = self._note_token(self.client.post(path, data={**(fields or {}), "csrf_token": self._token}))
        if answer.status_code == 422 and answer.mimetype == "text/html":
            assert FAILED_TITLE.search(answer.text), f"the title does not say that {path} was refused"
        return answer

    def follow(self, response: TestResponse) -> TestResponse:
        """The page at the end of a redirect."""
        assert response.status_code in {302, 303}, response.text
        return self.get(response.headers["Location"])

    def _note_token(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html" and (found := TOKEN.search(response.text)):
            self._token = found[1]
        return response


@dataclass(frozen=True)
class Hall:
    """The application with its data folder."""

    app: Flask
    folder: Path

    def visitor(self) -> Visitor:
        """A client that is not signed in."""
        return Visitor(self.app.test_client())

    def sign_in(self, username: str, *, has_agreed: bool = True) -> Visitor:
        """A client in which this account is signed in, without the sign-in page and that of the terms."""
        with self.app.app_context(), database.transaction() as session:
            account = accounts.find_account(session, username)
            assert account is not None, username
            account.terms_version = terms.CURRENT if has_agreed else None
            token = sessions.open_session(session, account, replacing=None, now=utc_now())
        client = self.app.test_client()
        client.set_cookie(SESSION_COOKIE, token)
        return Visitor(client)


def settings_in(folder: Path, keyring: str, **changes: Any) -> Settings:
    """Settings of a site with two SQLite files in `folder`, unless `changes` names other databases."""
    databases = {
        "database_url": f"sqlite:///{folder / 'hall.db'}",
        "certificates_database_url": f"sqlite:///{folder / 'certificates.db'}",
    }
    return Settings(data_dir=folder, secret_key=SECRET, keyring=keyring, **{**databases, **changes})


@contextmanager
def open_hall(folder: Path, keyring: str, **changes: Any) -> Iterator[Hall]:
    """The hall with the databases of this folder; its connections are closed at the end."""
    app = share_templates(create_app(settings_in(folder, keyring, **changes)))
    app.testing = True
    with app.app_context():
        share_statements(database.db.engine)
        share_statements(database.certificate_engine(app))
    try:
        yield Hall(app, folder)
    finally:
        with app.app_context():
            database.db.session.remove()
            database.db.engine.dispose()
            database.certificate_engine(app).dispose()


@contextmanager
def serve_hall(hall: Hall) -> Iterator[str]:
    """The address of the hall, served by a thread of this process during the block."""
    server = make_server("127.0.0.1", 0, hall.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def seed_databases(hall: Hall) -> None:
    """Creates the tables in empty databases and fills them as `seed --demo` does."""
    with hall.app.app_context():
        for base in (GuidesBase, database.Base):
            base.metadata.create_all(database.db.engine)
        StoreBase.metadata.create_all(database.certificate_engine(hall.app))
        with Progress(disable=True) as shown:
            seed_site(shown)
            seed_demo(shown)


@pytest.fixture(scope="session")
def hall_keyring(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The key ring of the seeded databases."""
    made = make_once(
        tmp_path_factory, "hall-keyring", lambda file: file.write_text(KeyRing.generate().dump())
    )
    return made.read_text()


@pytest.fixture(scope="session")
def seeded_hall(tmp_path_factory: pytest.TempPathFactory, hall_keyring: str) -> Path:
    """A data folder with divisions, samples, demo persons and certificates; read-only, made once a run."""

    def seed(folder: Path) -> None:
        (folder / "files").mkdir(parents=True)
        with open_hall(folder, hall_keyring) as hall:
            seed_databases(hall)

    folder = tmp_path_factory.mktemp("seeded") / "hall"
    shutil.copytree(make_once(tmp_path_factory, "seeded-hall", seed), folder)
    return folder


@pytest.fixture
def hall(seeded_hall: Path, hall_keyring: str, tmp_path: Path) -> Iterator[Hall]:
    """The hall with its own copy of the seeded databases."""
    folder = tmp_path / "hall"
    shutil.copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as opened_hall:
        yield opened_hall


@pytest.fixture(scope="session")
def reading_hall(seeded_hall: Path, hall_keyring: str) -> Iterator[Hall]:
    """The hall with the seeded databases themselves, read-only."""
    with open_hall(seeded_hall, hall_keyring) as hall:
        yield hall


@pytest.fixture
def reader(reading_hall: Hall) -> FlaskClient:
    """A visitor who only reads."""
    return reading_hall.app.test_client()

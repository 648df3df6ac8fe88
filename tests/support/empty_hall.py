"""Fixtures of the complete application without guides, in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from certificate_store.encryption import KeyRing, install_keyring
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Post, Role, accounts, sessions, terms
from tests.support.sign_in_site import environment, open_site


@pytest.fixture(scope="session")
def app_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hall")


@pytest.fixture(scope="session")
def whole_app(app_folder: Path) -> Iterator[Flask]:
    with open_site(environment(app_folder, "http://localhost")) as app:
        yield app


@pytest.fixture
def empty_hall(whole_app: Flask) -> Flask:
    """The application with its own key ring."""
    install_keyring(KeyRing.parse(whole_app.extensions["hall.settings"].keyring))
    return whole_app


@pytest.fixture
def stranger(empty_hall: Flask) -> FlaskClient:
    return empty_hall.test_client()


@pytest.fixture(scope="session")
def role_tokens(whole_app: Flask) -> dict[Role, str]:
    """A session token for an account of every role."""
    install_keyring(KeyRing.parse(whole_app.extensions["hall.settings"].keyring))
    tokens: dict[Role, str] = {}
    with whole_app.app_context(), transaction() as session:
        for role in Role:
            account = accounts.create_account(session, name=f"测试 {role}", posts=[Post(role)], now=utc_now())
            account.terms_version = terms.CURRENT
            tokens[role] = sessions.open_session(session, account, replacing=None, now=utc_now())
    return tokens

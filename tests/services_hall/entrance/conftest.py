"""Fixtures for sign-in: a site in this process, and one in a separate process."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from certificate_store.encryption import KeyRing, install_keyring
from tests.support.sign_in_site import (
    browser,
    environment,
    new_base_url,
    open_site,
    serve_site,
    settings_of,
)


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def site_env(site_folder: Path) -> dict[str, str]:
    return environment(site_folder, new_base_url())


@pytest.fixture(scope="session")
def site_app(site_env: dict[str, str]) -> Iterator[Flask]:
    """The site's application in this process, with the same databases as the server."""
    with open_site(site_env) as app:
        yield app


@pytest.fixture(scope="session")
def site(site_app: Flask, site_env: dict[str, str]) -> Iterator[str]:
    """The address of the real server."""
    with serve_site(site_env):
        yield site_env["HALL_BASE_URL"]


@pytest.fixture
def visitor(site: str) -> Iterator[httpx.Client]:
    """A client of the real server, without cookies."""
    with browser(site) as client:
        yield client


@pytest.fixture
def client(site_app: Flask) -> FlaskClient:
    return site_app.test_client()


@pytest.fixture(autouse=True)
def key_ring(site_env: dict[str, str]) -> None:
    """Restores the key ring of the process, which another application may have replaced."""
    install_keyring(KeyRing.parse(settings_of(site_env).keyring))

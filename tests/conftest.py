"""The fixtures that every test may ask for: fresh databases of both kinds and a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.chromium import running_browser
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.rabbitmq import rabbitmq_server

pytest_plugins = (
    "tests.support.hall",
    "tests.support.postgres_hall",
    "tests.support.small_hall",
    "tests.support.empty_hall",
    "tests.support.message_catalogue",
    "tests.support.foreign_hall",
)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL server for each process that runs tests, started when first asked for."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'hall.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database of each kind in turn: the test runs once on SQLite and once on PostgreSQL."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture(scope="session")
def broker_url() -> Iterator[str]:
    """The URL of a RabbitMQ broker, one for each process that runs tests; use queues of your own names."""
    with rabbitmq_server() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for each module of tests (its event loop must not outlive them)."""
    with running_browser() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a profile of its own: no cookies, Chinese, a desk's width."""
    with browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()

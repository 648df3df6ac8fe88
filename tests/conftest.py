"""Fixtures for all tests: new databases of both kinds, a message broker, a browser."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.chromium import running_browser
from tests.support.memory_folder import use_memory
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.rabbitmq import rabbitmq_server

use_memory()
gc.set_threshold(100_000, 50, 100)  # an application per test: the default takes a tenth of the time

pytest_plugins = (
    "tests.support.hall",
    "tests.support.postgres_hall",
    "tests.support.small_hall",
    "tests.support.empty_hall",
    "tests.support.served_hall",
    "tests.support.message_catalogue",
    "tests.support.foreign_hall",
)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Collects the garbage of all tests once; pytest's own collections at the end then search little."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL server per test process, started at the first use."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The URL of a new, empty PostgreSQL database."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'hall.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A new database of each kind: the test runs once on SQLite and once on PostgreSQL."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture(scope="session")
def broker_url() -> Iterator[str]:
    """The URL of a RabbitMQ broker, one per test process; each test uses its own queue names."""
    with rabbitmq_server() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one per test module, because its event loop must end with the module."""
    with running_browser() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a new profile: no cookies, Chinese, desktop width."""
    with browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()

"""A small hall on a new database of each kind, and one with a broker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services_hall.settings import Settings
from tests.support.rabbitmq import rabbitmq_server
from tests.support.small_hall import settings_for, small_hall


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[Settings]:
    settings = settings_for(tmp_path, database_url)
    with small_hall(settings):
        yield settings


@pytest.fixture
def site_with_broker(tmp_path: Path, postgres_url: str) -> Iterator[Settings]:
    with rabbitmq_server() as broker_url:
        settings = settings_for(tmp_path, postgres_url, broker_url=broker_url)
        with small_hall(settings):
            yield settings

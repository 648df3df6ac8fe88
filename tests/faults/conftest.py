"""A small hall on a new database of each kind, one with a broker, and the dice that decide when to kill."""

import os
import random
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from services_hall.settings import Settings
from tests.support.rabbitmq import rabbitmq_server
from tests.support.small_hall import settings_for, small_hall


@pytest.fixture
def dice(request: pytest.FixtureRequest) -> random.Random:
    """The instants of a test; a failed one prints the seed that repeats it, under HALL_FAULT_SEED."""
    seed = os.environ.get("HALL_FAULT_SEED") or str(secrets.randbelow(2**32))
    print(f"HALL_FAULT_SEED={seed}")  # noqa: T201 - shown with a failed test
    return random.Random(f"{seed} {request.node.name}")


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

"""A hall for tests that only read its public pages: opened once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support.hall import Hall, opened


@pytest.fixture(scope="session")
def reading_hall(seeded_hall: Path, hall_keyring: str) -> Iterator[Hall]:
    """The hall over the seeded databases themselves: nothing may be written."""
    with opened(seeded_hall, hall_keyring) as hall:
        yield hall


@pytest.fixture
def reader(reading_hall: Hall) -> FlaskClient:
    """Somebody who only reads."""
    return reading_hall.app.test_client()

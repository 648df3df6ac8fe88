"""A small hall on a fresh database of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.small_hall import settings_for, small_hall


@pytest.fixture
def hall(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    with small_hall(settings_for(tmp_path, database_url)) as app:
        yield app

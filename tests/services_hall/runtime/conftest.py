"""Fixtures for operation: a site with both databases migrated and not seeded."""

from pathlib import Path

import pytest

from services_hall.runtime import schema_upgrade
from services_hall.settings import Settings
from tests.support.small_hall import settings_for


@pytest.fixture
def site(tmp_path: Path, sqlite_url: str) -> Settings:
    settings = settings_for(tmp_path, sqlite_url)
    schema_upgrade.upgrade(settings)
    return settings

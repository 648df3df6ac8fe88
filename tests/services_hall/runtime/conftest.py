"""Fixtures for operation: a site with both databases migrated and not seeded."""

import shutil
from pathlib import Path

import pytest

from services_hall.runtime import schema_upgrade
from services_hall.settings import Settings
from tests.support.small_hall import settings_for


@pytest.fixture(scope="session")
def migrated_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both databases after all migrations; to be copied only."""
    folder = tmp_path_factory.mktemp("migrated")
    schema_upgrade.upgrade(settings_for(folder, f"sqlite:///{folder / 'hall.db'}"))
    return folder


@pytest.fixture
def site(tmp_path: Path, sqlite_url: str, migrated_folder: Path) -> Settings:
    shutil.copytree(migrated_folder, tmp_path, dirs_exist_ok=True)
    return settings_for(tmp_path, sqlite_url)

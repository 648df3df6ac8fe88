"""One browser and one served hall for all journeys that a test process runs in a row."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser_pages import Site
from tests.support.chromium import running_browser
from tests.support.hall import open_hall, serve_hall


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; its event loop ends with the tests of this folder."""
    with running_browser() as started:
        yield started


@pytest.fixture(scope="package")
def site(
    seeded_hall: Path, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Site]:
    """A hall with demo data that the journeys share: each has applications of its own."""
    folder = tmp_path_factory.mktemp("journeys") / "hall"
    shutil.copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as hall, serve_hall(hall) as address:
        yield Site(hall, address, browser)

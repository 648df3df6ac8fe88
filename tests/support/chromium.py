"""The system's Chromium, driven by Playwright: a fresh profile each time, nothing asked of the network."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, expect, sync_playwright

PROGRAM: Final = "chromium"
FLAGS: Final = (
    "--headless",
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)
PATIENCE_MS: Final = 20_000  # a loaded machine is slow; a page that never comes is told all the same
AXE: Final = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def program() -> str:
    """Where Chromium is."""
    found = shutil.which(PROGRAM)
    if found is None:
        raise FileNotFoundError("Chromium is not installed: run `make setup`")
    return found


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A browser while the block runs. Its pages see only what the tests serve on the loopback interface."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()

"""The system's Chromium without a screen, controlled by Playwright: a new profile each time, no network."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

PROGRAM: Final = "chromium-headless-shell"
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
PATIENCE_MS: Final = 20_000  # a loaded machine is slow; a page that never loads is still reported
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
NARROW: Final[ViewportSize] = {"width": 320, "height": 568}
DESK: Final[ViewportSize] = {"width": 1280, "height": 900}
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE: Final = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def program() -> str:
    """The path of the Chromium program."""
    found = shutil.which(PROGRAM)
    if found is None:
        raise FileNotFoundError("Chromium is not installed: run `make setup`")
    return found


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A browser during the block. Its pages can load only what the tests serve on the loopback interface."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def violations(page: Page, *rules: str, only: Sequence[str] = ()) -> list[Any]:
    """The violations that axe-core finds on the page by its default rules and these, or by `only` some.

    Passes are only counted: their description would take most of the time. No style sheet is loaded a second
    time, because no rule of these reads one (only css-orientation-lock does).
    """
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.add_script_tag(path=str(AXE))
    found: dict[str, Any] = page.evaluate(
        "([tags, rules]) => axe.run(document, {runOnly: tags, resultTypes: ['violations'], preload: false,"
        " rules: Object.fromEntries(rules.map((rule) => [rule, {enabled: true}]))})",
        [list(only) or TAGS + (["wcag2aaa"] if rules else []), list(rules)],
    )
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]

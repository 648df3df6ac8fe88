"""The system's Chromium without a screen, controlled by Playwright: a new profile each time, no network."""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

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
SCRIPT: Final = re.compile(r"<script\b.*?</script>", re.DOTALL)
PICTURE: Final = re.compile(r'(<img\b[^>]*?\bsrc=")[^"]*')
PIXEL: Final = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
WRITE: Final = """async (text) => {
    document.open();
    const loaded = new Promise((done) => addEventListener("load", done, {once: true}));
    document.write(text);
    document.close();
    await loaded;
}"""
"""Replaces the document and waits for its style sheets; the scripts of the window remain."""

Violation = tuple[str, list[Any]]


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


@dataclass(frozen=True)
class Inspector:
    """A page in which axe-core stays loaded, and into which the documents to check are written.

    Loading axe again into every page took more time than its checks.
    """

    page: Page

    def violations(
        self, document: str, size: ViewportSize, *rules: str, only: Sequence[str] = ()
    ) -> list[Violation]:
        """The violations on a document of this site, shown as high as it is: no bar covers any of it.

        Passes are only counted: their description would take most of the time. No style sheet is loaded a
        second time, because no rule of these reads one (only css-orientation-lock does).
        """
        self.page.set_viewport_size(size)
        self.page.evaluate(WRITE, PICTURE.sub(r"\g<1>" + PIXEL, SCRIPT.sub("", document)))
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
        found: dict[str, Any] = self.page.evaluate(
            "([tags, rules]) => axe.run(document, {runOnly: tags, resultTypes: ['violations'],"
            " preload: false, rules: Object.fromEntries(rules.map((rule) => [rule, {enabled: true}]))})",
            [list(only) or TAGS + (["wcag2aaa"] if rules else []), list(rules)],
        )
        return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]

    def is_too_wide(self, width: int) -> bool:
        """Whether the document written last scrolls sideways in a window of this width."""
        self.page.set_viewport_size({"width": width, "height": DESK["height"]})
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@lru_cache(maxsize=1)
def inspector(browser: Browser, site: str) -> Inspector:
    """The inspector for the pages of the site at this address, in a profile of its own."""
    page = browser.new_context(locale="zh-CN", bypass_csp=True).new_page()
    page.goto(f"{site}/healthz")
    page.add_script_tag(path=str(AXE))
    return Inspector(page)


def violations(page: Page, *rules: str, only: Sequence[str] = ()) -> list[Violation]:
    """The violations that axe-core finds on the page as it is now, by its default rules and these, or by
    `only` some. What was typed or chosen on the page is not seen."""
    browser, size = page.context.browser, page.viewport_size
    assert browser is not None
    assert size is not None
    site = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    return inspector(browser, site).violations(page.content(), size, *rules, only=only)

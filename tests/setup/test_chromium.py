"""The browser of the tests: real, in Chinese, with a new profile for each test."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page

from tests.support.chromium import AXE


class SilentHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><title>大厅</title>", encoding="utf-8"
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SilentHandler, directory=tmp_path)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("visit", ["first", "second"])
def test_every_page_is_a_first_visit(page: Page, site: str, visit: str) -> None:
    page.goto(site)
    assert page.title() == "大厅"
    assert page.evaluate("localStorage.getItem('visit')") is None
    page.evaluate("visit => localStorage.setItem('visit', visit)", visit)
    assert page.evaluate("navigator.language") == "zh-CN"


def test_the_accessibility_checker_finds_a_page_without_a_language(page: Page, site: str) -> None:
    page.goto(site)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run().then(found => found.violations.map(one => one.id))")
    assert "html-has-lang" in violations

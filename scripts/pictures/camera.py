"""One picture of a page: its width, display, language, and what is wrong with what was photographed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Response

from scripts.pictures.pages import NamedPage
from services_hall.presentation.languages import COOKIE as LANGUAGE_COOKIE
from services_hall.web.access import SESSION_COOKIE
from services_hall.web.display import ELDER_COOKIE
from tests.support.browser_steps import newcomer, sign_in
from tests.support.chromium import PATIENCE_MS

HEIGHT: Final = 900
SIGN_IN: Final = "/identity/"
COOKIES: Final = {
    "elder": (ELDER_COOKIE, "1"),
    "en": (LANGUAGE_COOKIE, "en"),
    "hant": (LANGUAGE_COOKIE, "zh_Hant"),
}
WORDS: Final = frozenset({*COOKIES, "noscript", "forced", "dark", "print"})
"""What a view may add to its width: display or language, no scripts, forced colours, dark colours, print."""


@dataclass(frozen=True)
class View:
    """How a page is looked at: the width of the screen in CSS pixels, and words of `WORDS`."""

    width: int
    words: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """The view of a text such as `390-elder`; raises ValueError."""
        width, *words = text.split("-")
        if not width.isdecimal() or not WORDS.issuperset(words):
            raise ValueError(f"{text!r} is no view: WIDTH[-WORD…], with words of {' '.join(sorted(WORDS))}")
        return cls(int(width), frozenset(words))

    def __str__(self) -> str:
        return "-".join([str(self.width), *sorted(self.words)])


class Camera:
    """A browser that opens pages as each person in each view."""

    def __init__(self, browser: Browser, address: str, output: Path) -> None:
        self._browser: Final = browser
        self._address: Final = address
        self._output: Final = output
        self._sessions: Final[dict[str, str]] = {}
        self._contexts: Final[dict[tuple[str, View], BrowserContext]] = {}

    def take(self, named: NamedPage, places: dict[str, str], views: list[View]) -> list[str]:
        """Photographs a page in each view; returns what is wrong with it."""
        return [fault for view in views for fault in self._take(named, named.address.format(**places), view)]

    def _take(self, named: NamedPage, path: str, view: View) -> list[str]:
        page = self._context(named.username, view).new_page()
        try:
            answer = page.goto(path)
            if "print" in view.words:
                page.emulate_media(media="print")
            page.screenshot(path=self._output / f"{named.name}-{view}.png", full_page=True)
            width = page.evaluate("document.documentElement.scrollWidth")
            return [f"{named.name} {view}: {fault}" for fault in _faults(path, page.url, answer, width, view)]
        finally:
            page.close()

    def _context(self, username: str, view: View) -> BrowserContext:
        """The profile of a person in a view; each person signs in once."""
        if (username, view) not in self._contexts:
            context = self._browser.new_context(
                locale="zh-CN",
                viewport={"width": view.width, "height": HEIGHT},
                base_url=self._address,
                java_script_enabled="noscript" not in view.words,
                forced_colors="active" if "forced" in view.words else "none",
                color_scheme="dark" if "dark" in view.words else "light",
            )
            context.set_default_timeout(PATIENCE_MS)
            cookies = [COOKIES[word] for word in view.words if word in COOKIES]
            if username:
                cookies.append((SESSION_COOKIE, self._session(username)))
            context.add_cookies(
                [{"name": name, "value": text, "url": self._address} for name, text in cookies]
            )
            self._contexts[username, view] = context
        return self._contexts[username, view]

    def _session(self, username: str) -> str:
        if username not in self._sessions:
            page = newcomer(self._browser, self._address)
            page.goto("/identity/sign-in")
            sign_in(page, username)
            page.wait_for_load_state()
            found = [one for one in page.context.cookies() if one.get("name") == SESSION_COOKIE]
            self._sessions[username] = str(found[0].get("value"))
            page.context.close()
        return self._sessions[username]


def _faults(path: str, url: str, answer: Response | None, width: int, view: View) -> list[str]:
    faults = []
    if answer is None or not answer.ok:
        faults.append(f"{path} answers {answer.status if answer else 'nothing'}")
    if urlsplit(url).path.startswith(SIGN_IN) and not path.startswith(SIGN_IN):
        faults.append(f"{path} asks to sign in")
    if width > view.width:
        faults.append(f"{path} is {width} wide")
    return faults

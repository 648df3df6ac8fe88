"""Browser pages of a served hall in which a demo account is signed in, and what holds of each of them."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, ViewportSize

from services_hall.web.access import SESSION_COOKIE
from tests.support.chromium import DESK, PATIENCE_MS, PHONE, violations
from tests.support.hall import Hall


def signed_in(
    hall: Hall, address: str, browser: Browser, username: str, size: ViewportSize, *, has_scripts: bool = True
) -> Page:
    """A browser page of this size in which the demo account is signed in."""
    cookie = hall.sign_in(username).client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    context = browser.new_context(
        locale="zh-CN", viewport=size, base_url=address, bypass_csp=True, java_script_enabled=has_scripts
    )
    context.add_cookies([{"name": SESSION_COOKIE, "value": cookie.value, "url": address}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


@dataclass(frozen=True)
class Site:
    """A served hall, with the browser in which people open it."""

    hall: Hall
    address: str
    browser: Browser

    def phone(self, username: str, *, has_scripts: bool = True) -> Page:
        """The phone of somebody who is signed in."""
        return signed_in(self.hall, self.address, self.browser, username, PHONE, has_scripts=has_scripts)

    def desk(self, username: str) -> Page:
        """The screen of a clerk, an officer or a head who is signed in."""
        return signed_in(self.hall, self.address, self.browser, username, DESK)


def open_by(target: Locator) -> None:
    """Clicks a link or a button and waits for the page that it opens.

    Whoever looks at the page at once would otherwise see the one before it, or none.
    """
    with target.page.expect_navigation():
        target.click()


def look(page: Page) -> None:
    """The page is accessible and nothing scrolls sideways."""
    page.wait_for_load_state()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = violations(page)
    assert found == [], found

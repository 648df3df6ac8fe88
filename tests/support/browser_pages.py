"""Browser pages of a served hall in which a demo account is signed in, and what holds of each of them."""

from playwright.sync_api import Browser, Locator, Page, ViewportSize

from services_hall.web.access import SESSION_COOKIE
from tests.support.chromium import PATIENCE_MS, violations
from tests.support.hall import Hall


def signed_in(hall: Hall, address: str, browser: Browser, username: str, size: ViewportSize) -> Page:
    """A browser page of this size in which the demo account is signed in."""
    cookie = hall.sign_in(username).client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    context = browser.new_context(locale="zh-CN", viewport=size, base_url=address, bypass_csp=True)
    context.add_cookies([{"name": SESSION_COOKIE, "value": cookie.value, "url": address}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


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

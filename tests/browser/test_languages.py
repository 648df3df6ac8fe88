"""Every kind of page in other languages and in large print: lengths, names and contrast differ there.

English in large print is the longest and largest of all, so that axe looks at it with all rules; in
traditional Chinese only at what depends on the text, since the structure is the same.
"""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from services_hall.presentation.languages import COOKIE
from services_hall.web.display import ELDER_COOKIE
from tests.support.application_pages import prepare_application
from tests.support.browser_pages import signed_in
from tests.support.chromium import DESK, PHONE, violations
from tests.support.demo_applications import file_online
from tests.support.hall import Hall, serve_hall

FOOD: Final = {"premises": "commercial", "delivery": "no", "cooking": "fumes", "agent": "no"}
SIGN: Final = {"lighting": "no"}
PUBLIC: Final = (
    "/",
    "/guides/",
    "/guides/SPJY-XB",
    "/guides/JZZ-SL/scenario",
    "/bundles/open-restaurant",
    "/search?q=居住证",
    "/search?q=zzzz",
    "/halls",
    "/help",
    "/about/privacy",
    "/about/site-map",
    "/changes",
    "/grants/",
    "/verify",
    "/verify/1.2.3",
    "/progress",
    "/nowhere",
)
OWN: Final = (
    "/my/",
    "/my/account/",
    "/my/mandates/",
    "/my/terms/",
    "/my/notices/",
    "/my/certificates/",
    "/apply/SYDJ?stage=before&marriage_proof=certificate",
)
OTHERS: Final = {
    "chen": ("/my/members/",),
    "chuangkou": ("/window/", "/window/guides/JZZ-SL", "/window/joint", "/window/collections"),
    "shichang": ("/desk/", "/desk/opinions"),
    "jiancha": ("/oversight/",),
}
TEXT_RULES: Final = (
    "html-lang-valid",
    "valid-lang",
    "document-title",
    "link-name",
    "button-name",
    "label",
    "empty-heading",
    "landmark-unique",
)
COMMA_IN_NAME: Final = "label-content-name-mismatch"
"""GOV.UK's upload joins label and state by a comma that is only heard: the one thing with this rule here."""


@pytest.fixture
def pages(hall: Hall, browser: Browser) -> Iterator[list[tuple[Page, str]]]:
    """Each page's address, with the phone of somebody who may open it."""
    filed = file_online(hall, "SPJY-XB", FOOD)
    draft = prepare_application(hall, hall.sign_in("li"), "li", SIGN, "HWZP-SZ")
    steps = tuple(f"{draft}/{step}" for step in ("form", "materials", "review"))
    of_case = {"li": (*OWN, f"/my/applications/{filed}", *steps)}
    by_user = {**of_case, **OTHERS, "shichang": (*OTHERS["shichang"], f"/desk/cases/{filed}-01")}
    with serve_hall(hall) as address:
        visitor = browser.new_context(viewport=PHONE, bypass_csp=True).new_page()
        opened = [(visitor, address + path) for path in PUBLIC]
        for user, paths in by_user.items():
            page = signed_in(hall, address, browser, user, PHONE)
            opened += [(page, address + path) for path in paths]
        yield opened


def turn_to(page: Page, address: str, language: str, *, is_elder: bool) -> None:
    """Opens the page in a language and mode, as high as it is: the fixed bar covers nothing."""
    settings = {COOKIE: language, ELDER_COOKIE: "1" if is_elder else "0"}
    page.context.add_cookies(
        [{"name": name, "value": text, "url": address} for name, text in settings.items()]
    )
    page.set_viewport_size(PHONE)
    page.goto(address)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": PHONE["width"], "height": height})


def is_too_wide(page: Page) -> bool:
    size = page.viewport_size
    return size is not None and bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize(
    ("language", "is_elder", "rules"), [("en", True, ()), ("zh_Hant", False, TEXT_RULES)], ids=["en", "hant"]
)
def test_no_page_has_a_barrier_or_scrolls_sideways_in_another_language(
    pages: list[tuple[Page, str]], language: str, is_elder: bool, rules: tuple[str, ...]
) -> None:
    wrong = []
    for page, address in pages:
        turn_to(page, address, language, is_elder=is_elder)
        assert page.locator("html").get_attribute("lang") == language.replace("_", "-")
        enhanced = ("color-contrast-enhanced",) if is_elder else ()
        found = [one for one in violations(page, *enhanced, only=rules) if one[0] != COMMA_IN_NAME]
        wide = [PHONE["width"]] if is_too_wide(page) else []
        page.set_viewport_size(DESK)
        wide += [DESK["width"]] if is_too_wide(page) else []
        if found or wide:
            wrong.append((address, found, wide))
    assert wrong == [], wrong

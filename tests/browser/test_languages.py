"""Every kind of page in other languages, in large print and in forced colours.

The pages are those that the hall sends, without what scripts add; journeys look at them with it. English in
large print is the longest and largest of all. Traditional Chinese has the usual size and the usual colours.
"""

from typing import Final

import pytest

from services_hall.presentation.languages import COOKIE
from services_hall.web.display import ELDER_COOKIE
from tests.support.application_pages import prepare_application
from tests.support.browser_pages import Site
from tests.support.chromium import DESK, NARROW, PHONE, inspector
from tests.support.demo_applications import file_online
from tests.support.hall import Visitor
from tests.support.window_pages import WANG_AT_WINDOW, begin_at_window

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
    "chuangkou": (
        "/window/",
        "/window/guides/JZZ-SL",
        "/window/joint",
        "/window/present",
        "/window/supplement",
        "/window/collections",
    ),
    "shichang": ("/desk/", "/desk/opinions/"),
    "juzhang": ("/head/",),
    "jiancha": ("/oversight/",),
}
STEPS: Final = ("form", "materials", "review")
WIDTHS: Final = (NARROW["width"], PHONE["width"], DESK["width"])
UNSEEN: Final = """() => [...document.querySelectorAll("body *")]
    .filter((element) => element.checkVisibility())
    .flatMap((element) => ["", "::before", "::after"].map((part) => [element, part]))
    .filter(([element, part]) => {
        const style = getComputedStyle(element, part || null);
        const solid = !style.backgroundColor.endsWith(", 0)") && style.forcedColorAdjust !== "none";
        const line = parseFloat(style.borderTopWidth) > 0 || style.outlineStyle !== "none";
        if (!part && element.matches(".tag, .notice, .panel, .status, .button")) return !line;
        if (!part && element.matches("[aria-current]:not(.govuk-breadcrumbs *)")) return !line;
        const empty = part ? style.content === '""' : !element.childNodes.length && !element.matches("input");
        return empty && solid && !line;
    })
    .map(([element, part]) => element.className + part)"""
"""What forced colours leave without a line or a colour: marks, buttons, and what is chosen."""


@pytest.fixture(scope="module")
def pages(site: Site) -> list[tuple[Visitor, str]]:
    """Each page's path, with somebody who may open it."""
    hall = site.hall
    filed = file_online(hall, "SPJY-XB", FOOD)
    draft = prepare_application(hall, hall.sign_in("wang"), "wang", SIGN, "HWZP-SZ")
    at_window = begin_at_window(hall, hall.sign_in("chuangkou"), WANG_AT_WINDOW)
    steps = tuple(f"{draft}/{step}" for step in STEPS)
    of_case = {"li": (*OWN, f"/my/applications/{filed}")}
    by_user = {
        **of_case,
        "wang": steps,
        **OTHERS,
        "chuangkou": (*OTHERS["chuangkou"], *(f"{at_window}/{step}" for step in STEPS)),
        "shichang": (*OTHERS["shichang"], f"/desk/cases/{filed}-01"),
    }
    visitor = hall.visitor()
    opened = [(visitor, path) for path in PUBLIC]
    for user, paths in by_user.items():
        person = hall.sign_in(user)
        opened += [(person, path) for path in paths]
    return opened


def text_of(visitor: Visitor, path: str, language: str, *, is_elder: bool) -> str:
    """The page in a language and mode."""
    visitor.client.set_cookie(COOKIE, language)
    visitor.client.set_cookie(ELDER_COOKIE, "1" if is_elder else "0")
    answer = visitor.client.get(path, follow_redirects=True)
    assert f'lang="{language.replace("_", "-")}"' in answer.text, path
    return answer.text


@pytest.mark.parametrize(("language", "is_elder"), [("en", True), ("zh_Hant", False)], ids=["en", "hant"])
def test_no_page_has_a_barrier_or_scrolls_sideways_in_another_language(
    site: Site, pages: list[tuple[Visitor, str]], language: str, is_elder: bool
) -> None:
    screen, wrong = inspector(site.browser, site.address), []
    rules = ("color-contrast-enhanced",) if is_elder else ()
    for visitor, path in pages:
        found = screen.violations(text_of(visitor, path, language, is_elder=is_elder), PHONE, *rules)
        wide = [width for width in WIDTHS if screen.is_too_wide(width)]
        screen.page.emulate_media(forced_colors="active")
        unseen = screen.page.evaluate(UNSEEN)
        screen.page.emulate_media(forced_colors="none")
        if found or wide or unseen:
            wrong.append((path, found, wide, unseen))
    assert wrong == [], wrong

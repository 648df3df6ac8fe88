"""Public pages in a browser: accessibility, page width, legibility, use without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser_pages import Site
from tests.support.chromium import DESK, NARROW, PHONE, violations

ANSWERED = (
    "/bundles/open-restaurant?operator=individual&licence=no&form=personal&place=420102000000&cooking=fumes&premises=commercial&area=86&seats=40&drains=no"
    "&entertainment=no&delivery=no&handling=commitment&sign=yes&lighting=no&advertisement=no&tobacco=no&agent=no"
)
PAGES = ("/", "/guides/SPJY-XB", ANSWERED, "/verify/1.2.3", "/guides/SPJY-XB/scenario?agent=x")
FONT_SIZE = "parseFloat(getComputedStyle(document.querySelector('.main')).fontSize)"
SMALL_TARGETS = """() => [...document.querySelectorAll(
        "a.button, button, summary, .nav a, .strip a, .card, .topics a")]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
    .map((element) => element.textContent.trim())"""


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    """A page of a phone at first; the scripts of the tests may run in it."""
    with browser.new_context(locale="zh-CN", viewport=PHONE, bypass_csp=True) as context:
        yield context.new_page()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_barrier_fits_the_screen_and_can_be_touched(
    site: Site, screen: Page, path: str
) -> None:
    problems: list[str] = []
    screen.on("pageerror", lambda error: problems.append(str(error)))
    screen.goto(site.address + path)
    for size in (PHONE, DESK):
        screen.set_viewport_size(size)
        assert violations(screen) == []
        assert screen.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert screen.evaluate(SMALL_TARGETS) == []
    assert problems == []


@pytest.mark.parametrize("path", ["/", ANSWERED])
def test_the_large_display_is_half_as_large_again_and_stronger(site: Site, screen: Page, path: str) -> None:
    screen.goto(site.address + path)
    before = {}
    for size in (PHONE, DESK):
        screen.set_viewport_size(size)
        before[size["width"]] = screen.evaluate(FONT_SIZE)
    with screen.expect_navigation():
        screen.get_by_role("link", name="长者版").click()
    expect(screen.locator("html.elder")).to_be_attached()
    assert screen.url == site.address + path
    for size in (PHONE, DESK):
        screen.set_viewport_size(size)
        assert screen.evaluate(FONT_SIZE) == pytest.approx(before[size["width"]] * 1.5)
        assert violations(screen, "color-contrast-enhanced") == []
        assert screen.evaluate("document.documentElement.scrollWidth") <= size["width"]
    screen.set_viewport_size(NARROW)
    assert screen.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_page_keeps_to_its_own_content_policy(site: Site, page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    for path in ("/", "/guides/SPJY-XB", "/verify"):
        page.goto(site.address + path)
    assert refused == []
    assert "govuk-frontend-supported" in (page.locator("body").get_attribute("class") or "")


def test_materials_become_a_list_on_a_phone(site: Site, browser: Browser) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"{site.address}/guides/SPJY-XB")
        row = page.locator("#materials tbody tr").first
        assert row.evaluate("(element) => getComputedStyle(element).display") == "block"
        name, state = row.locator("th").bounding_box(), row.locator("td.state").bounding_box()
        assert name is not None
        assert state is not None
        assert name["y"] < state["y"]
        assert name["x"] == state["x"]


def test_the_main_action_stays_in_reach_on_a_phone(site: Site, browser: Browser) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"{site.address}/guides/SPJY-XB")
        button = page.locator(".dock").get_by_role("link", name="在线申请")
        box = button.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"]


def test_the_way_from_question_to_application_needs_no_javascript(site: Site, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, viewport=DESK) as context:
        page = context.new_page()
        page.goto(site.address)
        page.get_by_role("searchbox").fill("开餐饮店")
        page.get_by_role("button", name="搜索").click()
        page.get_by_role("link", name="开办餐饮店").first.click()
        expect(page.get_by_role("heading", name="会办到的事项")).to_be_visible()
        for answer in ("个人（个体工商户）", "是，已经领取", "江岸区", "炒、炸、烤", "居民住宅楼"):
            page.get_by_label(answer).check()
            page.get_by_role("button", name="下一步").click()
        expect(page.get_by_text("按您的情况不能办").first).to_be_visible()
        page.goto(site.address + ANSWERED)
        link = page.get_by_role("link", name="开始申请")
        assert "licence=no" in (link.get_attribute("href") or "")


def test_the_stylesheet_is_small_and_kept_by_browsers(site: Site, page: Page) -> None:
    answers = []
    page.on("response", lambda response: answers.append(response))
    page.goto(site.address)
    styles = next(answer for answer in answers if ".css" in answer.url)
    assert "immutable" in styles.headers["cache-control"]
    assert int(styles.headers["content-length"]) < 40_000
    assert Path(styles.url).name.count(".") == 2

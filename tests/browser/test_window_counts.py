"""A clerk's clicks and typed characters for a simple item and for a restaurant, counted with a read card."""

import re
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Locator, Page, expect

from services_hall.demo.accounts import RESIDENTS
from tests.support.browser_pages import Site, look
from tests.support.browser_steps import valid_text
from tests.support.restaurant import LICENSED, picture

LI: Final = next(one for one in RESIDENTS if one.username == "li")
CARD: Final = f"{LI.name},{LI.identity_number},女"
SIMPLE: Final = {"age": "adult", "urgent": "no"}


@dataclass
class Clerk:
    """A clerk at the window, of whom every click, typed character and other key is counted.

    What the card reader types is not the clerk's; choosing a scan takes two clicks, one on the field and one
    on the file.
    """

    page: Page
    clicks: int = 0
    typed: int = 0
    keys: int = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def type(self, text: str) -> None:
        """Types into the field that has the focus."""
        self.page.keyboard.type(text)
        self.typed += len(text)

    def fill(self, field: Locator, text: str) -> None:
        field.focus()
        self.keys += 1
        self.type(text)

    def press(self, key: str) -> None:
        """A key that opens the next page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.page.wait_for_load_state()
        self.keys += 1

    def go(self, button: Locator) -> None:
        with self.page.expect_navigation():
            self.click(button)
        self.page.wait_for_load_state()

    def read_card(self) -> None:
        """The reader types the line of the card and presses Enter."""
        expect(self.page.locator('[name="holder.identifier"]')).to_be_focused()
        self.page.keyboard.insert_text(CARD)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def scan(self, field: Locator) -> None:
        field.set_input_files({"name": "扫描件.png", "mimeType": "image/png", "buffer": picture()})
        self.clicks += 2

    def open_form(self, words: str, name: str) -> None:
        """From the search field, in which the terminal starts, to the first page of the form."""
        self.page.goto("/window/")
        expect(self.page.locator("#q")).to_be_focused()
        self.type(words)
        self.press("Enter")
        expect(self.page.locator("a.desk__row").first).to_contain_text(name)
        self.press("Enter")
        self.press("Enter")

    def answer(self, scenario: dict[str, str]) -> None:
        """Answers the questions that are open, until the form is open."""
        while self.page.locator('[name="holder.identifier"]').count():
            for key, value in scenario.items():
                box = self.page.locator(f'input[type=radio][name="q.{key}"][value="{value}"]')
                number = self.page.locator(f'input[type=text][name="q.{key}"]')
                if box.count() and not box.is_checked():
                    self.reach(box)
                    self.type(self._digit_of(key, value))
                    expect(box).to_be_checked()
                elif number.count() and not number.input_value():
                    self.fill(number, value)
            self.press("Enter")

    def reach(self, box: Locator) -> None:
        """One key leads to the question, unless the focus is there already."""
        name = box.get_attribute("name")
        if self.page.evaluate("document.activeElement.name") != name:
            self.page.locator(f'input[type=radio][name="{name}"]').first.focus()
            self.keys += 1

    def _digit_of(self, key: str, value: str) -> str:
        """The key that chooses this option."""
        options = self.page.locator(f'input[type=radio][name="q.{key}"]').all()
        return str(1 + [one.get_attribute("value") for one in options].index(value))

    def confirm(self) -> None:
        """The applicant confirms on the second screen; what they press is not counted."""
        with self.page.context.expect_page() as opened:
            self.click(self.page.get_by_text("请申请人在屏幕上核对").first)
        screen = opened.value
        look(screen)
        screen.get_by_role("button", name="都对，我确认").click()
        expect(screen.get_by_text("您已确认")).to_be_visible()
        screen.close()


def missing_scans(page: Page) -> list[Locator]:
    """The fields of the materials that have to be scanned; by name, because a row with a file is not open."""
    rows = [
        row for row in page.locator("li.taking--open").all() if not row.locator("[name^='seen.']").count()
    ]
    names = [row.locator("input[type=file]").get_attribute("name") for row in rows]
    return [page.locator(f'input[type=file][name="{name}"]') for name in names]


def test_a_simple_item_takes_six_clicks_and_twenty_five_characters(site: Site) -> None:
    clerk = Clerk(site.desk("chuangkou"))
    page = clerk.page
    clerk.open_form("sfzbl", "居民身份证补领")
    look(page)
    clerk.read_card()
    clerk.answer(SIMPLE)
    clerk.fill(page.locator('[name="field.household_address"]'), "江岸区样例路1号")
    clerk.click(page.locator('label[for="seen-household-register"]'))
    look(page)
    clerk.confirm()
    clerk.go(page.get_by_role("button", name="提交", exact=True))
    expect(page.get_by_text("已提交。")).to_be_visible()
    assert re.search(r"/filings/\w+$", page.url)
    assert clerk.clicks <= 6
    assert clerk.typed <= 25


def test_a_restaurant_takes_twenty_clicks_and_sixty_characters(site: Site) -> None:
    clerk = Clerk(site.desk("chuangkou"))
    page = clerk.page
    clerk.open_form("kbcy", "开办餐饮店")
    clerk.read_card()
    clerk.answer({**LICENSED})
    if page.locator("#consent").count() and not page.locator("#consent").is_checked():
        clerk.click(page.locator('label[for="consent"]'))
    for group in page.locator("main form .govuk-form-group").all():
        box = group.locator("input[type=text], input[type=tel], textarea").first
        if group.locator("input[type=radio]").count():
            if not group.locator("input:checked").count():
                clerk.click(group.locator("label").first)
        elif box.count() and not box.input_value() and "选填" not in group.inner_text():
            label = group.locator("label").inner_text()
            clerk.fill(box, valid_text(label, box.get_attribute("inputmode")))
    scans = missing_scans(page)
    for field in scans:
        clerk.scan(field)
    look(page)
    clerk.go(page.get_by_role("button", name="保存，下一步"))
    look(page)
    clerk.confirm()
    clerk.go(page.get_by_role("button", name="提交", exact=True))
    expect(page.get_by_text("已提交。")).to_be_visible()
    assert clerk.clicks <= 20
    assert clerk.typed <= 60

"""A person's steps in a browser: sign in, answer, fill in, upload, submit."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import Browser, Locator, Page, expect

from services_hall.demo.accounts import DISTRICT, PASSWORD
from tests.support.browser_pages import open_by
from tests.support.chromium import PATIENCE_MS
from tests.support.restaurant import picture

Look = Callable[[Page], None]
MOST_ROUNDS: Final = 30
UPDATE: Final = re.compile("^看看我?要怎么办$|^更新结果$|^下一步$")


def newcomer(browser: Browser, address: str, *, width: int = 1280) -> Page:
    """A page in a new profile; the scripts of the tests may run in it."""
    context = browser.new_context(
        locale="zh-CN", viewport={"width": width, "height": 900}, base_url=address, bypass_csp=True
    )
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def sign_in(page: Page, username: str) -> None:
    """Fills in the sign-in page that is open."""
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def answer(page: Page, scenario: Mapping[str, str], way_on: str) -> Locator:
    """Answers the questions of each page until the link of this name appears; returns the link."""
    link = page.get_by_role("link", name=way_on).first
    expect(page.get_by_role("button", name=UPDATE)).to_be_visible()
    page.wait_for_load_state()
    for _round in range(MOST_ROUNDS):
        if link.count():
            break
        for key, value in scenario.items():
            box = page.locator(f'input[type=radio][name="{key}"][value="{value}"]')
            if box.count():
                box.check()
            elif (number := page.locator(f'main input[type=text][name="{key}"]')).count():
                number.fill(value)
        with page.expect_navigation():
            page.get_by_role("button", name=UPDATE).click()
    expect(link).to_be_visible()
    return link


SAMPLES: Final = {"numeric": "2", "decimal": "86"}
"""A valid value by the keyboard of a field."""


def fill_in(page: Page, known: Mapping[str, str]) -> None:
    """Fills in every empty required field: by its label if known, otherwise with a valid value."""
    page.wait_for_load_state()
    for group in page.locator("main form .govuk-form-group").all():
        box = group.locator("input[type=text], input[type=tel], input[type=date], textarea").first
        if group.locator("select").count():
            choose_last(group.locator("select").first)
        elif group.locator("input[type=radio]").count():
            if not group.locator("input:checked").count():
                group.locator("input[type=radio]").first.check()
        elif box.count() and box.is_visible() and not box.input_value() and "选填" not in group.inner_text():
            label = group.locator("label").inner_text()
            sample = valid_text(label, box.get_attribute("inputmode"))
            box.fill(next((text for name, text in known.items() if name in label), sample))


def valid_text(label: str, input_mode: str | None) -> str:
    """What a field of this label and kind takes, three lengths for 长×高×厚."""
    if "×" in label:
        return "×".join(["300", "80", "20"][: label.count("×") + 1])
    return SAMPLES.get(input_mode or "", "演示内容")


def choose_last(choice: Locator) -> None:
    """Chooses the last option where none is chosen."""
    if not choice.input_value():
        choice.select_option(index=choice.locator("option").count() - 1)


def give_files(page: Page, name: str = "材料.png") -> int:
    """Uploads a picture for every material that needs one; returns the number of uploads."""
    page.wait_for_load_state()
    boxes = page.locator('input[type="file"]:not([capture])').all()
    for box in boxes:
        box.set_input_files({"name": name, "mimeType": "image/png", "buffer": picture()})
    return len(boxes)


def ignore(page: Page) -> None:
    """Looks at nothing."""


def complete_draft(page: Page, known: Mapping[str, str], look: Look = ignore) -> None:
    """Goes from the start page to the review; `look` is called on each step's page."""
    look(page)
    page.get_by_label("在哪个区办理").select_option(DISTRICT)
    page.get_by_role("button", name="继续填写").click()
    expect(page.get_by_role("heading", name="填写信息", level=1)).to_be_visible()
    fill_in(page, known)
    look(page)
    page.get_by_role("button", name="保存，下一步").click()
    expect(page.get_by_role("heading", name="准备材料", level=1)).to_be_visible()
    consent = page.get_by_label("同意使用，这些材料不用交")  # only where a certificate spares a material
    if consent.count():
        consent.check()
    give_files(page)
    look(page)
    page.get_by_role("button", name="保存，下一步").click()
    expect(page.get_by_role("heading", name="核对提交", level=1)).to_be_visible()


def submit(page: Page, look: Look = ignore) -> str:
    """Submits the draft whose review is open; the number of the application."""
    page.get_by_label("以上内容真实").check()
    look(page)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("申请已提交。")).to_be_visible()
    return page.url.rsplit("/", 1)[1]


def apply_for(page: Page, known: Mapping[str, str], look: Look = ignore) -> str:
    """Goes from the start page to the filed application; its number. `look` is called on each step's page."""
    complete_draft(page, known, look)
    return submit(page, look)


def open_for_present(clerk: Page, number: str, identifier: str) -> None:
    """The clerk opens the application of the person who stands at the window with this document."""
    clerk.goto("/window/present")
    clerk.get_by_label("申请编号或办件编号").fill(number)
    clerk.get_by_label("证件号码").fill(identifier)
    open_by(clerk.get_by_role("button", name="查找"))
    expect(clerk.get_by_text(number).first).to_be_visible()

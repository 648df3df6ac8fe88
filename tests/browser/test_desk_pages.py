"""Pages of clerks, officers and editors in a browser: accessibility, page width, keyboard use."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from sqlalchemy import update

from services_hall import database
from services_hall.attachments.models import Attachment
from tests.support.browser_pages import Site
from tests.support.browser_steps import give_files, valid_text
from tests.support.chromium import DESK, NARROW, PHONE, violations
from tests.support.demo_applications import RESTAURANT, file_online


@pytest.fixture(scope="module")
def number(site: Site) -> str:
    """The number of an application for the restaurant."""
    return file_online(site.hall, "open-restaurant", RESTAURANT)


def check(page: Page, *sizes: ViewportSize) -> None:
    """Checks accessibility at these sizes (default: desktop) and the page width at all sizes."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if size in (sizes or (DESK,)):
            assert violations(page) == []


def send(page: Page) -> None:
    """Submits the page's form by pressing Enter on its button."""
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").first.press("Enter")


def test_a_clerk_files_from_start_to_receipt(site: Site) -> None:
    page = site.desk("chuangkou")
    for path in (
        "/window/",
        "/window/guides/SPJY-XB",
        f"/window/bundles/open-restaurant?{urlencode(RESTAURANT)}",
    ):
        page.goto(path)
        check(page, PHONE, DESK)
    with page.expect_navigation():
        page.get_by_role("link", name="为申请人办理").click()
    page.get_by_role("textbox", name="证件号码", exact=True).fill("42010218870112002")
    page.get_by_label("姓名或单位名称").fill("李样例")
    send(page)
    check(page)
    assert page.get_by_label("姓名或单位名称").input_value() == "李样例"
    page.get_by_role("textbox", name="证件号码", exact=True).fill("420102188701120026")
    page.get_by_label("联系电话").fill("10000000002")
    page.get_by_label("申请人当面同意").check()
    send(page)
    check(page)
    fill_in(page)
    for box in page.get_by_label("窗口已看原件").all():
        box.check()
    give_files(page)
    send(page)
    check(page)
    page.get_by_label("申请人已核对").check()
    send(page)
    check(page)
    expect(page.get_by_role("link", name="打印接收回执")).to_be_visible()


def fill_in(page: Page) -> None:
    """Fills in every empty required field."""
    for field in page.locator(".fields input[type=text], .fields textarea").all():
        label = field.locator("xpath=../label | ../../label").inner_text()
        if not field.input_value() and "选填" not in label:
            field.fill(valid_text(label, field.get_attribute("inputmode")))
    for name in {box.get_attribute("name") for box in page.locator(".fields input[type=radio]").all()}:
        page.locator(f'.fields input[name="{name}"]').first.check()


def test_a_long_file_name_and_a_word_of_300_letters_do_not_widen_the_page(site: Site, number: str) -> None:
    case, name = f"/desk/cases/{number}-01", "W" * 116 + ".png"
    with site.hall.app.app_context(), database.transaction() as session:
        session.execute(update(Attachment).values(name=name))
    site.hall.sign_in("shichang").post(f"{case}/notes", {"note": "W" * 300})
    officer, applicant = site.desk("shichang"), site.desk("li")
    for page, path in ((officer, case), (applicant, f"/my/applications/{number}")):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        expect(page.get_by_text(name).first).to_be_visible()
        for size in (NARROW, PHONE, DESK):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (path, size)
    expect(officer.get_by_text("W" * 300)).to_be_visible()


def test_an_officer_accepts_and_is_told_that_a_denial_needs_a_reason(site: Site, number: str) -> None:
    page = site.desk("shichang")
    page.goto("/desk/")
    check(page)
    page.goto(f"/desk/cases/{number}-01")
    check(page, PHONE, DESK)
    send(page)
    check(page)
    with page.expect_navigation():
        page.get_by_role("link", name="不予许可").press("Enter")
    assert page.evaluate("document.activeElement.id") == "form"
    check(page, PHONE, DESK)
    with page.expect_navigation():
        page.get_by_role("button", name="不予许可").press("Enter")
    check(page)
    page.get_by_role("link", name="请写明理由").click()
    assert page.evaluate("document.activeElement.id") == "field-reason"


def test_an_editor_writes_a_bundle_and_an_approver_finds_all_in_words(site: Site) -> None:
    page = site.desk("bianji")
    page.goto("/guide-desk/")
    with page.expect_navigation():
        page.get_by_role("link", name="一件事编审").click()
    check(page, PHONE, DESK)
    page.goto("/guide-desk/new")
    check(page)
    page.goto("/guide-desk/bundles/open-restaurant")
    with page.expect_navigation():
        page.get_by_role("button", name="起草新一版").press("Enter")
    check(page)
    text = page.get_by_label("全文（YAML）").last
    text.fill(text.input_value().replace("  after: []", "  after: [SPJY-XB]", 1))
    with page.expect_navigation():
        page.get_by_role("button", name="保存并提交审核").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("必须改正")
    check(page, PHONE, DESK)
    page.get_by_role("link", name="去修改第").click()
    assert page.evaluate("document.activeElement.id") == "field-text"
    text.fill(text.input_value().replace("kind: choice", "kind: guess", 1))
    with page.expect_navigation():
        page.get_by_role("button", name="检查并保存全文").press("Enter")
    check(page)
    page = site.desk("shenhe")
    page.goto("/guide-desk/bundles/open-restaurant/editions/1")
    page.get_by_text("撤下这个“一件事”…").press("Enter")
    check(page, PHONE, DESK)

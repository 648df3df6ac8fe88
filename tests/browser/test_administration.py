"""A day of an administrator in Chromium: an account, its first sign-in with a one-time password, a system."""

from typing import Final

from playwright.sync_api import Page, expect

from tests.support.browser_pages import Site
from tests.support.chromium import DESK, PHONE, violations

OWN: Final = "my own long password"


def check(page: Page) -> None:
    """Checks accessibility at desktop width, and the width of the page on a phone too."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url
    assert violations(page) == []


def test_an_administrator_adds_an_officer_who_starts_work_and_a_system(site: Site) -> None:
    page = site.desk("guanli")
    for path in ("/administration/", "/administration/accounts/", "/administration/jobs/"):
        page.goto(path)
        check(page)
    page.goto("/administration/accounts/new")
    page.get_by_role("button", name="建立账号").press("Enter")
    expect(page.get_by_role("link", name="请选择角色。")).to_be_visible()
    check(page)
    page.get_by_label("姓名").fill("孙新来")
    page.get_by_label("用户名").fill("sun")
    page.get_by_label("角色").select_option("agency_officer")
    page.get_by_label("部门").fill("江岸区市场监督管理局")
    page.get_by_label("部门").press("Enter")
    expect(page.get_by_role("heading", name="账号已经建好")).to_be_visible()
    check(page)
    password = page.locator("[data-secret]").inner_text()
    page.get_by_role("link", name="查看这个账号").click()
    expect(page.get_by_role("heading", name="孙新来")).to_be_visible()
    check(page)
    page.goto("/administration/systems/")
    check(page)
    page.get_by_label("系统标识").fill("shichang-two")
    page.get_by_label("系统名称").fill("市场二号系统")
    page.get_by_label("部门").fill("江岸区市场监督管理局")
    page.get_by_role("button", name="登记").press("Enter")
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    check(page)
    officer = site.desk("sun")
    officer.goto("/desk/")
    expect(officer.get_by_role("heading", name="改密码")).to_be_visible()
    check(officer)
    officer.get_by_label("原来的密码").fill(password)
    officer.get_by_label("新密码", exact=True).fill(OWN)
    officer.get_by_label("再输一遍新密码").fill(OWN)
    officer.get_by_role("button", name="保存新密码").press("Enter")
    officer.get_by_role("link", name="我的工作台").first.click()
    expect(officer.get_by_role("heading", name="办件", exact=True)).to_be_visible()

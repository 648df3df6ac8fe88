"""A broken promise in a browser: signed on a phone, granted at once, found untrue, answered, annulled."""

from datetime import date, timedelta
from typing import Final

from playwright.sync_api import Page, expect

from services_hall.clock import local_day, utc_now
from tests.support.application_pages import prepare_application
from tests.support.browser_pages import Site, look, open_by
from tests.support.browser_steps import open_for_present
from tests.support.case_decisions import case_row, end_time
from tests.support.restaurant import LI_HOLDER
from tests.support.waiting_jobs import do_jobs_beside_a_browser

FIRE: Final = "XFJC-YYQ"
SCENARIO: Final = {"handling": "commitment", "agent": "no"}
FINDING: Final = "二层疏散通道堆放杂物，宽度不足"
STATEMENT: Final = "杂物昨天已经清走，请再来看一次。"


def sign_and_file(page: Page, draft: str) -> str:
    """Reads the terms, signs the promise and files; returns the application's number."""
    page.goto(f"{draft}/review")
    expect(page.get_by_text("20个工作日").first).to_be_visible()
    look(page)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("作出承诺").check()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("申请已提交。")).to_be_visible()
    return page.url.rsplit("/", 1)[1]


def read_promise(page: Page) -> bytes:
    """The paper of the promise, from the officer's page of the case."""
    link = page.get_by_role("link", name="打开 申请人承诺书")
    return page.request.get(link.get_attribute("href") or "").body()


def order_correction(page: Page, until: date) -> None:
    page.get_by_role("button", name="责令限期改正").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("核查情况").fill(FINDING)
    page.get_by_label("责令改正到哪一天").fill(until.isoformat())
    page.get_by_role("button", name="责令限期改正").click()
    expect(page.get_by_text("已责令限期改正")).to_be_visible()


def announce(page: Page, until: date) -> None:
    page.reload()
    open_by(page.get_by_role("link", name="打算撤销或者撤回，先告知"))
    page.get_by_label("查明的事实").fill(FINDING)
    page.get_by_label("拟依据的法条").select_option(label="《中华人民共和国消防法》第五十八条")
    page.get_by_label("陈述、申辩到哪一天").fill(until.isoformat())
    page.get_by_role("button", name="发出告知书").click()
    expect(page.get_by_text("告知书正在生成；")).to_be_visible()


def annul(page: Page) -> None:
    page.reload()
    expect(page.get_by_text(STATEMENT)).to_be_visible()
    page.get_by_label("依据的法条", exact=True).select_option(label="《中华人民共和国消防法》第五十八条")
    page.get_by_label("事实和理由").fill(FINDING)
    page.get_by_role("button", name="作出决定").click()
    expect(page.get_by_text("已撤销，决定书正在生成")).to_be_visible()
    look(page)


def state_at_window(clerk: Page, number: str) -> None:
    """The clerk writes down what the person at the window answers to the notice."""
    open_for_present(clerk, number, LI_HOLDER.identifier)
    open_by(clerk.get_by_role("link", name="提意见"))
    expect(clerk.get_by_text(FINDING)).to_be_visible()
    clerk.get_by_label("您的意见").fill(STATEMENT)
    look(clerk)
    open_by(clerk.get_by_role("button", name="提交意见"))
    expect(clerk.get_by_text("意见已经提交").first).to_be_visible()


def see_annulment(phone: Page, number: str) -> None:
    """The person finds the decision in the notices, with its paper, and no certificate any more."""
    phone.goto("/my/notices/")
    open_by(phone.get_by_role("link", name="原来的决定不再有效").first)
    expect(phone.get_by_role("link", name="下载 撤销").first).to_be_visible()
    expect(phone.get_by_role("link", name="下载电子证照")).to_have_count(0)
    look(phone)


def test_a_promise_found_untrue_is_corrected_heard_and_annulled(site: Site) -> None:
    draft = prepare_application(site.hall, site.hall.sign_in("li"), "li", SCENARIO, FIRE)
    tomorrow = local_day(utc_now()) + timedelta(days=1)
    phone, desk = site.phone("li"), site.desk("xiaofang")
    number = sign_and_file(phone, draft)
    case = f"{number}-01"
    do_jobs_beside_a_browser(site.hall)
    desk.goto(f"/desk/cases/{case}")
    assert read_promise(desk).startswith(b"%PDF")
    desk.get_by_role("button", name="预览：受理并按承诺准予").click()
    look(desk)
    desk.get_by_role("button", name="确认：准予").click()
    expect(desk.get_by_text("已按承诺当场决定")).to_be_visible()
    do_jobs_beside_a_browser(site.hall)
    phone.reload()
    expect(phone.get_by_role("link", name="下载电子证照")).to_be_visible()
    order_correction(desk, tomorrow)
    phone.reload()
    expect(phone.get_by_text("核查发现与承诺不符").first).to_be_visible()
    with site.hall.app.app_context():
        end_time(case, "correction_due_on")
    announce(desk, tomorrow)
    phone.goto("/my/")
    look(phone)
    open_by(phone.locator(f'a[href*="{number}"]', has_text="前可以提出意见").first)
    expect(phone.get_by_text(FINDING)).to_be_visible()
    look(phone)
    state_at_window(site.desk("chuangkou"), number)
    annul(desk)
    do_jobs_beside_a_browser(site.hall)
    see_annulment(phone, number)
    with site.hall.app.app_context():
        assert case_row(case).state == "annulled"

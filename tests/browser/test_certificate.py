"""A certificate's life in a browser: granted, opened on a phone, renewed from there, its grant annulled.

Besides: an application withdrawn on the phone, a result collected at the window.
"""

import re
from datetime import timedelta
from typing import Final

from playwright.sync_api import Page, expect

from certificate_store.holders import Holder, IdentifierType
from services_hall.applications.delivery.choice import DeliveryChoice
from services_hall.applications.enumerations import DeliveryWay
from services_hall.clock import local_day, utc_now
from tests.support.agency_systems import system
from tests.support.browser_pages import Site, look, open_by
from tests.support.case_decisions import case_row
from tests.support.case_decisions import grant as grant_by_system
from tests.support.demo_applications import file_online
from tests.support.waiting_jobs import do_jobs_beside_a_browser, issue_beside_a_browser

SCENARIO: Final = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}
WANG: Final = Holder("王演示", IdentifierType.IDENTITY_CARD, "42010218890920013X")
FACTS: Final = "许可条件所依据的平面图与实际不符"
STATEMENT: Final = "平面图是装修前的，已经补正。"


def grant(desk: Page, case: str) -> None:
    """The officer accepts and grants the case."""
    desk.goto(f"/desk/cases/{case}")
    open_by(desk.get_by_role("button", name="受理", exact=True))
    open_by(desk.get_by_role("link", name="准予", exact=True))
    desk.locator("#field-is_review_confirmed").check()
    desk.get_by_label("不进行现场核查的理由").fill("图纸已经说明")
    open_by(desk.get_by_role("button", name="预览：准予"))
    expect(desk.frame_locator("iframe").first.get_by_text("预览：还没有决定")).to_be_visible()
    expect(desk.frame_locator("iframe").last.get_by_text("证照编号")).to_be_visible()
    open_by(desk.get_by_role("button", name="确认：准予"))
    expect(desk.get_by_text("已决定，文书和证照正在生成")).to_be_visible()


def open_certificate(phone: Page) -> None:
    """The holder downloads the certificate: opened for the first time, it is delivered."""
    phone.goto("/my/certificates/")
    look(phone)
    with phone.expect_download():
        phone.get_by_role("link", name=re.compile("下载.*食品经营许可证")).click()


def renew(phone: Page) -> str:
    """The holder renews the permit from the certificate; the number of the application."""
    open_by(phone.get_by_role("link", name=re.compile("延续.*食品经营许可（延续）")))
    expect(phone.get_by_role("heading", name="凭这本证照办")).to_be_visible()
    look(phone)
    open_by(phone.get_by_role("button", name="继续填写"))
    expect(phone.get_by_label("经营者名称")).not_to_be_editable()
    look(phone)
    open_by(phone.get_by_role("button", name="保存，下一步"))
    phone.get_by_label("同意使用，这些材料不用交").check()
    open_by(phone.get_by_role("button", name="保存，下一步"))
    phone.get_by_label("以上内容真实").check()
    open_by(phone.get_by_role("button", name="提交申请"))
    expect(phone.get_by_text("申请已提交。")).to_be_visible()
    return phone.url.rsplit("/", 1)[1]


def announce(desk: Page, case: str) -> None:
    """The officer tells the holder of the intended annulment."""
    desk.goto(f"/desk/cases/{case}")
    open_by(desk.get_by_role("link", name="打算撤销或者撤回，先告知"))
    desk.get_by_label("查明的事实").fill(FACTS)
    desk.get_by_label("拟依据的法条").select_option(value="licensing-69-1")
    tomorrow = local_day(utc_now()) + timedelta(days=1)
    desk.get_by_label("陈述、申辩到哪一天").fill(tomorrow.isoformat())
    open_by(desk.get_by_role("button", name="发出告知书"))
    expect(desk.get_by_text("告知书正在生成；")).to_be_visible()


def annul(desk: Page) -> None:
    """The officer reads the statement and annuls."""
    desk.reload()
    expect(desk.get_by_text(STATEMENT)).to_be_visible()
    desk.get_by_label("依据的法条", exact=True).select_option(value="licensing-69-1")
    desk.get_by_label("事实和理由").fill(FACTS)
    open_by(desk.get_by_role("button", name="作出决定"))
    expect(desk.get_by_text("已撤销，决定书正在生成")).to_be_visible()


def collect(clerk: Page, case: str) -> None:
    """The clerk hands the result over, against a signature."""
    clerk.goto("/window/collections")
    clerk.get_by_label("办件编号").fill(case)
    clerk.get_by_label("申请人的证件号码").fill(WANG.identifier)
    open_by(clerk.get_by_role("button", name="查找"))
    look(clerk)
    open_by(clerk.get_by_role("button", name="登记交付"))
    expect(clerk.get_by_role("alert").first).to_be_visible()
    clerk.get_by_label("签收人姓名").fill(WANG.name)
    open_by(clerk.get_by_role("button", name="登记交付"))
    expect(clerk.get_by_text("已登记交付，送达回证正在生成")).to_be_visible()


def withdraw(phone: Page, number: str) -> None:
    """The person does not want it any more."""
    phone.goto(f"/my/applications/{number}")
    open_by(phone.get_by_role("link", name="不想办了，撤回申请"))
    look(phone)
    phone.get_by_label("原因").fill("换了经营场所")
    open_by(phone.get_by_role("button", name="确认撤回"))
    expect(phone.get_by_text("已撤回").first).to_be_visible()
    look(phone)


def test_a_certificate_is_opened_renewed_from_and_annulled(site: Site) -> None:
    hall, desk, phone = site.hall, site.desk("shichang"), site.phone("li")
    number = file_online(hall, "SPJY-XB", SCENARIO)
    case = f"{number}-01"
    grant(desk, case)
    do_jobs_beside_a_browser(hall)
    open_certificate(phone)
    phone.goto(f"/my/applications/{number}")
    expect(phone.get_by_text("首次打开，已送达")).to_be_visible()
    phone.goto("/my/certificates/")
    renewal = renew(phone)
    desk.goto(f"/desk/cases/{renewal}-01")
    expect(desk.get_by_text("到期没有决定的，依法视为准予延续")).to_be_visible()
    look(desk)
    announce(desk, case)
    phone.goto(f"/my/applications/{number}")
    open_by(phone.get_by_role("link", name="看内容，提意见"))
    phone.get_by_label("您的意见").fill(STATEMENT)
    open_by(phone.get_by_role("button", name="提交意见"))
    annul(desk)
    do_jobs_beside_a_browser(hall)
    phone.goto(f"/my/applications/{number}")
    expect(phone.get_by_text("已撤销（曾准予）").first).to_be_visible()
    look(phone)
    phone.goto("/my/certificates/")
    expect(phone.get_by_role("link", name=re.compile("延续.*食品经营许可（延续）"))).to_have_count(0)
    desk.goto(f"/desk/cases/{renewal}-01")
    open_by(desk.get_by_role("button", name="受理", exact=True))
    expect(desk.get_by_text("申请所凭的证照现在已经失效")).to_be_visible()
    look(desk)
    with hall.app.app_context():
        assert case_row(case).delivered_at is not None
        assert case_row(case).state == "annulled"
        assert case_row(f"{renewal}-01").state == "received"
    withdraw(phone, renewal)


def test_a_permit_is_collected_at_the_window_with_a_signature(site: Site) -> None:
    at_window = DeliveryChoice(DeliveryWay.WINDOW)
    case = f"{file_online(site.hall, 'SPJY-XB', SCENARIO, username='wang', delivery=at_window)}-01"
    grant_by_system(system(site.hall, "market_supervision"), {"number": case})
    issue_beside_a_browser(site.hall)
    collect(site.desk("chuangkou"), case)
    phone = site.phone("wang")
    phone.goto(f"/my/applications/{case[:-3]}")
    expect(phone.get_by_text(f"窗口领取，签收人 {WANG.name}").first).to_be_visible()
    look(phone)
    desk = site.desk("shichang")
    desk.goto(f"/desk/cases/{case}")
    expect(desk.get_by_text(WANG.name).first).to_be_visible()
    look(desk)

"""Decisions in a browser: an article demanded, a hearing, an extension by the head, grants made public."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from playwright.sync_api import Page, expect
from sqlalchemy import select

from services_hall.applications.decisions.outcomes import Decision
from services_hall.applications.models import Hearing
from services_hall.clock import local_day, utc_now
from services_hall.database import transaction
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.decide_case import decide_case
from tests.support.browser_pages import Site, look, open_by
from tests.support.browser_steps import open_for_present
from tests.support.case_decisions import REVIEWED, case_row
from tests.support.chromium import PHONE
from tests.support.demo_applications import file_online, person
from tests.support.hall import Hall
from tests.support.restaurant import LI_HOLDER, picture

FOOD: Final = "SPJY-XB"
SCENARIO: Final = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}
REASON: Final = "经营场所与旱厕相距不足二十五米。"
STATEMENT: Final = "旱厕上个月已经拆除，请再到现场看。"
LONGER: Final = "需要再次到现场核查。"
ROOM: Final = "江岸区市场监督管理局二楼听证室"


def accepted_case(hall: Hall, username: str) -> str:
    """The number of an accepted case of this person."""
    number = f"{file_online(hall, FOOD, SCENARIO, username=username)}-01"
    with hall.app.app_context():
        accept_case(person("shichang"), number)
    return number


def deny_without_article(page: Page) -> None:
    """The denial is refused at the field of the article; what was typed stays."""
    open_by(page.get_by_role("link", name="不予许可"))
    page.get_by_label("理由", exact=True).fill(REASON)
    page.get_by_role("button", name="不予许可").click()
    expect(page.locator("#field-basis_key")).to_have_class("govuk-select govuk-select--error")
    expect(page.get_by_label("理由", exact=True)).to_have_value(REASON)
    look(page)


def tell_of_hearing(page: Page, until: str) -> None:
    open_by(page.get_by_role("link", name="决定前告知利害关系人、听证权利"))
    page.get_by_label("告知什么").select_option("hearing")
    page.get_by_label("涉及的重大利益").fill(REASON)
    page.get_by_label("请对方在哪天前提出").fill(until)
    page.get_by_role("button", name="发出告知书").click()
    expect(page.get_by_text("告知书正在生成；")).to_be_visible()


def ask_extension(page: Page) -> None:
    open_by(page.get_by_role("link", name="申请延长办理期限"))
    page.get_by_label("延长多少").fill("3")
    page.get_by_label("为什么不能按期办结").fill(LONGER)
    page.get_by_role("button", name="报负责人批准").click()
    expect(page.get_by_text("已报部门负责人批准；")).to_be_visible()


def deny(page: Page) -> None:
    page.reload()
    open_by(page.get_by_role("link", name="不予许可"))
    page.locator("input[name=conditions]").first.check()
    page.locator("#field-basis_key").select_option("spaq-33")
    page.get_by_label("理由", exact=True).fill(REASON)
    page.locator("#field-is_review_confirmed").check()
    page.get_by_label("不进行现场核查的理由").fill("图纸已经说明")
    open_by(page.get_by_role("button", name="预览：不予许可"))
    look(page)
    open_by(page.get_by_role("button", name="确认：不予许可"))
    expect(page.get_by_text("已决定，文书正在生成")).to_be_visible()
    look(page)


def demand_hearing(phone: Page, number: str) -> None:
    """The person demands a hearing, on a phone without scripts."""
    phone.goto(f"/my/applications/{number}")
    open_by(phone.get_by_role("link", name="看内容，提意见"))
    phone.get_by_label("您的意见").fill(STATEMENT)
    phone.get_by_label("我要求听证").check()
    look(phone)
    open_by(phone.get_by_role("button", name="提交意见"))
    expect(phone.get_by_text("您要求听证，部门已经收到")).to_be_visible()


def set_date(desk: Page, day: str) -> None:
    """The officer tells day and place of the hearing."""
    desk.reload()
    expect(desk.get_by_text(STATEMENT)).to_be_visible()
    desk.get_by_label("哪天听证").fill(day)
    desk.get_by_label("几点").fill("上午9时30分")
    desk.get_by_label("在哪里").fill(ROOM)
    look(desk)
    open_by(desk.get_by_role("button", name="发出听证通知书"))
    expect(desk.get_by_text(ROOM).first).to_be_visible()


def hold(site: Site, desk: Page, case: str) -> None:
    """The day has come: the officer records the hearing."""
    with site.hall.app.app_context(), transaction() as session:
        held = select(Hearing).where(Hearing.case_id == case_row(case).id)
        session.scalars(held).one().planned_on = local_day(utc_now())
    desk.reload()
    desk.get_by_label("哪天举行的").fill(local_day(utc_now()).isoformat())
    desk.locator("#field-hearing_record").set_input_files(
        {"name": "听证笔录.png", "mimeType": "image/png", "buffer": picture()}
    )
    look(desk)
    open_by(desk.get_by_role("button", name="记录听证"))
    expect(desk.get_by_text("听证笔录.png").first).to_be_visible()


def test_a_case_is_heard_extended_and_denied_on_an_article(site: Site) -> None:
    case, until = accepted_case(site.hall, "li"), (local_day(utc_now()) + timedelta(days=30)).isoformat()
    desk, head, number = site.desk("shichang"), site.desk("juzhang"), case[:-3]
    desk.goto(f"/desk/cases/{case}")
    deny_without_article(desk)
    tell_of_hearing(desk, until)
    ask_extension(desk)
    head.goto("/head/")
    expect(head.get_by_text(LONGER)).to_be_visible()
    look(head)
    open_by(head.get_by_role("button", name="批准延长").first)
    expect(head.get_by_text("已批准延长")).to_be_visible()
    phone, clerk = site.phone("li", has_scripts=False), site.desk("chuangkou")
    demand_hearing(phone, number)
    set_date(desk, (local_day(utc_now()) + timedelta(days=22)).isoformat())
    phone.reload()
    expect(phone.get_by_text(ROOM).first).to_be_visible()
    look(phone)
    open_for_present(clerk, number, LI_HOLDER.identifier)
    expect(clerk.get_by_text(ROOM).first).to_be_visible()
    look(clerk)
    hold(site, desk, case)
    deny(desk)
    phone.reload()
    expect(phone.get_by_text("不服这个结果，可以：")).to_be_visible()
    expect(phone.get_by_text("不予").first).to_be_visible()
    look(phone)
    with site.hall.app.app_context():
        assert case_row(case).state == "denied"


def test_the_public_reads_which_shop_was_granted_what_and_no_name_of_a_person(site: Site) -> None:
    granted, denied = accepted_case(site.hall, "zhang"), accepted_case(site.hall, "wang")
    with site.hall.app.app_context():
        grounds = replace(REVIEWED, is_licence_checked=True)
        decide_case(person("shichang"), granted, Decision.GRANT, "", grounds=grounds)
        assert case_row(denied).decided_at is None
        shop = case_row(granted).subject_name
        assert shop is not None
    with site.browser.new_context(viewport=PHONE, bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{site.address}/grants/")
        expect(page.get_by_text(shop).first).to_be_visible()
        expect(page.get_by_text("张示范")).to_have_count(0)
        look(page)

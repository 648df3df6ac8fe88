"""Tolerant acceptance in a browser: promised at the window, accepted at the desk, supplied on the phone."""

from datetime import timedelta
from typing import Final

from playwright.sync_api import Page, expect

from services_hall.clock import local_day, utc_now
from tests.support.browser_pages import Site, look, open_by
from tests.support.browser_steps import give_files, open_for_present
from tests.support.case_decisions import case_row
from tests.support.demo_applications import file_online

SCENARIO: Final = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}
WANG: Final = "42010218890920013X"


def read_offer(phone: Page, number: str) -> None:
    """The person reads on the phone what may follow later, and leaves it."""
    phone.goto(f"/my/applications/{number}")
    open_by(phone.get_by_role("link", name="选择容缺受理"))
    look(phone)


def promise(clerk: Page, number: str) -> None:
    """The clerk takes the promise of the person at the window."""
    open_for_present(clerk, number, WANG)
    look(clerk)
    open_by(clerk.get_by_role("link", name="选择容缺受理"))
    open_by(clerk.get_by_role("button", name="选择容缺受理"))
    expect(clerk.get_by_role("alert").first).to_be_visible()
    clerk.get_by_label("自愿作出承诺").check()
    look(clerk)
    open_by(clerk.get_by_role("button", name="选择容缺受理"))
    expect(clerk.get_by_text("已选择容缺受理，承诺书正在生成")).to_be_visible()


def accept(desk: Page, case: str) -> None:
    desk.goto(f"/desk/cases/{case}")
    look(desk)
    desk.get_by_label("补交到哪一天").fill((local_day(utc_now()) + timedelta(days=1)).isoformat())
    open_by(desk.get_by_role("button", name="容缺受理", exact=True))
    expect(desk.get_by_text("已容缺受理，通知书正在生成")).to_be_visible()
    look(desk)


def test_what_a_person_promised_at_the_window_is_supplied_on_the_phone(site: Site) -> None:
    number = file_online(site.hall, "SPJY-XB", SCENARIO, username="wang", without=["food-safety-rules"])
    phone = site.phone("wang")
    read_offer(phone, number)
    promise(site.desk("chuangkou"), number)
    accept(site.desk("shichang"), f"{number}-01")
    phone.goto(f"/my/applications/{number}")
    expect(phone.get_by_text("已容缺受理，请在")).to_be_visible()
    look(phone)
    open_by(phone.get_by_role("link", name="去补交"))
    look(phone)
    assert give_files(phone) == 1
    open_by(phone.get_by_role("button", name="提交材料"))
    expect(phone.get_by_text("材料已补齐")).to_be_visible()
    look(phone)
    with site.hall.app.app_context():
        assert case_row(f"{number}-01").state == "accepted"

"""Tolerant acceptance in a browser: chosen on a phone, accepted at the desk, supplied on the phone."""

from datetime import timedelta

from playwright.sync_api import Browser, expect

from services_hall.clock import local_day, utc_now
from tests.support.browser_pages import look, open_by, signed_in
from tests.support.browser_steps import give_files
from tests.support.case_decisions import case_row
from tests.support.chromium import DESK, PHONE
from tests.support.demo_applications import file_online
from tests.support.hall import Hall, serve_hall

SCENARIO = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}


def test_a_phone_promises_and_supplies_what_the_desk_accepts_without(hall: Hall, browser: Browser) -> None:
    number = file_online(hall, "SPJY-XB", SCENARIO, without=["food-safety-rules"])
    case, tomorrow = f"{number}-01", local_day(utc_now()) + timedelta(days=1)
    with serve_hall(hall) as address:
        phone = signed_in(hall, address, browser, "li", PHONE)
        phone.goto(f"/my/applications/{number}")
        open_by(phone.get_by_role("link", name="选择容缺受理"))
        look(phone)
        open_by(phone.get_by_role("button", name="选择容缺受理"))
        expect(phone.get_by_role("alert").first).to_be_visible()
        phone.get_by_label("自愿作出承诺").check()
        open_by(phone.get_by_role("button", name="选择容缺受理"))
        expect(phone.get_by_text("已选择容缺受理，承诺书正在生成")).to_be_visible()
        look(phone)
        desk = signed_in(hall, address, browser, "shichang", DESK)
        desk.goto(f"/desk/cases/{case}")
        look(desk)
        desk.get_by_label("补交到哪一天").fill(tomorrow.isoformat())
        open_by(desk.get_by_role("button", name="容缺受理", exact=True))
        expect(desk.get_by_text("已容缺受理，通知书正在生成")).to_be_visible()
        look(desk)
        phone.reload()
        expect(phone.get_by_text("已容缺受理，请在")).to_be_visible()
        look(phone)
        open_by(phone.get_by_role("link", name="去补交"))
        look(phone)
        assert give_files(phone) == 1
        open_by(phone.get_by_role("button", name="提交材料"))
        expect(phone.get_by_text("材料已补齐")).to_be_visible()
        look(phone)
    with hall.app.app_context():
        assert case_row(case).state == "accepted"

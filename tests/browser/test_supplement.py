"""A supplement in a browser: filed incomplete on a phone, asked for at the desk, given on the phone."""

from typing import Final

from playwright.sync_api import Browser, Page, expect

from tests.support.application_pages import begin_application, valid_form
from tests.support.browser_pages import look, open_by, signed_in
from tests.support.browser_steps import give_files
from tests.support.case_decisions import case_row
from tests.support.chromium import DESK, PHONE
from tests.support.hall import Hall, serve_hall
from tests.support.uploaded_files import photo

PROBLEM: Final = "平面图看不清"
PHOTOGRAPHS: Final = ("拍的第1页.jpg", "拍的第2页.jpg")
WAY_OUT: Final = "请在光线好的地方重新拍照，四角拍全"


def file_incomplete(page: Page, draft: str) -> str:
    """Files the prepared draft without its files; returns the application's number."""
    page.goto(f"{draft}/materials")
    page.get_by_label("同意使用，这些材料不用交").check()
    page.get_by_text("有材料一时凑不齐？").click()
    look(page)
    open_by(page.get_by_role("button", name="先交后补"))
    expect(page.get_by_role("heading", name="核对提交", level=1)).to_be_visible()
    page.get_by_label("知道还缺材料").check()
    page.get_by_label("以上内容真实").check()
    look(page)
    open_by(page.get_by_role("button", name="提交申请"))
    expect(page.get_by_text("申请已提交。")).to_be_visible()
    expect(page.get_by_text("份材料：").first).to_be_visible()
    look(page)
    return page.url.rsplit("/", 1)[1]


def ask(page: Page, case: str) -> None:
    """The officer asks for the missing materials; they are ticked already."""
    page.goto(f"/desk/cases/{case}")
    look(page)
    for box in page.locator("#form input[name=ask]:checked").all():
        target = box.get_attribute("value")
        page.locator(f'textarea[name="problem.{target}"]').fill(PROBLEM)
        page.locator(f'textarea[name="way_out.{target}"]').fill(WAY_OUT)
    open_by(page.get_by_role("button", name="一次告知补正"))
    expect(page.get_by_text("已一次告知补正")).to_be_visible()
    look(page)


def test_a_phone_gives_what_the_desk_asked_for(hall: Hall, browser: Browser) -> None:
    draft = begin_application(hall.sign_in("li"))
    hall.sign_in("li").post(f"{draft}/form", valid_form(hall, "li"))
    with serve_hall(hall) as address:
        phone = signed_in(hall, address, browser, "li", PHONE)
        case = f"{file_incomplete(phone, draft)}-01"
        desk = signed_in(hall, address, browser, "shichang", DESK)
        ask(desk, case)
        phone.goto("/my/")
        look(phone)
        open_by(phone.get_by_role("link", name="最迟"))
        expect(phone.get_by_role("heading", name="补正", level=1)).to_be_visible()
        expect(phone.get_by_text(WAY_OUT).first).to_be_visible()
        look(phone)
        open_by(phone.get_by_role("button", name="提交补正"))
        expect(phone.get_by_role("alert").first).to_be_visible()
        look(phone)
        assert give_files(phone) > 1
        camera = phone.locator("input[capture]").first
        for name in PHOTOGRAPHS:
            camera.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": photo()})
        open_by(phone.get_by_role("button", name="提交补正"))
        expect(phone.get_by_text("已补正，部门会重新看。")).to_be_visible()
        desk.reload()
        for name in ("材料.png", *PHOTOGRAPHS):
            expect(desk.locator("#supplements")).to_contain_text(name)
        look(desk)
    with hall.app.app_context():
        assert case_row(case).state == "received"

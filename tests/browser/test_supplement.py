"""At the door, in a browser: filed incomplete on a phone, completed at the window and on the phone.

The officer accepts what is complete.
"""

from typing import Final

from playwright.sync_api import Page, expect

from tests.support.application_pages import begin_application, valid_form
from tests.support.browser_pages import Site, look, open_by
from tests.support.browser_steps import give_files
from tests.support.case_decisions import case_row
from tests.support.restaurant import LI_HOLDER as LI
from tests.support.restaurant import picture
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


def give_at_window(clerk: Page, case: str) -> None:
    """The clerk scans the first material that the person brings; the rest follows later."""
    clerk.goto("/window/supplement")
    look(clerk)
    clerk.get_by_label("办件编号").fill(case)
    clerk.get_by_label("证件号码").fill(LI.identifier)
    open_by(clerk.get_by_role("button", name="查找"))
    expect(clerk.get_by_text(WAY_OUT).first).to_be_visible()
    look(clerk)
    scan = {"name": "材料.png", "mimeType": "image/png", "buffer": picture()}
    clerk.locator('input[type="file"]:not([capture])').first.set_input_files(scan)
    open_by(clerk.get_by_role("button", name="先存着"))
    expect(clerk.get_by_text("已保存。到期以前都可以接着补。")).to_be_visible()


def give_on_phone(phone: Page, case: str) -> None:
    """The phone sends the rest: first nothing, which is refused, then files and photographs."""
    phone.goto("/my/")
    look(phone)
    open_by(phone.locator(f'a[href*="{case}/supplement"]').first)
    expect(phone.get_by_role("heading", name="补正", level=1)).to_be_visible()
    expect(phone.get_by_text("已补", exact=True)).to_have_count(1)
    look(phone)
    open_by(phone.get_by_role("button", name="提交补正"))
    expect(phone.get_by_role("alert").first).to_be_visible()
    assert give_files(phone) > 1
    camera = phone.locator("input[capture]").first
    for name in PHOTOGRAPHS:
        camera.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": photo()})
    open_by(phone.get_by_role("button", name="提交补正"))
    expect(phone.get_by_text("已补正，部门会重新看。")).to_be_visible()


def accept(desk: Page) -> None:
    """The officer finds what was given, and accepts."""
    desk.reload()
    for name in ("材料.png", *PHOTOGRAPHS):
        expect(desk.locator("#supplements")).to_contain_text(name)
    look(desk)
    open_by(desk.get_by_role("button", name="受理", exact=True))
    expect(desk.get_by_text("已受理").first).to_be_visible()


def test_what_the_desk_asked_for_is_given_at_the_window_and_on_the_phone(site: Site) -> None:
    draft = begin_application(site.hall.sign_in("li"))
    site.hall.sign_in("li").post(f"{draft}/form", valid_form(site.hall, "li"))
    phone, desk = site.phone("li"), site.desk("shichang")
    case = f"{file_incomplete(phone, draft)}-01"
    ask(desk, case)
    give_at_window(site.desk("chuangkou"), case)
    give_on_phone(phone, case)
    accept(desk)
    phone.goto(f"/my/applications/{case[:-3]}")
    expect(phone.get_by_text("已受理").first).to_be_visible()
    with site.hall.app.app_context():
        assert case_row(case).state == "accepted"

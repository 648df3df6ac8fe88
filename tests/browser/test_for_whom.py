"""On the phone: a mother applies for her child, whose the permit is; a couple applies, and both confirm."""

from typing import Final

from playwright.sync_api import Browser, Page, expect

from certificate_store import lookup
from services_hall import database
from services_hall.demo.accounts import DISTRICT
from tests.support.agency_systems import system
from tests.support.browser_pages import look, open_by, signed_in
from tests.support.browser_steps import fill_in, give_files
from tests.support.case_decisions import case_row, decide
from tests.support.chromium import DESK, PHONE
from tests.support.hall import Hall, serve_hall
from tests.support.waiting_jobs import do_jobs_beside_a_browser

PERMIT: Final = "/apply/JZZ-SL?half_year=yes&ground=employment&applicant_kind=agent"
CHILD: Final = "李小样"
BIRTH: Final = "/apply/SYDJ?stage=before&marriage_proof=certificate"


def add_child(mother: Page) -> None:
    mother.goto("/my/mandates/")
    mother.get_by_text("添加我要替他（她）办的人").click()
    mother.get_by_label("姓名").first.fill(CHILD)
    mother.get_by_label("公民身份号码").first.fill("420102199001010049")
    mother.get_by_label("监护人").check()
    look(mother)
    open_by(mother.get_by_role("button", name="添加"))
    expect(mother.get_by_text("我是监护人")).to_be_visible()


def apply_for_child(mother: Page) -> str:
    """The number of the application that the mother files for the child."""
    mother.goto(PERMIT)
    mother.get_by_label(f"{CHILD}（我是监护人）").check()
    mother.get_by_label("在哪个区办理").select_option(DISTRICT)
    look(mother)
    open_by(mother.get_by_role("button", name="继续填写"))
    expect(mother.get_by_text(f"您在为{CHILD}申请。")).to_be_visible()
    expect(mother.get_by_label("申请人姓名")).not_to_be_editable()
    expect(mother.get_by_label("代办人姓名")).to_have_value("李样例")
    fill_in(mother, {"起始日期": "2025-01-05"})
    open_by(mother.get_by_role("button", name="保存，下一步"))
    expect(mother.get_by_role("heading", name="准备材料", level=1)).to_be_visible()
    give_files(mother)
    open_by(mother.get_by_role("button", name="保存，下一步"))
    mother.get_by_label("以上内容真实").check()
    open_by(mother.get_by_role("button", name="提交申请"))
    expect(mother.get_by_text(f"申请人：{CHILD}；代办人：李样例（监护人）")).to_be_visible()
    look(mother)
    return mother.url.rsplit("/", 1)[1]


def ask_spouse(husband: Page) -> None:
    """The husband writes the application, and submits it for his wife to confirm."""
    husband.goto(BIRTH)
    husband.get_by_text("填写共同申请人").click()
    husband.get_by_label("姓名（名称）").fill("李样例")
    husband.get_by_label("证件号码").fill("420102188701120026")
    husband.get_by_label("在哪个区办理").select_option(DISTRICT)
    look(husband)
    open_by(husband.get_by_role("button", name="继续填写"))
    expect(husband.get_by_label("配偶姓名")).to_have_value("李样例")
    fill_in(husband, {"日期": "2025-01-05"})
    open_by(husband.get_by_role("button", name="保存，下一步"))
    expect(husband.get_by_role("heading", name="准备材料", level=1)).to_be_visible()
    husband.get_by_label("同意使用，这些材料不用交").check()
    give_files(husband)
    open_by(husband.get_by_role("button", name="保存，下一步"))
    husband.get_by_label("以上内容真实").check()
    open_by(husband.get_by_role("button", name="提交，请共同申请人确认"))
    expect(husband.get_by_role("heading", name="等共同申请人确认")).to_be_visible()


def confirm(wife: Page) -> str:
    """The number of the application, which is filed when the wife, who was told, confirms."""
    wife.goto("/my/notices/")
    open_by(wife.get_by_role("link", name="请您确认一起申请"))
    expect(wife.get_by_role("heading", name="等您确认")).to_be_visible()
    expect(wife.locator("img.files__thumb")).not_to_have_count(0)
    look(wife)
    wife.get_by_label("同意在这次申请中使用我的电子证照").check()
    wife.get_by_label("以上内容我已核对").check()
    open_by(wife.get_by_role("button", name="确认，一起申请"))
    expect(wife.get_by_text("共同申请：张示范、李样例")).to_be_visible()
    return wife.url.rsplit("/", 1)[1]


def test_a_mother_applies_and_the_child_holds_the_permit(hall: Hall, browser: Browser) -> None:
    with serve_hall(hall) as address:
        husband, mother = (signed_in(hall, address, browser, who, PHONE) for who in ("zhang", "li"))
        ask_spouse(husband)
        couples = confirm(mother)
        husband.goto(f"/my/applications/{couples}")
        expect(husband.get_by_text("共同申请：张示范、李样例")).to_be_visible()
        add_child(mother)
        number = apply_for_child(mother)
        officer = signed_in(hall, address, browser, "gongan", DESK)
        officer.goto(f"/desk/cases/{number}-01")
        expect(officer.get_by_text("代办人自己说明，请核对关系证明")).to_be_visible()
        look(officer)
        open_by(officer.get_by_role("button", name="受理", exact=True))
        expect(officer.get_by_text("已受理")).not_to_have_count(0)
    decide(system(hall, "public_security"), {"number": f"{number}-01"}, "grant")
    do_jobs_beside_a_browser(hall)
    with hall.app.app_context():
        identifier = case_row(f"{number}-01").certificate_identifier
        assert identifier is not None
        with database.certificate_transaction() as store:
            assert lookup.certificate(store, identifier).holder.name == CHILD

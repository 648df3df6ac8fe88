"""A filing (备案) in a browser: recorded on receipt, or once what was missing is given."""

import re
from typing import Final

from playwright.sync_api import Page, expect

from tests.support.agency_systems import system
from tests.support.application_pages import begin_application, prepare_application, valid_form
from tests.support.browser_pages import Site, look, open_by
from tests.support.browser_steps import give_files
from tests.support.case_decisions import case_row
from tests.support.supplements import ask_supplement
from tests.support.waiting_jobs import do_jobs_beside_a_browser

SIGN: Final = "HWZP-SZ"
SCENARIO: Final = {"lighting": "no"}
WAY_OUT: Final = "请画一张标明尺寸的效果图"
DEMAND: Final = {"target": "material.sign-picture", "problem": "还没有交效果图", "way_out": WAY_OUT}


def skip_materials(page: Page, draft: str) -> None:
    """Goes on to the last step without the file that the person does not have yet."""
    page.goto(f"{draft}/materials")
    page.get_by_label("同意使用，这些材料不用交").check()
    page.get_by_text("有材料一时凑不齐？").click()
    open_by(page.get_by_role("button", name="先交后补"))
    expect(page.locator("#missing")).to_contain_text("补齐了当场备案")
    page.get_by_label("知道还缺材料").check()


def submit(page: Page) -> str:
    """Submits the draft on whose last step the page stands; returns the application's number."""
    page.get_by_label("以上内容真实").check()
    look(page)
    open_by(page.get_by_role("button", name="提交申请"))
    expect(page.get_by_text("申请已提交。")).to_be_visible()
    return page.url.rsplit("/", 1)[1]


def open_proof(page: Page, number: str) -> None:
    """The filing is recorded, never called granted, and its proof can be opened."""
    page.goto(f"/my/applications/{number}")
    expect(page.get_by_text("已备案").first).to_be_visible()
    expect(page.get_by_role("main").get_by_text("决定")).to_have_count(0)
    look(page)
    with page.expect_download():
        page.get_by_role("link", name=re.compile("^下载 备案凭证")).click()


def test_a_filing_is_recorded_on_receipt_or_when_it_is_complete(site: Site) -> None:
    hall = site.hall
    complete = prepare_application(hall, hall.sign_in("li"), "li", SCENARIO, SIGN)
    incomplete = begin_application(hall.sign_in("li"), SCENARIO, SIGN)
    hall.sign_in("li").post(f"{incomplete}/form", valid_form(hall, "li", SCENARIO, SIGN))
    li = site.phone("li")
    li.goto(f"{complete}/review")
    first = submit(li)
    expect(li.get_by_text("已经备案，备案凭证正在制作")).to_be_visible()
    skip_materials(li, incomplete)
    second = submit(li)
    expect(li.get_by_text("还缺 1 份材料：招牌设计效果图")).to_be_visible()
    notice = ask_supplement(system(hall, "urban_management"), {"number": f"{second}-01"}, DEMAND)
    assert notice.status_code == 200, notice.text
    li.goto(f"/my/cases/{second}-01/supplement")
    expect(li.get_by_text(WAY_OUT)).to_be_visible()
    look(li)
    assert give_files(li) == 1
    open_by(li.get_by_role("button", name="提交补正"))
    expect(li.get_by_text("材料齐了的当场备案")).to_be_visible()
    do_jobs_beside_a_browser(hall)
    for number in (first, second):
        open_proof(li, number)
    with hall.app.app_context():
        assert {case_row(f"{number}-01").state for number in (first, second)} == {"recorded"}

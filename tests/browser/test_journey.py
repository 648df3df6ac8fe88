"""Opening a restaurant in a browser on a real server: resident, clerk, two officers, a visitor."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from services_hall.demo.certificates import SHOP
from tests.support.browser_pages import Site, open_by
from tests.support.browser_steps import (
    answer,
    apply_for,
    fill_in,
    newcomer,
    sign_in,
)
from tests.support.chromium import violations
from tests.support.demo_applications import RESTAURANT
from tests.support.processes import wait_until
from tests.support.served_hall import environment, serve
from tests.support.waiting_jobs import do_jobs_beside_a_browser

KNOWN: Final = {"店铺名称": "长江边小馆", "经营场所地址": "江岸区示范街 1 号"}
"""What a licence of the store does not say for who has none."""
UNLICENSED: Final = {**RESTAURANT, "licence": "no", "form": "personal"}
WIDTHS: Final = (390, 1280)
JOB_SECONDS: Final = 40.0
SMALL: Final = """() => [...document.querySelectorAll("main a.button, main button, main summary, main .row")]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
    .map((element) => element.textContent.trim())"""


@pytest.fixture
def address(initialised_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a hall with demo data, started with the documented commands."""
    folder = tmp_path_factory.mktemp("journey") / "hall"
    shutil.copytree(initialised_folder, folder)
    environ = environment(folder)
    with serve(environ):
        yield environ["HALL_BASE_URL"]


@pytest.fixture
def somebody(browser: Browser, address: str) -> Iterator[Callable[[], Page]]:
    """A function that opens a browser profile without a signed-in account."""
    pages: list[Page] = []

    def open_one() -> Page:
        pages.append(newcomer(browser, address))
        return pages[-1]

    yield open_one
    for page in pages:
        page.context.close()


def file_bundle(page: Page, username: str) -> str:
    """Files the bundle as a resident who signs in on the way; returns the number."""
    page.goto("/")
    page.get_by_role("searchbox").fill("开餐馆")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="开办餐饮店").first.click()
    answer(page, RESTAURANT, "开始申请").click()
    sign_in(page, username)
    expect(page.get_by_role("heading", name="您要办 4 件事")).to_be_visible()
    return apply_for(page, KNOWN)


def handle(page: Page, username: str, number: str, told: Mapping[str, str]) -> None:
    """Handles the case at the officer's desk: each button and the message after it."""
    page.goto("/desk/")
    sign_in(page, username)
    page.locator(f'a[href*="{number}"]').first.click()
    expect(page.get_by_text(SHOP.name).first).to_be_visible()
    for button, message in told.items():
        link = page.locator("#act").get_by_role("link", name=button, exact=True)
        if link.count():
            open_by(link)
        if page.get_by_label("不进行现场核查的理由").count():
            page.get_by_label("由我在本次决定中完成").check()
            page.get_by_label("不进行现场核查的理由").fill("材料已经说明现场情况")
        preview = page.locator("#act").get_by_role("button", name=f"预览：{button}", exact=True)
        if preview.count():
            preview.click()
            page.get_by_role("button", name=re.compile("^确认：")).click()
        else:
            page.locator("#act").get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_text(message)).to_be_visible()


def pdf(page: Page, link_name: str) -> bytes:
    """The file to which a link points."""
    href = page.get_by_role("link", name=link_name).first.get_attribute("href")
    return page.request.get(href or "").body()


def test_a_restaurant_opens(somebody: Callable[[], Page]) -> None:
    li = somebody()
    number = file_bundle(li, "li")
    expect(li.get_by_text("共 4 件，1 件有了结果")).to_be_visible()

    handle(
        somebody(),
        "shichang",
        f"{number}-01",
        {"受理": "已受理，办结日见", "准予": "已决定，文书和证照正在生成"},
    )
    handle(somebody(), "xiaofang", f"{number}-02", {"受理并按承诺准予": "已按承诺当场决定"})

    def certificates() -> int:
        li.goto(f"/my/applications/{number}")
        return li.get_by_role("link", name="下载电子证照").count()

    wait_until(lambda: certificates() == 2, JOB_SECONDS, "both certificates on the resident's page")
    wait_until(lambda: pdf(li, "下载接收回执").startswith(b"%PDF"), JOB_SECONDS, "the receipt")
    expect(li.get_by_text("共 4 件，3 件有了结果")).to_be_visible()
    assert pdf(li, "下载电子证照").startswith(b"%PDF")

    check = li.get_by_role("link", name=re.compile("^核验")).first.get_attribute("href") or ""
    li.goto("/my/certificates/")
    expect(li.get_by_role("heading", name="食品经营许可证")).to_be_visible()
    expect(li.get_by_text("江岸区市场监督管理局部门经办人").first).to_be_visible()

    stranger = somebody()
    stranger.goto(check)
    expect(stranger.get_by_role("heading", name="真实，现在有效")).to_be_visible()
    expect(stranger.get_by_text("李**")).to_be_visible()
    shown = stranger.content()
    assert "李样例" not in shown
    assert "420102188701120026" not in shown


def test_a_clerk_files_a_guide_for_somebody_present(site: Site) -> None:
    clerk = site.desk("chuangkou")
    clerk.goto("/window/")
    clerk.get_by_role("searchbox").fill("生育登记")
    clerk.get_by_role("button", name="搜索").click()
    clerk.get_by_role("link", name="生育登记").first.click()
    wang = site.phone("wang")
    wang.goto("/guides/SYDJ")
    assert edition_shown(clerk) == edition_shown(wang)

    clerk.goto("/window/apply/SYDJ?stage=before&marriage_proof=commitment")
    clerk.get_by_label("证件号码").first.fill("42010218890920013X")
    clerk.get_by_label("姓名或单位名称").first.fill("王演示")
    clerk.get_by_label("联系电话").fill("10000000003")
    clerk.get_by_role("button", name="下一步").click()
    expect(clerk.locator('input[name^="field."]').first).to_be_visible()
    fill_in(clerk, {"配偶身份证件号码": "420102188506070019"})
    for box in clerk.get_by_label("窗口已看原件").all():
        box.check()
    clerk.get_by_label("申请人已核对").check()
    clerk.get_by_role("button", name="提交", exact=True).click()
    do_jobs_beside_a_browser(site.hall)
    assert pdf(clerk, "打印接收回执").startswith(b"%PDF")
    number = clerk.url.rsplit("/", 1)[1]
    wang.goto(f"/my/applications/{number}")
    expect(wang.get_by_text("已收件，等待受理").first).to_be_visible()


def edition_shown(page: Page) -> str | None:
    return page.locator("[data-edition-hash]").first.get_attribute("data-edition-hash")


def look(page: Page) -> None:
    """Checks page width and target sizes on a phone and on a desktop, accessibility on the phone.

    The tests of single pages look at them with axe at the desktop's width.
    """
    page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        assert page.evaluate(SMALL) == [], page.url
        if width == WIDTHS[0]:
            assert violations(page) == [], page.url


def test_no_page_on_the_way_has_a_barrier(site: Site) -> None:
    page = site.phone("zhang")
    for path in ("/", "/guides/SPJY-XB", f"/bundles/open-restaurant?{urlencode(UNLICENSED)}"):
        page.goto(path)
        look(page)
    page.goto(f"/apply/open-restaurant?{urlencode(UNLICENSED)}")
    expect(page.get_by_role("heading", name="您要办 5 件事")).to_be_visible()
    apply_for(page, KNOWN, look)
    look(page)
    for path in ("/my/", "/my/certificates/", "/progress?number=1"):
        page.goto(path)
        look(page)
    page.goto("/my/certificates/")
    page.get_by_role("link", name=re.compile("^核验")).first.click()
    expect(page.get_by_role("heading", name="真实，现在有效")).to_be_visible()
    look(page)

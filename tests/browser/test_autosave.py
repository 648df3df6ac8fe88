"""A form that saves itself and sends its files: no press of a button is lost, and nothing given is."""

import re
from io import BytesIO
from typing import Final
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect
from sqlalchemy import delete

from services_hall import database
from services_hall.attachments.uploads import LARGEST
from services_hall.identity.models import BrowserSession
from services_hall.web.access import SESSION_COOKIE
from tests.support.application_pages import begin_application, prepare_application, submit_application
from tests.support.browser_pages import Site, open_by
from tests.support.hall import Hall, Visitor
from tests.support.supplements import PLAN
from tests.support.uploaded_files import photo

PLAN_FIELD: Final = f"material.{PLAN}"
LONGEST_SIDE: Final = 2500
NAME: Final = '[name="field.floor_position"]'


def in_account(hall: Hall, page: Page, username: str) -> None:
    """Another tab of the browser is signed in to this account."""
    cookie = hall.sign_in(username).client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    everywhere = urljoin(page.url, "/")
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": cookie.value, "url": everywhere}])


def sign_out_elsewhere(hall: Hall) -> None:
    with hall.app.app_context(), database.transaction() as session:
        session.execute(delete(BrowserSession))


def state_of(page: Page, name: str) -> None:
    """The state is shown where one types, however long the form is."""
    expect(page.locator(f'[data-autosave-state="{name}"]')).to_be_in_viewport(ratio=1)


def test_the_state_is_seen_on_a_phone_above_the_buttons(site: Site) -> None:
    phone = site.phone("wang")
    phone.goto(f"{begin_application(site.hall.sign_in('wang'))}/form")
    phone.locator(NAME).fill("手机上填的店")
    state_of(phone, "saved")
    line, dock = phone.locator("[data-autosave-state]").bounding_box(), phone.locator(".dock").bounding_box()
    assert line is not None
    assert dock is not None
    assert line["y"] + line["height"] <= dock["y"] + 1
    last = phone.locator("[data-autosave] input[type=text]").last
    last.evaluate("(field) => scrollBy(0, field.getBoundingClientRect().bottom - innerHeight + 80)")
    with phone.expect_response(lambda answer: answer.request.method == "POST"):
        last.fill("手机上最下面的一格")
    state_of(phone, "saved")
    line, field = phone.locator("[data-autosave-state]").bounding_box(), last.bounding_box()
    assert line is not None
    assert field is not None
    assert field["y"] + field["height"] <= line["y"]


def test_a_form_is_saved_while_it_is_filled_in_and_says_why_it_is_not(site: Site) -> None:
    hall = site.hall
    li = site.desk("li")
    draft = begin_application(hall.sign_in("li"))
    li.goto(f"{draft}/form")
    name, onward = li.locator(NAME), li.get_by_role("button", name="保存，下一步")
    name.fill("自动保存的店")
    onward.scroll_into_view_if_needed()
    box = onward.bounding_box()
    assert box is not None
    # The form saves itself while the button is held down: the button must stay where it is.
    li.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
    li.mouse.down()
    state_of(li, "saved")
    with li.expect_navigation():
        li.mouse.up()

    li.goto(f"{draft}/form")
    expect(name).to_have_value("自动保存的店")
    sign_out_elsewhere(hall)
    name.fill("登录结束后填的店")
    onward.click()
    state_of(li, "signed-out")
    in_account(hall, li, "wang")
    onward.click()
    state_of(li, "closed")
    expect(name).to_have_value("登录结束后填的店")
    in_account(hall, li, "li")
    open_by(onward)
    li.goto(f"{draft}/form")
    expect(name).to_have_value("登录结束后填的店")

    li.route("**/form", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    name.fill("没有连上时填的店")
    onward.click()
    state_of(li, "away")
    expect(name).to_have_value("没有连上时填的店")
    li.unroute("**/form")
    open_by(onward)

    assert_files_are_sent_as_they_are_chosen(li, draft)
    assert_a_lost_answer_loses_and_doubles_no_file(li, draft)
    assert_tabs_send_files_side_by_side(site, draft)
    assert_what_was_sent_is_kept_when_the_sign_in_ends(hall, li, draft)
    li.goto(f"{draft}/form")
    li.route("**/form", refuse_saving)
    name.fill("没有收下时填的店")
    state_of(li, "refused")
    expect(name).to_have_value("没有收下时填的店")
    li.unroute("**/form")
    delete_draft(hall.sign_in("li"), draft)
    name.fill("删除后填的店")
    state_of(li, "closed")
    expect(name).to_have_value("删除后填的店")
    assert_what_is_filed_elsewhere_is_told(hall, li)


def assert_files_are_sent_as_they_are_chosen(li: Page, draft: str) -> None:
    """Each with its progress; a bad one is told at its place, and a press of the button waits."""
    li.goto(f"{draft}/materials")
    block = li.locator("[data-material]", has=li.locator(f'[name="{PLAN_FIELD}"]'))
    chooser, bars = block.locator("input[type=file]").first, block.get_by_role("progressbar")
    held: list[Route] = []
    li.route("**/materials", lambda route: hold_first_upload(route, held))
    with li.expect_request(lambda request: request.method == "POST"):
        chooser.set_input_files(jpeg("第1页.jpg", photo()))
    expect(bars).to_have_count(1)
    chooser.set_input_files(jpeg("第2页.jpg", large_photo()))
    expect(bars).to_have_count(2)
    li.get_by_role("button", name="下一步").click()
    expect(li.get_by_text("传完自动继续")).to_be_visible()
    chooser.set_input_files(jpeg("第3页.jpg", b"no picture"))
    held[0].continue_()
    expect(block.get_by_role("alert")).to_contain_text("第3页.jpg")
    expect(li.get_by_text("传完自动继续")).to_have_count(0)
    expect(bars).to_have_count(0)
    expect(block.locator(".files__name")).to_contain_text(["第1页.jpg", "第2页.jpg"])
    address = block.get_by_role("link", name="第2页.jpg").get_attribute("href")
    assert address is not None
    assert max(Image.open(BytesIO(li.request.get(address).body())).size) == LONGEST_SIDE
    li.unroute("**/materials")


def assert_a_lost_answer_loses_and_doubles_no_file(li: Page, draft: str) -> None:
    """A file whose answer does not arrive is sent once more; one that arrives at no time is told."""
    li.goto(f"{draft}/materials")
    block = li.locator("[data-material]", has=li.locator(f'[name="{PLAN_FIELD}"]'))
    chooser, names = block.locator("input[type=file]").first, block.locator(".files__name")
    ways = [arrive_without_answer, fall_back, lose, fall_back]
    li.route("**/materials", lambda route: (ways.pop(0) if is_upload(route) and ways else fall_back)(route))
    chooser.set_input_files(
        [jpeg("存下没答.jpg", photo(size=(601, 800))), jpeg("没到.jpg", photo(size=(602, 800)))]
    )
    expect(block.locator("[data-uploading]")).to_have_count(0)
    assert ways == []
    expect(names).to_contain_text(["第1页.jpg", "第2页.jpg", "存下没答.jpg", "没到.jpg"])
    ways += [lose, lose]
    chooser.set_input_files(jpeg("两次没到.jpg", photo(size=(603, 800))))
    expect(block.get_by_role("alert")).to_contain_text("两次没到.jpg：没有传上")
    expect(names).to_have_count(4)
    li.unroute("**/materials")


def assert_tabs_send_files_side_by_side(site: Site, draft: str) -> None:
    """Two tabs of a draft, each with files for every material at the same time: all of them are kept."""
    tabs = [site.desk("li") for _tab in range(2)]
    for tab in tabs:
        tab.goto(f"{draft}/materials")
    before = tabs[0].locator(".files__name").count()
    choosers = tabs[0].locator("input[type=file]:not([capture])").count()
    for number, tab in enumerate(tabs):
        for place in range(choosers):
            box = tab.locator("input[type=file]:not([capture])").nth(place)
            box.set_input_files(jpeg(f"标签{number}-{place}.jpg", photo(size=(610 + number, 800))))
    for tab in tabs:
        expect(tab.locator("[data-uploading]")).to_have_count(0)
        expect(tab.locator("[data-upload-problem]")).to_have_count(0)
    tabs[0].goto(f"{draft}/materials")
    expect(tabs[0].locator(".files__name")).to_have_count(before + len(tabs) * choosers)


def is_upload(route: Route) -> bool:
    return route.request.method == "POST"


def arrive_without_answer(route: Route) -> None:
    """The server takes the file, but the browser does not get its answer."""
    route.fetch()
    route.abort()


def lose(route: Route) -> None:
    """The file does not reach the server."""
    route.abort()


def fall_back(route: Route) -> None:
    route.fallback()


def assert_what_was_sent_is_kept_when_the_sign_in_ends(hall: Hall, li: Page, draft: str) -> None:
    """A file on its way is told as lost, the others stay; one that is too large is told before it is sent."""
    li.goto(f"{draft}/materials")
    block = li.locator("[data-material]", has=li.locator(f'[name="{PLAN_FIELD}"]'))
    chooser, problem = block.locator("input[type=file]").first, block.get_by_role("alert")
    sent: list[str] = []
    li.on("request", lambda request: sent.append(request.method))
    chooser.set_input_files({"name": "大.pdf", "mimeType": "application/pdf", "buffer": bytes(LARGEST + 1)})
    expect(problem).to_contain_text("大.pdf：超过 10 MB")
    assert "POST" not in sent
    held: list[Route] = []
    li.route("**/materials", lambda route: hold_first_upload(route, held))
    with li.expect_request(lambda request: request.method == "POST"):
        chooser.set_input_files(jpeg("第4页.jpg", photo()))
    expect(block.get_by_role("progressbar")).to_have_count(1)
    sign_out_elsewhere(hall)
    held[0].continue_()
    expect(problem).to_contain_text("第4页.jpg：登录已经结束，没有传上")
    expect(problem).to_contain_text("前面传上的都还在")
    expect(block.locator(".files__name")).to_contain_text(["第1页.jpg", "第2页.jpg"])
    li.unroute("**/materials")
    in_account(hall, li, "li")
    li.goto(f"{draft}/materials")
    expect(block.locator(".files__name")).to_contain_text(["第1页.jpg", "第2页.jpg"])


def assert_what_is_filed_elsewhere_is_told(hall: Hall, li: Page) -> None:
    """A form that is open in another tab while its application is filed."""
    other_tab = hall.sign_in("li")
    draft = prepare_application(hall, other_tab)
    li.goto(f"{draft}/form")
    submit_application(other_tab, draft)
    li.locator(NAME).fill("提交后填的店")
    state_of(li, "moved")
    with li.expect_navigation():
        li.get_by_role("button", name="保存，下一步").click()
    expect(li).to_have_url(re.compile("/my/applications/"))
    assert_what_was_handed_in_is_printed(li)


def assert_what_was_handed_in_is_printed(li: Page) -> None:
    """Answers and files beside their materials, which are folded on the screen; no controls."""
    rows = li.locator(".given__row", has=li.locator(".files__name"))
    answers = li.locator("details.answers dd")
    expect(rows.first).to_be_hidden()
    li.emulate_media(media="print")
    for row in rows.all():
        expect(row).to_be_visible()
        expect(row.locator("strong").first).to_be_visible()
    for answer in (answers.first, answers.last):
        expect(answer).to_be_visible()
    assert not any(button.is_visible() for button in li.locator("button, .given__act").all())
    li.emulate_media(media="screen")


def refuse_saving(route: Route) -> None:
    """The server answers but does not take what was typed."""
    if route.request.method == "POST":
        route.fulfill(status=400)
    else:
        route.fallback()


def hold_first_upload(route: Route, held: list[Route]) -> None:
    """The first file stays on its way until the test lets it go on."""
    if route.request.method == "POST" and not held:
        held.append(route)
    else:
        route.fallback()


def jpeg(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def large_photo() -> bytes:
    """A photograph with more pixels and bytes than the page sends."""
    written = BytesIO()
    Image.effect_noise((LONGEST_SIDE + 100, 2000), 80).convert("RGB").save(written, "JPEG", quality=95)
    return written.getvalue()


def delete_draft(owner: Visitor, draft: str) -> None:
    """Another page of the person deletes the draft."""
    assert owner.post(f"{draft}/delete").status_code == 303

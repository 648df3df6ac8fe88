"""A form that saves itself: no press of its button is lost, and nothing typed is."""

from typing import Final

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete

from services_hall import database
from services_hall.identity.models import BrowserSession
from services_hall.web.access import SESSION_COOKIE
from tests.support.application_pages import begin_application
from tests.support.browser_pages import open_by, signed_in
from tests.support.chromium import DESK
from tests.support.hall import Hall, Visitor, serve_hall

NAME: Final = '[name="field.floor_position"]'


def in_account(hall: Hall, page: Page, username: str) -> None:
    """Another tab of the browser is signed in to this account."""
    cookie = hall.sign_in(username).client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": cookie.value, "url": page.url}])


def sign_out_elsewhere(hall: Hall) -> None:
    with hall.app.app_context(), database.transaction() as session:
        session.execute(delete(BrowserSession))


def state_of(page: Page, name: str) -> None:
    expect(page.locator(f'[data-autosave-state="{name}"]')).to_be_visible()


def test_a_form_is_saved_while_it_is_filled_in_and_says_why_it_is_not(hall: Hall, browser: Browser) -> None:
    with serve_hall(hall) as address:
        li = signed_in(hall, address, browser, "li", DESK)
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

        li.route(
            "**/form", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
        )
        name.fill("没有连上时填的店")
        onward.click()
        state_of(li, "away")
        expect(name).to_have_value("没有连上时填的店")
        li.unroute("**/form")
        open_by(onward)

        li.goto(f"{draft}/form")
        delete_draft(hall.sign_in("li"), draft)
        name.fill("删除后填的店")
        state_of(li, "closed")
        expect(name).to_have_value("删除后填的店")


def delete_draft(owner: Visitor, draft: str) -> None:
    """Another page of the person deletes the draft."""
    assert owner.post(f"{draft}/delete").status_code == 303

"""Texts of a form that is sent after the sign-in has ended come back, to the same person only."""

import re
from datetime import timedelta
from typing import Any

import pytest

from services_hall.clock import local_day, utc_now
from tests.support.agency_systems import system
from tests.support.case_decisions import accept
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.expired_sessions import run_out, sign_in_again
from tests.support.hall import Hall, Visitor
from tests.support.uploaded_files import pdf
from tests.support.window_pages import LI_AT_WINDOW, begin_at_window, file_at_window

WORDS = "写了很久的话"


@pytest.fixture
def number(hall: Hall) -> str:
    """The number of a filed application of 李样例."""
    return file_online(hall, "open-restaurant", RESTAURANT)


def send_too_late(hall: Hall, visitor: Visitor, page: str, form: dict[str, Any], to: str = "") -> None:
    """Sends the form of a page when the sign-in has ended; the way back leads to the page."""
    assert visitor.get(page).status_code == 200
    run_out(hall)
    answer = visitor.post(to or page, form)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/identity/sign-in?next={page}"
    assert visitor.get(page).status_code == 303


def test_an_objection_comes_back_until_it_is_sent_and_only_to_its_author(hall: Hall, number: str) -> None:
    li, page = hall.sign_in("li"), f"/my/applications/{number}/objection"
    form = {"case": f"{number}-01", "objection": WORDS}
    send_too_late(hall, li, page, form)
    sign_in_again(hall, li, "li")
    for _reload in range(2):
        assert WORDS in li.get(page).text
    assert WORDS not in li.get(f"/my/applications/{number}/withdrawal").text
    assert li.post(page, form).status_code == 303
    assert WORDS not in li.get(page).text
    send_too_late(hall, li, page, form)
    sign_in_again(hall, li, "zhang")
    sign_in_again(hall, li, "li")
    assert WORDS not in li.get(page).text


def test_a_form_without_its_token_saves_nothing(hall: Hall, number: str) -> None:
    li, page = hall.sign_in("li"), f"/my/applications/{number}/objection"
    run_out(hall)
    assert li.client.post(page, data={"objection": WORDS}).status_code == 400
    sign_in_again(hall, li, "li")
    assert WORDS not in li.get(page).text


def test_a_supplement_comes_back_with_its_texts_and_says_that_files_do_not(hall: Hall, number: str) -> None:
    li, page = hall.sign_in("li"), f"/my/cases/{number}-01/supplement"
    form = {"field.premises_area": "64.5", "material.layout-plan": (pdf(), "图.pdf")}
    send_too_late(hall, li, page, form)
    sign_in_again(hall, li, "li")
    again = li.get(page).text
    assert 'value="64.5"' in again
    assert "选好的文件没有传上，请再选一次" in again


def test_a_statement_comes_back(hall: Hall, number: str) -> None:
    accept(system(hall, "market_supervision"), {"number": f"{number}-01"})
    notice = {"kind": "hearing", "facts": "油烟", "addressee": ""}
    until = (local_day(utc_now()) + timedelta(days=30)).isoformat()
    officer = hall.sign_in("shichang")
    answer = officer.post(f"/desk/cases/{number}-01/hearing-notice", {**notice, "answer_until": until})
    assert answer.status_code == 303, answer.text
    li, page = hall.sign_in("li"), f"/my/applications/{number}/statement"
    send_too_late(hall, li, page, {"case": f"{number}-01", "statement": WORDS})
    sign_in_again(hall, li, "li")
    assert WORDS in li.get(page).text


def test_at_the_window_materials_and_an_objection_are_saved_as_well(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    filed = file_at_window(hall, clerk, LI_AT_WINDOW, "li")
    page = f"/window/filings/{filed}/objection"
    send_too_late(hall, clerk, page, {"case": f"{filed}-01", "objection": WORDS})
    sign_in_again(hall, clerk, "chuangkou")
    assert WORDS in clerk.get(page).text
    draft = begin_at_window(hall, clerk, LI_AT_WINDOW, consent=False)
    seen = re.findall(r'name="(seen\.[^"]+)"', clerk.get(f"{draft}/materials").text)
    run_out(hall)
    assert clerk.post(f"{draft}/materials", {seen[0]: "yes"}).status_code == 303
    sign_in_again(hall, clerk, "chuangkou")
    assert f'name="{seen[0]}" type="checkbox" value="yes" checked' in clerk.get(f"{draft}/materials").text

"""A form of the window that is refused gives back everything else that was typed and ticked."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.hall import Hall, Visitor
from tests.support.page_forms import PageField, filled_in, forms_on, values_of
from tests.support.supplements import AREA
from tests.support.window_pages import LI_AT_WINDOW, begin_at_window, questions

LI = {"holder.identifier_type": "111", "holder.identifier": "420102188701120026"}
WRONG = "不是号码"
SEARCHES = ("certificates", "present", "supplement", "joint", "collections")
"""The pages that look for somebody, each with one form that is sent to the page itself."""


@pytest.fixture
def clerk(hall: Hall) -> Visitor:
    return hall.sign_in("chuangkou")


def fields_at(page: str, address: str) -> list[PageField]:
    """The fields of the form with this address."""
    return forms_on(page)[address]


def lost(answer: TestResponse, address: str, sent: dict[str, str]) -> dict[str, tuple[str, str | None]]:
    """What was sent and did not come back, with what the page has instead."""
    assert answer.status_code in {404, 409, 422}, answer.status_code
    shown = values_of(fields_at(answer.text, address))
    return {name: (value, shown.get(name)) for name, value in sent.items() if shown.get(name) != value}


def typed_in(fields: list[PageField]) -> dict[str, str]:
    """The form filled in, without what the page itself says: hidden and locked fields."""
    pages_own = {field.name for field in fields if field.kind == "hidden"}
    return {name: value for name, value in filled_in(fields).items() if name not in pages_own}


@pytest.mark.parametrize("name", SEARCHES)
def test_a_search_that_finds_nobody_keeps_what_was_typed(clerk: Visitor, name: str) -> None:
    address = f"/window/{name}"
    fields = fields_at(clerk.get(address).text, address)
    assert fields
    sent = filled_in(fields)
    assert lost(clerk.post(address, sent), address, sent) == {}


def test_the_first_page_keeps_what_was_typed_about_everybody(clerk: Visitor) -> None:
    address = "/window/apply/open-restaurant"
    wrong = LI_AT_WINDOW | {"holder.identifier": WRONG}
    shown = clerk.post(address, {**questions(RESTAURANT), **wrong})
    fields = fields_at(shown.text, address)
    sent = typed_in(fields) | questions({**RESTAURANT, "area": WRONG}) | wrong
    assert lost(clerk.post(address, {**values_of(fields), **sent}), address, sent) == {}


def test_the_form_and_the_materials_keep_what_was_typed_and_ticked(hall: Hall, clerk: Visitor) -> None:
    draft = begin_at_window(hall, clerk, LI_AT_WINDOW, consent=False)
    fields = fields_at(clerk.get(f"{draft}/form").text, f"{draft}/form")
    sent = typed_in(fields)
    refused = clerk.post(f"{draft}/form", {**values_of(fields), **sent})
    assert lost(refused, f"{draft}/form", sent) == {}
    first, *others = re.findall(r'name="(seen\.[^"]+)"', clerk.get(f"{draft}/materials").text)
    ticked = dict.fromkeys(others, "yes")
    refused = clerk.post(f"{draft}/materials", ticked)
    assert lost(refused, f"{draft}/materials", ticked) == {}
    assert f'name="{first}"' in refused.text


def test_a_supplement_keeps_what_was_typed_on_an_error_and_after_saving_a_part(
    hall: Hall, clerk: Visitor
) -> None:
    case = f"{file_online(hall, 'open-restaurant', RESTAURANT)}-01"
    found = clerk.post("/window/supplement", {"case": case, **LI})
    address = "/window/supplement/parts"
    fields = fields_at(found.text, address)
    sent = values_of(fields) | {field.name: "yes" for field in fields if field.name.startswith("seen.")}
    typed = sent | {f"field.{AREA}": WRONG, "field.premises_name": "换一个店名"}
    assert lost(clerk.post(address, typed), address, typed) == {}
    stayed = clerk.post(address, {**values_of(fields), "stay": "1"})
    page = clerk.follow(stayed)
    assert page.request.path == f"/window/cases/{case}/supplement"
    assert case in page.text

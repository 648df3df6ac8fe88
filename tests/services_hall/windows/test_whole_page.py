"""A person found by card, and one page from the person to the submission."""

import re
from io import BytesIO
from typing import Any, Final

import pytest
from sqlalchemy import select

from services_hall.applications.models import Application, Draft
from services_hall.audit.models import AuditEntry
from services_hall.database import reading
from tests.support.demo_applications import PNG
from tests.support.hall import Hall, Visitor
from tests.support.page_forms import forms_on, values_of
from tests.support.window_pages import (
    BUNDLE,
    LI_AT_WINDOW,
    begin_at_window,
    file_at_window,
    form_values,
    originals_and_scans,
    questions,
)

CARD: Final = "SFZ-BL"
START: Final = f"/window/apply/{CARD}"
ANSWERS: Final = questions({"age": "adult", "urgent": "no"})
LINE: Final = "李样例,420102188701120026,女,汉"
CARD_READ: Final = {"find": "1", "holder.identifier_type": "111", "district": LI_AT_WINDOW["district"]}


def start_values(page: str, address: str = START) -> dict[str, str]:
    return values_of(forms_on(page)[address])


def begun(clerk: Visitor, **more: str) -> str:
    """The path of a draft that was begun with a card and the answers."""
    answer = clerk.post(START, {**CARD_READ, **ANSWERS, "holder.identifier": LINE, **more})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/whole")


@pytest.mark.parametrize("typed", [LINE, "420102188701120026", "420102188701120026；李样例"])
def test_a_card_fills_in_who_is_there(hall: Hall, typed: str) -> None:
    clerk = hall.sign_in("chuangkou")
    answer = clerk.post(START, {**CARD_READ, "holder.identifier": typed})
    assert answer.status_code == 200
    shown = start_values(answer.text)
    assert shown["holder.name"] == "李样例"
    assert shown["holder.identifier"] == "420102188701120026"
    assert shown["holder.phone"]
    assert "请选择一项" not in answer.text
    with hall.app.app_context():
        found = reading().scalars(select(AuditEntry).where(AuditEntry.action == "person.found")).all()
        assert len(found) == 1


def test_a_wrong_digit_of_a_card_is_told_at_the_field_and_nothing_is_lost(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    wrong = {**CARD_READ, **ANSWERS, "holder.identifier": "李样例,420102188701120027,女"}
    answer = clerk.post(START, wrong)
    assert answer.status_code == 422
    assert 'href="#field-holder-identifier"' in answer.text
    assert "末位是校验码" in answer.text
    shown = start_values(answer.text)
    assert (shown["holder.name"], shown["holder.identifier"]) == ("李样例", "420102188701120027")
    assert shown["q.age"] == "adult"


def test_the_number_of_an_application_of_this_clerk_finds_its_applicant(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    number = file_at_window(hall, clerk, LI_AT_WINDOW, "li")
    shown = start_values(clerk.post(START, {**CARD_READ, "holder.identifier": number}).text)
    assert (shown["holder.name"], shown["holder.identifier"]) == ("李样例", "420102188701120026")
    assert shown["holder.phone"] == LI_AT_WINDOW["holder.phone"]
    unknown = clerk.post(START, {**CARD_READ, "holder.identifier": f"{number[:-2]}9A"})
    assert unknown.status_code == 422
    assert start_values(unknown.text)["holder.name"] == ""


def test_the_code_of_an_organisation_tells_what_it_is(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    code = "91420100MADEM0001" + "X"
    answer = clerk.post(START, {**CARD_READ, "holder.identifier": f"某公司,{code}"})
    shown = start_values(answer.text)
    assert shown["holder.name"] == "某公司"


def test_a_card_with_the_answers_opens_the_one_page(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = begun(clerk)
    page = clerk.get(f"{path}/whole").text
    shown = values_of(forms_on(page)[f"{path}/whole"])
    assert shown["field.applicant_name"] == "李样例"
    assert 'name="seen.household-register"' in page
    assert 'name="declared"' in page
    assert "核对提交" not in page


def test_a_single_item_is_filed_from_the_one_page(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = begun(clerk)
    shown = values_of(forms_on(clerk.get(f"{path}/whole").text)[f"{path}/whole"])
    sent = {**shown, "field.household_address": "武汉市江岸区样例路 1 号"}
    refused = clerk.post(f"{path}/whole", sent)
    assert refused.status_code == 422
    assert 'id="declared-error"' in refused.text
    assert 'id="field-material-household-register-error"' in refused.text
    assert "武汉市江岸区样例路 1 号" in refused.text
    done = clerk.post(f"{path}/whole", {**sent, "seen.household-register": "yes", "declared": "yes"})
    assert done.status_code == 303, done.text
    number = done.headers["Location"].rsplit("/", 1)[1]
    with hall.app.app_context():
        [application] = reading().scalars(select(Application)).all()
        assert application.number == number


def test_a_bundle_goes_on_to_the_last_look(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = begin_at_window(hall, clerk, LI_AT_WINDOW)
    page = clerk.get(f"{path}/whole").text
    assert 'name="declared"' not in page
    shown = values_of(forms_on(page)[f"{path}/whole"])
    files: dict[str, Any] = originals_and_scans(page)
    filled = {**shown, **form_values(hall, "li"), **files, "consent": "yes"}
    answer = clerk.post(f"{path}/whole", filled)
    assert answer.headers["Location"] == f"{path}/review", answer.text
    assert f'href="{path}/whole"' in clerk.get(f"{path}/review").text
    done = clerk.post(f"{path}/submit", {"declared": "yes"})
    assert done.status_code == 303


def test_who_is_there_is_corrected_and_the_form_stays(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = begun(clerk, **{"holder.name": "李样列"})
    shown = values_of(forms_on(clerk.get(f"{path}/whole").text)[f"{path}/whole"])
    key = "material.household-register"
    scan: Any = (BytesIO(PNG), "户口簿.png")
    clerk.post(f"{path}/whole", {**shown, "field.household_address": "样例路 1 号", "stay": "1", key: scan})
    first = clerk.get(f"{path}/person").text
    values = start_values(first, f"{path}/person")
    assert values["holder.identifier"] == "420102188701120026"
    assert values["q.age"] == "adult"
    wrong = clerk.post(f"{path}/person", {**values, "holder.identifier": "420102188701120027"})
    assert wrong.status_code == 422
    right = {**values, "holder.name": "王演示", "holder.identifier": "42010218890920013X"}
    assert clerk.post(f"{path}/person", right).headers["Location"] == f"{path}/whole"
    page = clerk.get(f"{path}/whole").text
    now = values_of(forms_on(page)[f"{path}/whole"])
    assert now["field.applicant_name"] == "王演示"
    assert now["field.household_address"] == "样例路 1 号"
    assert "户口簿.png" in page


def test_what_another_page_of_the_draft_changed_is_shown_and_nothing_is_lost(hall: Hall) -> None:
    first, second = hall.sign_in("chuangkou"), hall.sign_in("chuangkou")
    path = begun(first)
    shown = values_of(forms_on(first.get(f"{path}/whole").text)[f"{path}/whole"])
    address = "field.household_address"
    assert first.post(f"{path}/whole", {**shown, address: "甲路 1 号", "stay": "1"}).status_code == 303
    answer = second.post(f"{path}/whole", {**shown, address: "乙路 2 号", "declared": "yes"})
    assert answer.status_code == 409
    assert "另一个页面也改了这一项" in answer.text
    assert "甲路 1 号" in answer.text
    assert "乙路 2 号" in answer.text
    with hall.app.app_context():
        assert reading().scalars(select(Draft)).one().application_id is None


def test_search_and_enter_lead_to_the_form(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    assert re.search(r'<input id="q"[^>]* autofocus', clerk.get("/window/").text)
    hits = clerk.get("/window/", q="身份证补领").text
    first = re.search(r'<a class="desk__row" autofocus href="([^"]+)"', hits)
    assert first is not None
    guide = clerk.get(first[1]).text
    assert re.search(rf'href="{START}[^"]*" accesskey="b" autofocus', guide)
    assert BUNDLE in clerk.get("/window/").text

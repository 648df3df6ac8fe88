"""Filing by API: required key, known fields, valid numbers; what the response contains."""

from typing import Any

import pytest
from sqlalchemy import select

from services_hall.attachments.models import Attachment
from services_hall.database import reading
from services_hall.demo.certificates import SHOP
from tests.support import application_pages
from tests.support.agency_systems import System, person_with_token, system
from tests.support.case_decisions import grant
from tests.support.hall import Hall
from tests.support.new_editions import take_handlers_away
from tests.support.restaurant import (
    BUNDLE,
    LI,
    LICENSED,
    ZHANG,
    case_of,
    file_restaurant,
    holder_of,
    picture,
    request_body,
    send,
)
from tests.support.waiting_jobs import do_jobs
from tests.support.window_pages import LI_AT_WINDOW, begin_at_window, missing_originals


@pytest.fixture
def market(hall: Hall) -> System:
    return system(hall, "market_supervision")


@pytest.mark.parametrize("key", [None, "", "short", "with a space in it", "k" * 81, "键" * 10])
def test_a_request_without_a_good_key_is_refused(market: System, key: str | None) -> None:
    body = request_body(market, LI)
    headers = {} if key is None else {"Idempotency_Key": key.encode().decode("latin-1")}
    answer = market.post("/applications", body, **headers)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert "Idempotency-Key" in answer.get_json()["errors"]["headers"]


def test_an_unknown_field_of_the_request_is_named(market: System) -> None:
    answer = send(market, {**request_body(market, LI), "colour": "red"})
    assert answer.status_code == 422
    assert "colour" in answer.get_json()["errors"]["json"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"code": "NO-SUCH"}, 404, "OfferNotFound"),
        ({"division_code": "420199000000"}, 422, "AnswersInvalid"),
        ({"holder": {**holder_of(LI), "identifier": "420102188701120027"}}, 422, "HolderInvalid"),
        ({"holder": {**holder_of(LI), "name": " "}}, 422, "HolderInvalid"),
        ({"scenario": {**LICENSED, "premises": "residential"}}, 422, "ScenarioStops"),
        ({"attachments": {"layout-plan": "nobody-has-this-file"}}, 404, "AttachmentNotFound"),
        ({"editions": {"SPJY-XB": 7}}, 409, "OfferChanged"),
        ({"editions": {"NO-SUCH": 1}}, 409, "OfferChanged"),
    ],
)
def test_what_is_wrong_is_told_by_its_fact(
    market: System, change: dict[str, Any], status: int, code: str
) -> None:
    answer = send(market, {**request_body(market, LI), **change})
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_a_wrong_person_a_stop_and_a_change_say_what_is_meant(market: System) -> None:
    body = request_body(market, LI)
    person = send(market, {**body, "holder": {**holder_of(LI), "identifier": "420102188701120027"}})
    assert person.get_json()["errors"] == {"identifier": "身份证号码的校验码不对。"}
    assert "420102188701120027" not in person.text
    stop = send(market, {**body, "scenario": {**LICENSED, "premises": "residential"}})
    assert "第二百五十条" in stop.get_json()["errors"][0]
    assert send(market, {**body, "editions": {"SPJY-XB": 7}}).get_json()["errors"] == ["SPJY-XB"]


@pytest.mark.parametrize("phone", ["", " ", "12", "\u200b", "1000000000２x"])
def test_a_person_whom_nobody_can_reach_is_told_at_the_phone(market: System, phone: str) -> None:
    answer = send(market, {**request_body(market, LI), "phone": phone})
    assert answer.status_code == 422
    assert "联系电话" in answer.get_json()["errors"]["json"]["phone"][0]


def test_an_unknown_division_is_named_with_the_way_out(market: System) -> None:
    answer = send(market, {**request_body(market, LI), "division_code": "420199000000"})
    assert answer.get_json()["errors"] == {
        "division_code": "没有这个行政区划。请核对 12 位代码，例如江岸区是 420102000000。"
    }


def test_a_division_where_nobody_handles_an_item_is_named_with_the_item(hall: Hall, market: System) -> None:
    body = request_body(market, LI)
    take_handlers_away(hall, "SPJY-XB")
    answer = send(market, body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "NoImplementation")
    assert "SPJY-XB" in answer.get_json()["errors"]["division_code"]


def test_a_file_of_another_system_cannot_be_given(hall: Hall, market: System) -> None:
    body = request_body(system(hall, "fire_rescue"), LI)
    answer = send(market, body)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "AttachmentNotFound")


def test_a_file_given_to_a_draft_is_filed_with_nothing_else(either_hall: Hall) -> None:
    clerk, program = either_hall.sign_in("chuangkou"), person_with_token(either_hall, "chuangkou")
    path = begin_at_window(either_hall, clerk, LI_AT_WINDOW, consent=False)
    key = missing_originals(clerk.get(f"{path}/materials").text)[0]
    clerk.post(f"{path}/materials", {f"material.{key}": application_pages.upload(), "stay": "1"})
    with either_hall.app.app_context():
        given = (
            reading().scalars(select(Attachment.public_id).where(Attachment.subject_kind == "draft")).one()
        )
    body = request_body(program, LI)
    answer = send(program, {**body, "attachments": {**body["attachments"], key: given}})
    assert (answer.status_code, answer.get_json()["code"]) == (404, "AttachmentNotFound")
    assert clerk.post(f"{path}/delete").status_code == 303


def test_the_holder_reads_who_took_the_certificate_that_a_case_issued(hall: Hall, market: System) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    grant(market, food)
    do_jobs(hall)
    identifier = market.get(f"/cases/{food['number']}").get_json()["certificate_identifier"]
    assert "已领取证照文件" not in hall.sign_in("li").get("/my/certificates/").text
    assert system(hall, "fire_rescue").get(f"/certificates/{identifier}").status_code == 404
    assert market.get(f"/certificates/{identifier}").status_code == 200
    page = hall.sign_in("li").get("/my/certificates/").text
    assert page.count("已领取证照文件") == 1
    assert "领取本办件办出的电子证照" in page
    assert food["number"] in page


def test_certificates_are_not_looked_at_without_the_holders_consent(market: System) -> None:
    body = {"code": BUNDLE, "scenario": LICENSED, "holder": holder_of(LI), "consent": False}
    answer = market.post("/waiver-checks", body)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "ConsentMissing")
    filed_anyway = send(market, {**request_body(market, LI), "consent": False})
    assert filed_anyway.get_json()["code"] == "RequirementsOpen"


def test_the_store_says_for_each_material_what_it_found(market: System) -> None:
    body = {"code": BUNDLE, "scenario": LICENSED, "holder": holder_of(ZHANG), "consent": True}
    found = {row["key"]: row for row in market.post("/waiver-checks", body).get_json()["items"]}
    assert found["identity-card"]["outcome"] == "proved"
    assert found["business-licence"]["outcome"] == "not_held"
    assert all(row["detail"] for row in found.values())
    assert "layout-plan" not in found


@pytest.mark.parametrize(
    ("name", "data"),
    [("空.pdf", b""), ("图.pdf", picture()), ("字.png", "只是文字".encode()), ("图.png.exe", picture())],
    ids=["empty", "a picture named PDF", "text named PNG", "a program's ending"],
)
def test_a_file_that_is_not_what_it_says_is_refused_by_name(market: System, name: str, data: bytes) -> None:
    answer = market.upload(name, data)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "UploadRefused")
    assert name in answer.get_json()["errors"]["file"]


def test_a_paper_is_there_once_it_is_made(hall: Hall, market: System) -> None:
    application = file_restaurant(market, LI)
    receipt = next(paper for paper in application["papers"] if paper["kind"] == "receipt")
    path = receipt["file"].removeprefix("/api/v1")
    assert (receipt["is_made"], receipt["number"]) == (False, None)
    assert market.get(path).status_code == 404
    do_jobs(hall, "receipt")
    answer = market.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")
    papers = market.get(f"/applications/{application['number']}").get_json()["papers"]
    made = next(paper for paper in papers if paper["kind"] == "receipt")
    found = market.get(f"/verifications/{made['number']}").get_json()
    assert (found["is_genuine"], found["kind"], found["title"]) == (True, "paper", "接收回执")
    assert found["holder_name"] == f"{SHOP.name}（经营者：李**）"


def test_the_desk_is_read_page_by_page(market: System) -> None:
    numbers = [
        case_of(file_restaurant(market, LI, key=f"restaurant-{turn}"), "SPJY-XB")["number"]
        for turn in range(3)
    ]
    first = market.get("/cases", limit=2).get_json()
    rest = market.get("/cases", limit=2, after=first["next"]).get_json()
    assert [case["number"] for case in first["items"] + rest["items"]] == numbers
    assert rest["next"] is None
    assert market.get("/cases", limit=3).get_json()["next"] is None
    assert market.get("/cases", state="accepted").get_json()["items"] == []
    assert market.get("/cases", state="nonsense").status_code == 422

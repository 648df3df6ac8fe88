"""Delivery of results: as agreed, at the first opening, at a window, by post; each with its proof."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from guides.enumerations import ResultForm
from services_hall.applications.delivery import result_delivery
from services_hall.applications.delivery.choice import DeliveryChoice, check_delivery
from services_hall.applications.enumerations import DeliveryWay
from services_hall.applications.errors import DeliveryInvalid
from services_hall.use_cases.accept_case import accept_case
from tests.support.agency_systems import System, system
from tests.support.application_pages import prepare_application
from tests.support.case_decisions import accept, case_row
from tests.support.case_decisions import decide as decide_by_system
from tests.support.demo_applications import person
from tests.support.endings import POST, UNOPENED, Site
from tests.support.hall import Hall, Visitor, words_of
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import LI, case_of, request_body, send
from tests.support.waiting_jobs import do_jobs

AGREED = {"way": "electronic", "consent": True}
ADDRESS = "武汉市江岸区样例路 1 号"


@pytest.fixture
def market(either_hall: Hall) -> System:
    """The system of market supervision."""
    return system(either_hall, "market_supervision")


def file_with(market: System, wish: Mapping[str, Any] | None) -> dict[str, Any]:
    body = request_body(market)
    if wish is None:
        del body["delivery"]
    else:
        body["delivery"] = dict(wish)
    answer = send(market, body)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def decide(hall: Hall, market: System, application: Mapping[str, Any], outcome: str = "deny") -> str:
    """The number of the decided food case, its receipt and its decision made."""
    food = case_of(application, "SPJY-XB")
    for answer in (accept(market, food), decide_by_system(market, food, outcome, "面积不足")):
        assert answer.status_code == 200, answer.text
    do_jobs(hall, "receipt", "denial" if outcome == "deny" else "grant")
    return str(food["number"])


def shown(market: System, number: str) -> dict[str, Any]:
    return dict(market.get(f"/cases/{number}").get_json())


def paper_kinds(hall: Hall, number: str) -> list[str]:
    with hall.app.app_context():
        case = case_row(number)
        return [paper.kind for paper in case.application.papers]


@on_postgresql
def test_with_consent_a_result_is_delivered_when_it_reaches_the_hall(
    either_hall: Hall, market: System
) -> None:
    number = decide(either_hall, market, file_with(market, AGREED))
    assert shown(market, number)["delivered_at"] is not None
    assert "delivery_address" in paper_kinds(either_hall, number)


@on_postgresql
def test_without_consent_a_result_is_delivered_when_the_applicant_opens_it(
    either_hall: Hall, market: System
) -> None:
    application = file_with(market, None)
    number = decide(either_hall, market, application)
    assert shown(market, number)["delivered_at"] is None
    assert "delivery_address" not in paper_kinds(either_hall, number)
    with either_hall.app.app_context():
        denial = next(one for one in case_row(number).papers if one.kind == "denial").public_id
    li = either_hall.sign_in("li")
    page = li.get(f"/my/applications/{application['number']}").text
    assert "第一次打开时算送达" in page
    assert li.get(f"/my/papers/{denial}").status_code == 200
    first = shown(market, number)["delivered_at"]
    assert first is not None
    li.get(f"/my/papers/{denial}")
    assert shown(market, number)["delivered_at"] == first
    with either_hall.app.app_context():
        events = [event.action for event in case_row(number).events]
    assert events.count("deliver") == 1


def test_an_officer_who_opens_the_paper_delivers_nothing(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = decide(hall, market, file_with(market, None))
    with hall.app.app_context():
        denial = next(one for one in case_row(number).papers if one.kind == "denial").public_id
    assert hall.sign_in("shichang").get(f"/desk/papers/{denial}").status_code == 200
    assert shown(market, number)["delivered_at"] is None


def test_a_hand_over_at_a_window_needs_a_signature_and_leaves_a_receipt(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = decide(hall, market, file_with(market, {"way": "window"}))
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{number}"
    assert shown(market, number)["delivered_at"] is None
    unsigned = officer.post(f"{path}/delivery", {"step": "hand_over", "receiver": " "})
    assert unsigned.status_code == 422
    assert 'id="error-receiver"' in unsigned.text
    assert officer.post(f"{path}/delivery", {"step": "hand_over", "receiver": "李样例"}).status_code == 303
    assert shown(market, number)["delivered_at"] is not None
    do_jobs(hall)
    assert paper_kinds(hall, number).count("delivery_receipt") == 1
    again = officer.post(f"{path}/delivery", {"step": "hand_over", "receiver": "李样例"})
    assert again.status_code == 409
    assert "现在不能这样交付" in again.text


def test_a_posted_result_is_delivered_when_its_receipt_is_confirmed(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = decide(hall, market, file_with(market, {"way": "post", "address": ADDRESS}))
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{number}"
    assert ADDRESS in officer.get(path).text
    untraced = officer.post(f"{path}/delivery", {"step": "post", "tracking_number": ""})
    assert untraced.status_code == 422
    posted = officer.post(f"{path}/delivery", {"step": "post", "tracking_number": "EMS123"})
    assert posted.status_code == 303
    assert shown(market, number)["delivered_at"] is None
    with hall.app.app_context():
        application = case_row(number).application.number
    assert "EMS123" in hall.sign_in("li").get(f"/my/applications/{application}").text
    officer.post(f"{path}/delivery", {"step": "confirm_receipt", "receiver": "李样例"})
    assert shown(market, number)["delivered_at"] is not None


@on_postgresql
def test_the_decision_that_ends_a_grant_is_delivered_and_its_remedies_name_the_last_day(
    either_hall: Hall,
) -> None:
    site = Site(either_hall)
    number = site.end(site.granted(UNOPENED), "annul")
    do_jobs(either_hall, "annulment")
    li, page = either_hall.sign_in("li"), f"/my/applications/{number[:-3]}"
    assert "送达之日起 60 日内" in li.get(page).text
    with either_hall.app.app_context():
        papers = {paper.kind: paper.public_id for paper in case_row(number).papers}
    assert li.get(f"/my/papers/{papers['grant']}").status_code == 200
    assert "送达之日起 60 日内" in li.get(page).text
    assert li.get(f"/my/papers/{papers['annulment']}").status_code == 200
    read = words_of(li.get(page))
    assert "送达之日起" not in read
    assert re.search(r"最迟 [^，<]+，向[^<]+申请行政复议", read)
    assert site.desk("SPJY-XB").get(f"/cases/{number}").get_json()["delivered_at"] is None


def test_what_the_post_brings_back_is_delivered_in_another_way(hall: Hall) -> None:
    site = Site(hall)
    number = site.end(site.granted(POST), "annul")
    do_jobs(hall, "annulment")
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{number}"
    assert officer.post(f"{path}/delivery", {"step": "return"}).status_code == 409
    posted = officer.post(f"{path}/delivery", {"step": "post", "tracking_number": "EMS123"})
    assert posted.status_code == 303
    assert "act=return_result" in officer.get(path).text
    assert officer.post(f"{path}/delivery", {"step": "return"}).status_code == 303
    assert "EMS123" not in officer.get(path).text
    handed = officer.post(f"{path}/delivery", {"step": "hand_over", "receiver": "李样例"})
    assert handed.status_code == 303
    with hall.app.app_context():
        (receipt,) = [one for one in case_row(number).papers if one.kind == "delivery_receipt"]
        assert receipt.details is not None
        assert [title for title, _number in receipt.details["delivered"]] == ["撤销行政许可决定书"]
    assert "最迟" in hall.sign_in("li").get(f"/my/applications/{number[:-3]}").text


def test_a_card_is_made_then_handed_over_whatever_was_agreed(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_delivery, "result_form", lambda _case: ResultForm.PHYSICAL)
    market = system(hall, "market_supervision")
    number = decide(hall, market, file_with(market, AGREED), "grant")
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{number}"
    assert shown(market, number)["delivered_at"] is None
    early = officer.post(f"{path}/delivery", {"step": "hand_over", "receiver": "李样例"})
    assert early.status_code == 409
    assert officer.post(f"{path}/delivery", {"step": "make"}).status_code == 303
    assert officer.post(f"{path}/delivery", {"step": "hand_over", "receiver": "李样例"}).status_code == 303
    assert shown(market, number)["delivered_at"] is not None


@pytest.mark.parametrize("address", ["", "   ", "长" * 301])
def test_the_post_needs_an_address_that_fits(address: str) -> None:
    with pytest.raises(DeliveryInvalid):
        check_delivery(DeliveryChoice(DeliveryWay.POST, address=address))
    check_delivery(DeliveryChoice(DeliveryWay.WINDOW, address=address))


def submitted(visitor: Visitor, draft: str, **fields: str) -> Any:
    return visitor.post(f"{draft}/submit", {"declared": "yes", **fields})


def test_the_form_asks_how_and_keeps_what_was_typed(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft = prepare_application(hall, li)
    assert 'name="delivery"' in li.get(f"{draft}/review").text
    refused = submitted(li, draft, delivery="post", delivery_address="")
    assert refused.status_code == 422
    assert "请填写邮寄地址" in refused.text
    assert 'value="post" checked' in refused.text
    assert submitted(li, draft, delivery="post", delivery_address=ADDRESS).status_code == 303


def test_accepting_does_not_deliver(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    application = file_with(market, AGREED)
    food = case_of(application, "SPJY-XB")
    with hall.app.test_request_context():
        accept_case(person("shichang"), food["number"])
    do_jobs(hall)
    assert shown(market, food["number"])["delivered_at"] is None


def test_any_window_hands_over_to_who_names_number_and_identity(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = decide(hall, market, file_with(market, {"way": "window"}))
    clerk = hall.sign_in("chuangkou")
    wrong = clerk.post("/window/collections", {"number": number, "identifier": "420102199001010011"})
    assert wrong.status_code == 404
    assert "对不上" in wrong.text
    assert clerk.post("/window/collections", {"number": "123", "identifier": "x"}).status_code == 404
    known = {"number": number, "identifier": LI.identity_number or ""}
    found = clerk.post("/window/collections", known)
    assert "等待窗口领取" in found.text
    unsigned = clerk.post("/window/collections", {**known, "receiver": ""})
    assert unsigned.status_code == 422
    assert clerk.post("/window/collections", {**known, "receiver": "李样例"}).status_code == 303
    assert shown(market, number)["delivered_at"] is not None
    assert "满意度评价还没有开通" in hall.sign_in("li").get(f"/my/applications/{number[:-3]}").text
    again = clerk.post("/window/collections", {**known, "receiver": "李样例"})
    assert again.status_code == 409


def test_a_system_records_the_delivery_of_its_cases(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = decide(hall, market, file_with(market, {"way": "window"}))
    path = f"/cases/{number}/delivery"
    assert market.post(path, {"step": "make"}).status_code == 409
    assert market.post(path, {"step": "hand_over"}).status_code == 422
    answer = market.post(path, {"step": "hand_over", "receiver": "李样例"})
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["delivered_at"] is not None

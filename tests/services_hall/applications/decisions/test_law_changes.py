"""A law that changed while an application was pending: the officer records which one applies."""

from typing import Any

from services_hall.applications.decisions.law_changes import AppliedLaw, newer_law, recorded_law
from services_hall.database import reading
from services_hall.presentation.event_details import event_lines
from tests.support.agency_systems import System, system
from tests.support.case_decisions import accept, case_row, decide
from tests.support.hall import Hall
from tests.support.new_editions import publish_again
from tests.support.restaurant import LI, case_of, file_restaurant


def amend(content: dict[str, Any]) -> None:
    """Another version of the first article."""
    content["legal_bases"][0]["text"] = "修订后的条文。"


def accepted(market: System) -> dict[str, Any]:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, food)
    return food


def record(market: System, food: dict[str, Any], applies: str, reason: str) -> Any:
    return market.post(f"/cases/{food['number']}/applied-law", {"applies": applies, "reason": reason})


def test_the_officer_is_told_and_records_the_law_before_the_decision(either_hall: Hall) -> None:
    market = system(either_hall, "market_supervision")
    food = accepted(market)
    publish_again(either_hall, "SPJY-XB", change=amend)
    refused = decide(market, food)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "LawNotRecorded")
    page = either_hall.sign_in("shichang").get(f"/desk/cases/{food['number']}").text
    assert "申请以后，设定依据变了：现行的是第 2 版。" in page
    assert record(market, food, "new", " ").get_json()["errors"].keys() == {"law_reason"}
    assert record(market, food, "old", "拖延了受理，新规定更严").status_code == 200
    with either_hall.app.app_context():
        case = case_row(food["number"])
        current = newer_law(reading(), case)
        assert current is not None
        assert recorded_law(case, current) is AppliedLaw.OLD
        assert (
            event_lines(case.events[-1].reason, case.events[-1].details)
            == "适用旧的规定：拖延了受理，新规定更严"
        )
    assert decide(market, food).status_code == 200


def test_an_edition_on_the_same_law_asks_nothing(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = accepted(market)
    publish_again(hall, "SPJY-XB")
    answer = record(market, food, "new", "没有变")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "LawUnchanged")
    assert decide(market, food).status_code == 200


def test_a_second_change_is_recorded_again(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = accepted(market)
    publish_again(hall, "SPJY-XB", change=amend)
    assert record(market, food, "new", "一般规则").status_code == 200
    publish_again(hall, "SPJY-XB", change=lambda content: content["legal_bases"][0].update(text="再次修订。"))
    assert decide(market, food).get_json()["code"] == "LawNotRecorded"


def test_a_commitment_whose_law_changed_is_accepted_first_and_granted_once_the_law_is_recorded(
    hall: Hall,
) -> None:
    fire = system(hall, "fire_rescue")
    case = case_of(file_restaurant(system(hall, "market_supervision"), LI), "XFJC-YYQ")
    officer, path = hall.sign_in("xiaofang"), f"/desk/cases/{case['number']}"
    assert f'action="{path}/commitment/preview"' in officer.get(path).text
    publish_again(hall, "XFJC-YYQ", change=amend)
    page = officer.get(path).text
    assert f'action="{path}/commitment' not in page
    assert f'action="{path}/acceptance"' in page
    assert officer.post(f"{path}/commitment").status_code == 409
    assert officer.post(f"{path}/acceptance").status_code == 303
    assert f'action="{path}/applied-law"' in officer.get(path).text
    assert decide(fire, case).status_code == 409
    assert (
        officer.post(f"{path}/applied-law", {"applies": "new", "law_reason": "一般规则"}).status_code == 303
    )
    assert decide(fire, case).status_code == 200


def test_the_desk_records_the_law(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = accepted(market)
    publish_again(hall, "SPJY-XB", change=amend)
    officer = hall.sign_in("shichang")
    path = f"/desk/cases/{food['number']}/applied-law"
    assert officer.post(path, {"applies": "new", "law_reason": ""}).status_code == 422
    assert officer.post(path, {"applies": "new", "law_reason": "一般规则"}).status_code == 303
    assert "适用新的规定：一般规则" in officer.get(f"/desk/cases/{food['number']}").text

"""Withdrawal by the applicant: before the decision, all or none, with what depended on it."""

from collections.abc import Mapping
from typing import Any, Final

import pytest

from services_hall.applications.decisions.outcomes import Decision
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.decide_case import decide_case
from tests.support.agency_systems import System, system
from tests.support.application_pages import BUNDLE
from tests.support.case_decisions import REVIEWED, case_row, decide
from tests.support.demo_applications import RESTAURANT, file_online, person
from tests.support.hall import Hall
from tests.support.restaurant import UNLICENSED, WANG, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

UNLICENSED_ONLINE: Final = {**RESTAURANT, "licence": "no", "form": "personal"}


@pytest.fixture
def market(either_hall: Hall) -> System:
    """The system of market supervision."""
    return system(either_hall, "market_supervision")


def withdraw(market: System, application: Mapping[str, Any], **body: Any) -> Any:
    return market.post(f"/applications/{application['number']}/withdrawal", body)


def papers_of(application: Mapping[str, Any], kind: str) -> list[str]:
    return [paper["case"] for paper in application["papers"] if paper["kind"] == kind]


def test_a_case_is_withdrawn_with_its_outcome_event_and_paper(either_hall: Hall, market: System) -> None:
    application = file_restaurant(market)
    food = case_of(application, "SPJY-XB")
    answer = withdraw(market, application, cases=[food["number"]], reason="改了主意")
    assert answer.status_code == 200, answer.text
    shown = answer.get_json()
    withdrawn = case_of(shown, "SPJY-XB")
    assert (withdrawn["state"], withdrawn["outcome"]) == ("withdrawn", "withdrawn")
    assert withdrawn["reason"] is None
    assert papers_of(shown, "withdrawal") == [food["number"]]
    with either_hall.app.app_context():
        event = case_row(food["number"]).events[-1]
        assert (event.action, event.reason) == ("withdraw", "改了主意")


def test_without_a_choice_all_open_cases_are_withdrawn_waiting_ones_too(market: System) -> None:
    application = file_restaurant(market, WANG, UNLICENSED)
    shown = withdraw(market, application).get_json()
    assert shown["state"] == "withdrawn"
    assert {case["outcome"] for case in shown["cases"]} == {"withdrawn"}
    assert len(papers_of(shown, "withdrawal")) == len(shown["cases"])


def test_cases_that_needed_a_withdrawn_one_end_with_a_reason(market: System) -> None:
    application = file_restaurant(market, WANG, UNLICENSED)
    first = next(case for case in application["cases"] if not case["waits_for"])
    shown = withdraw(market, application, cases=[first["number"]]).get_json()
    others = [case for case in shown["cases"] if case["number"] != first["number"]]
    assert {case["outcome"] for case in others} == {"terminated"}
    assert all(first["item_name"] in case["reason"] for case in others)


def test_nothing_is_withdrawn_when_one_of_the_cases_is_decided(either_hall: Hall, market: System) -> None:
    application = file_restaurant(market)
    food, sign = case_of(application, "SPJY-XB"), case_of(application, "YCLS-XB")
    market.post(f"/cases/{food['number']}/acceptance")
    assert decide(market, food, "deny", "不符合条件").status_code == 200
    answer = withdraw(market, application, cases=[food["number"], sign["number"]])
    assert answer.status_code == 409
    assert answer.get_json()["code"] == "CasesAlreadyEnded"
    assert answer.get_json()["errors"] == [food["item_name"]]
    with either_hall.app.app_context():
        assert case_row(sign["number"]).outcome is None


def test_a_case_of_another_application_is_unknown(market: System) -> None:
    application, other = file_restaurant(market), file_restaurant(market, key="restaurant-2")
    number = case_of(other, "SPJY-XB")["number"]
    assert withdraw(market, application, cases=[number]).status_code == 404
    assert withdraw(market, application, cases=[]).status_code == 422


def test_the_agency_cannot_decide_a_withdrawn_case(market: System) -> None:
    application = file_restaurant(market)
    food = case_of(application, "SPJY-XB")
    market.post(f"/cases/{food['number']}/acceptance")
    assert withdraw(market, application, cases=[food["number"]]).status_code == 200
    answer = market.post(f"/cases/{food['number']}/decision", {"outcome": "grant"})
    assert answer.status_code == 409


def test_the_applicant_confirms_on_a_page_that_says_what_ends(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, UNLICENSED_ONLINE, username="zhang")
    zhang = hall.sign_in("zhang")
    path = f"/my/applications/{number}"
    assert f'href="{path}/withdrawal"' in zhang.get(path).text
    page = zhang.get(f"{path}/withdrawal").text
    assert "会一同终止" in page
    nothing = zhang.post(f"{path}/withdrawal", {"reason": "不开店了"})
    assert nothing.status_code == 422
    assert "请选择要撤回的办件" in nothing.text
    assert "不开店了" in nothing.text
    answer = zhang.post(f"{path}/withdrawal", {"cases": f"{number}-01", "reason": "不开店了"})
    assert answer.status_code == 303
    do_jobs(hall)
    shown = zhang.get(path).text
    assert "撤回申请确认书" in shown
    assert "等这些办好后自动开始" not in shown
    assert "已撤回申请" in shown


def test_a_withdrawal_too_late_says_what_changed_and_keeps_the_reason(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    li = hall.sign_in("li")
    with hall.app.test_request_context():
        accept_case(person("shichang"), f"{number}-01")
        decide_case(person("shichang"), f"{number}-01", Decision.GRANT, "", grounds=REVIEWED)
    answer = li.post(f"/my/applications/{number}/withdrawal", {"cases": f"{number}-01", "reason": "太晚了"})
    assert answer.status_code == 409
    assert "不能再撤回：食品经营许可" in answer.text
    assert "太晚了" in answer.text


def test_an_officer_who_decides_a_withdrawn_case_reads_who_withdrew_it(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    officer = hall.sign_in("shichang")
    with hall.app.test_request_context():
        accept_case(person("shichang"), f"{number}-01")
    officer.get(f"/desk/cases/{number}-01")
    hall.sign_in("li").post(f"/my/applications/{number}/withdrawal", {"cases": f"{number}-01"})
    answer = officer.post(f"/desk/cases/{number}-01/decision", {"outcome": "deny", "reason": "写好的理由"})
    assert answer.status_code == 409
    assert "申请人撤回" in answer.text
    assert "写好的理由" in answer.text

"""False papers are warned of and bar for a year; a licence by fraud is annulled and bars for three."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from guides.calendar import add_months
from services_hall import database
from services_hall.applications.decisions.grant_ends import GrantEnding
from services_hall.applications.grounds.grant_bases import FRAUD, GrantEnd
from services_hall.applications.hearings.statements import Statement
from services_hall.applications.models import Case, NoticeKind
from services_hall.applications.paper_texts import decisions, grant_ends, intake
from services_hall.clock import local_day, utc_now
from services_hall.documents.texts import Printing
from services_hall.use_cases.announce_end import announce_end
from services_hall.use_cases.deem_cases_accepted import deem_cases_accepted
from services_hall.use_cases.end_grant import end_grant
from services_hall.use_cases.record_statement import record_statement
from tests.support.agency_systems import System, actor_of, system
from tests.support.case_decisions import STEPS_DONE, accept, case_row, decide, decision_body, end_time, grant
from tests.support.hall import Hall, words_of
from tests.support.new_editions import publish_again
from tests.support.restaurant import UNLICENSED, ZHANG, case_of, file_restaurant, request_body, send
from tests.support.waiting_jobs import do_jobs
from tests.support.window_pages import LI_AT_WINDOW, questions

PRINTING = Printing("决定书", "1", "大厅", "http://localhost", is_demo=True)
FALSE = {"reason": "平面图是伪造的", "basis_key": "spaq-33", "false_papers": True}


def years_ahead(years: int) -> date:
    return add_months(local_day(utc_now()), 12 * years)


def food_case(market: System, key: str) -> dict[str, Any]:
    """The food case of an application that knows of bars."""
    answer = send(market, {**request_body(market), "bar_known": True}, key)
    assert answer.status_code == 201, answer.text
    return case_of(answer.get_json(), "SPJY-XB")


def text_of(case: Case, kind: str) -> str:
    (paper,) = [one for one in case.papers if one.kind == kind]
    texts = {
        "denial": decisions.denial_text,
        "refusal": intake.refusal_text,
        "annulment": grant_ends.annulment_text,
    }
    return "".join(texts[kind](paper, PRINTING).paragraphs)


def look_for_bar(hall: Hall) -> None:
    """The barred person reads it before collecting papers, online and at the window; nobody else does."""
    scenario = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}
    bar = f"到 {years_ahead(1).isoformat()} 为止不得再次申请“食品经营许可”"
    assert f"您{bar}" in hall.sign_in("li").words("/apply/SPJY-XB", **scenario)
    assert "不得再次申请" not in hall.sign_in("wang").get("/apply/SPJY-XB", **scenario).text
    clerk = hall.sign_in("chuangkou")
    begun = clerk.post("/window/apply/SPJY-XB", {**questions(scenario), **LI_AT_WINDOW})
    assert f"申请人{bar}" in words_of(clerk.follow(begun))


def rest_on_bar(hall: Hall, market: System, case: dict[str, Any]) -> None:
    """A barred applicant's case can be refused on the article of the bar, and on no other of that law."""
    form = hall.sign_in("shichang").get(f"/desk/cases/{case['number']}", act="refusal").text
    assert "《中华人民共和国行政许可法》第七十八条" in form
    assert "《中华人民共和国行政许可法》第七十九条" not in form
    body = {"reason": "一年内不得再次申请", "basis_key": "licensing-79"}
    wrong = market.post(f"/cases/{case['number']}/refusal", body)
    assert (wrong.status_code, list(wrong.get_json()["errors"])) == (422, ["basis_key"])


@pytest.mark.parametrize("kind", ["denial", "refusal"])
def test_false_papers_are_warned_of_and_bar_from_the_same_licence_for_a_year(hall: Hall, kind: str) -> None:
    market = system(hall, "market_supervision")
    food = food_case(market, "first-time")
    if kind == "denial":
        accept(market, food)
        answer = market.post(f"/cases/{food['number']}/decision", {"outcome": "deny", **FALSE, **STEPS_DONE})
    else:
        answer = market.post(f"/cases/{food['number']}/refusal", FALSE)
    assert answer.status_code == 200, answer.text
    untold = send(market, request_body(market), "second-time")
    told = untold.get_json()["errors"]["holder"]
    assert (untold.status_code, f"到 {years_ahead(1).isoformat()} 为止不得再次申请" in told) == (422, True)
    assert "行政许可法第七十八条" in told
    assert "行政复议" in told
    again = food_case(market, "second-time")
    barred = accept(market, again)
    assert (barred.status_code, barred.get_json()["code"]) == (409, "ApplicantBarred")
    desk = hall.sign_in("shichang").words(f"/desk/cases/{again['number']}")
    assert f"{years_ahead(1).isoformat()} 以前不得再次申请" in desk
    rest_on_bar(hall, market, again)
    with hall.app.app_context():
        case = case_row(food["number"])
        assert case.barred_until == years_ahead(1)
        text = text_of(case, kind)
        assert "第七十八条的规定，给予警告" in text
        assert "一年内" in text
    look_for_bar(hall)
    with hall.app.app_context():
        yesterday = local_day(utc_now()) - timedelta(days=1)
        with database.transaction() as session:
            session.execute(update(Case).where(Case.id == case.id).values(barred_until=yesterday))
    assert accept(market, again).status_code == 200


@pytest.mark.parametrize("is_by_job", [True, False])
def test_after_the_notice_day_a_barred_case_counts_as_accepted_and_cannot_be_granted(
    hall: Hall, is_by_job: bool
) -> None:
    market = system(hall, "market_supervision")
    market.post(f"/cases/{food_case(market, 'first-time')['number']}/refusal", FALSE)
    again = food_case(market, "second-time")
    with hall.app.app_context():
        end_time(again["number"], "acceptance_due_on")
        if is_by_job:
            deem_cases_accepted()
    desk = f"/desk/cases/{again['number']}"
    assert "依法已经算受理，不能不予受理" in hall.sign_in("shichang").get(desk).text
    if not is_by_job:
        assert accept(market, again).status_code == 200
    with hall.app.app_context():
        assert case_row(again["number"]).is_deemed_accepted
    assert "应当作不予的决定" in hall.sign_in("shichang").get(desk).text
    barred = decide(market, again, "grant")
    assert (barred.status_code, barred.get_json()["code"]) == (409, "ApplicantBarred")
    denial = {**decision_body(again, "deny", "一年内不得再次申请"), "basis_key": "licensing-78"}
    assert market.post(f"/cases/{again['number']}/decision", denial).status_code == 200
    with hall.app.app_context():
        text = text_of(case_row(again["number"]), "denial")
        assert "根据《中华人民共和国行政许可法》第七十八条的规定" in text
    assert "第七十八条" in hall.sign_in("li").get(f"/my/applications/{again['number'][:-3]}").text


def test_a_licence_that_concerns_no_safety_is_warned_of_without_a_bar(hall: Hall) -> None:
    publish_again(hall, "SPJY-XB", change=lambda content: content.pop("concerns_safety"))
    market = system(hall, "market_supervision")
    food = food_case(market, "first-time")
    market.post(f"/cases/{food['number']}/refusal", FALSE)
    with hall.app.app_context():
        case = case_row(food["number"])
        assert case.barred_until is None
        assert "给予警告" in text_of(case, "refusal")
    assert accept(market, food_case(market, "second-time")).status_code == 200


def test_only_licences_are_warned_of(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    registration = case_of(file_restaurant(market, ZHANG, UNLICENSED), "GTDJ-SL")
    body = {"reason": "材料虚假", "basis_key": "djtl-3", "false_papers": True}
    answer = market.post(f"/cases/{registration['number']}/refusal", body)
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["false_papers"])


def test_a_licence_by_fraud_is_annulled_and_bars_for_three_years(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = food_case(market, "first-time")
    grant(market, food)
    do_jobs(hall)
    with hall.app.app_context():
        officer = actor_of("market_supervision")
        announce_end(
            officer,
            food["number"],
            kind=NoticeKind.ANNULMENT,
            facts="以欺骗手段取得",
            article_key=FRAUD.key,
            answer_until=local_day(utc_now()) + timedelta(days=1),
        )
        record_statement(officer, food["number"], Statement("没有意见"))
        end_grant(officer, food["number"], GrantEnding(GrantEnd.ANNUL, FRAUD.key, "以欺骗手段取得"))
        case = case_row(food["number"])
        assert (case.state, case.barred_until) == ("annulled", years_ahead(3))
        assert "第七十九条的规定" in text_of(case, "annulment")
    barred = accept(market, food_case(market, "second-time"))
    assert barred.get_json()["code"] == "ApplicantBarred"


def test_an_ordinary_denial_bars_nobody(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = food_case(market, "first-time")
    accept(market, food)
    decide(market, food, "deny", "面积不足")
    assert accept(market, food_case(market, "second-time")).status_code == 200

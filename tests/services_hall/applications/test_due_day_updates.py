"""Due days after a change of the calendar: every open case is computed again, once, and both sides see it."""

from datetime import date, timedelta
from typing import Any

from rich.progress import Progress

from guides.models import CalendarDay
from services_hall import database
from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.job_registry import HANDLERS
from services_hall.jobs.models import Job
from services_hall.jobs.names import JobName
from services_hall.notices.enumerations import NoticeTopic as T
from services_hall.seeding import seed_site
from services_hall.use_cases.reckon_cases import reckon_cases
from tests.support.agency_systems import System, system
from tests.support.case_decisions import accept, case_row, decide, row_count
from tests.support.hall import Hall
from tests.support.new_editions import end_with_handing_over, publish_again
from tests.support.notices import topics_of
from tests.support.restaurant import LI, case_of, file_restaurant


def close_day(hall: Hall, day: date) -> None:
    """Make a day a day off, as an operator does who enters a notice."""
    with hall.app.app_context(), database.transaction() as session:
        session.merge(CalendarDay(day=day, is_working=False, note="雨雪停工", source="市政府通知"))


def reckon(hall: Hall) -> int:
    with hall.app.app_context():
        return reckon_cases()


def reckoned_events(hall: Hall, number: str) -> list[dict[str, Any]]:
    with hall.app.app_context():
        return [one.details or {} for one in case_row(number).events if one.action == "reckon"]


def test_a_new_day_off_moves_both_days_of_an_accepted_case(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    accepted = accept(market, food).get_json()
    assert reckon(either_hall) == 0
    close_day(either_hall, date.fromisoformat(accepted["decision_due_on"]))
    assert reckon(either_hall) > 0
    shown = market.get(f"/cases/{food['number']}").get_json()
    assert shown["decision_due_on"] > accepted["decision_due_on"]
    assert shown["legal_due_on"] > accepted["legal_due_on"]
    (event,) = reckoned_events(either_hall, food["number"])
    assert event["moved"]["decision_due_on"] == [accepted["decision_due_on"], shown["decision_due_on"]]
    assert reckon(either_hall) == 0
    assert len(reckoned_events(either_hall, food["number"])) == 1
    assert topics_of(either_hall, "li", food["number"]) == [T.ACCEPTED, T.DAYS_MOVED]


def test_a_new_day_off_moves_the_day_of_acceptance(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    with either_hall.app.app_context():
        before = case_row(food["number"]).acceptance_due_on
    assert before is not None
    close_day(either_hall, before)
    reckon(either_hall)
    with either_hall.app.app_context():
        after = case_row(food["number"]).acceptance_due_on
    assert after is not None
    assert after > before


def test_a_new_day_off_moves_the_day_of_the_handing_over(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    accept(market, food)
    granted = decide(market, food).get_json()
    close_day(either_hall, date.fromisoformat(granted["issue_due_on"]))
    reckon(either_hall)
    assert market.get(f"/cases/{food['number']}").get_json()["issue_due_on"] > granted["issue_due_on"]


def test_a_new_day_off_moves_a_limit_that_ends_with_the_handing_over(hall: Hall) -> None:
    publish_again(hall, "SPJY-XB", change=end_with_handing_over)
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, case)
    granted = decide(market, case).get_json()
    close_day(hall, date.fromisoformat(granted["issue_due_on"]))
    reckon(hall)
    shown = market.get(f"/cases/{case['number']}").get_json()
    assert shown["issue_due_on"] == shown["decision_due_on"] > granted["decision_due_on"]
    (event,) = reckoned_events(hall, case["number"])
    assert {"decision_due_on", "issue_due_on"} <= set(event["moved"])


def test_both_sides_see_that_a_day_moved(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accepted = accept(market, case).get_json()
    close_day(hall, date.fromisoformat(accepted["decision_due_on"]))
    with hall.app.app_context():
        HANDLERS[JobName.RECKON_CASES]({})
    desk = hall.sign_in("shichang").get(f"/desk/cases/{case['number']}").text
    assert "放假安排有变，重新计算日期" in desk
    applicant = hall.sign_in("li").get(f"/my/applications/{case['number'].rpartition('-')[0]}").text
    assert f"承诺办结日由 {accepted['decision_due_on']} 改为" in applicant


def test_days_of_cases_that_have_ended_stay(either_hall: Hall, market: System, food: dict[str, Any]) -> None:
    accept(market, food)
    denied = decide(market, food, "deny", "不符合条件").get_json()
    close_day(either_hall, date.fromisoformat(denied["decision_due_on"]))
    reckon(either_hall)
    assert market.get(f"/cases/{food['number']}").get_json()["decision_due_on"] == denied["decision_due_on"]
    assert reckoned_events(either_hall, food["number"]) == []


def test_a_procedure_that_takes_longer_than_planned_moves_the_day_without_a_notice(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, case)
    today = local_day(utc_now())
    body = {"kind": "testing", "reason": "检测", "planned_until": (today + timedelta(days=30)).isoformat()}
    paused = market.post(f"/cases/{case['number']}/special-procedure", body).get_json()
    with hall.app.app_context(), database.transaction() as session:
        session.get_one(Case, case_row(case["number"]).id).decision_due_on = today
    reckon(hall)
    assert market.get(f"/cases/{case['number']}").get_json()["decision_due_on"] == paused["decision_due_on"]
    assert reckoned_events(hall, case["number"]) == []


def test_a_changed_calendar_orders_the_reckoning_only_while_cases_are_open(hall: Hall) -> None:
    def waiting() -> int:
        with hall.app.app_context():
            return row_count(Job, Job.name == JobName.RECKON_CASES)

    def seed_again() -> None:
        with hall.app.app_context():
            with database.transaction() as session:
                session.get_one(CalendarDay, date(2026, 10, 1)).is_working = True
            with Progress(disable=True) as display:
                seed_site(display)

    seed_again()
    assert waiting() == 0
    file_restaurant(system(hall, "market_supervision"), LI)
    seed_again()
    assert waiting() == 1

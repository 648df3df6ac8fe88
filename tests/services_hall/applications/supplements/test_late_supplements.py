"""Supplements that do not come: reminded of before, then closed by a job with a paper."""

from typing import Any

from services_hall import database
from services_hall.applications.paper_texts.supplements import notice_text, return_text
from services_hall.clock import utc_now
from services_hall.documents.texts import Printing
from services_hall.job_registry import HANDLERS
from services_hall.jobs.names import JobName
from services_hall.use_cases.close_late_supplements import (
    close_late_supplements,
    has_late_supplements,
    has_reminders,
    remind_of_supplements,
)
from tests.support.agency_systems import System, system
from tests.support.case_decisions import case_row
from tests.support.hall import Hall
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import LI, UNLICENSED, ZHANG, case_of, file_restaurant
from tests.support.supplements import (
    AREA,
    PLAN,
    ask_supplement,
    demands_by_target,
    give_supplement,
    in_days,
    let_days_pass,
)
from tests.support.waiting_jobs import do_jobs

PRINTING = Printing("退件通知书", "1", "大厅", "http://localhost", is_demo=True)


@on_postgresql
def test_a_case_without_its_supplement_is_closed_once_with_its_paper(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    ask_supplement(market, food)
    give_supplement(market, food, answers={AREA: "90"}, complete=False)
    with either_hall.app.app_context():
        assert close_late_supplements() == 0
    let_days_pass(either_hall, food["number"], "supplement_due_on")
    with either_hall.app.app_context():
        assert has_late_supplements(database.reading(), utc_now())
        assert close_late_supplements() == 1
        assert close_late_supplements() == 0
        case = case_row(food["number"])
        assert (case.state, case.outcome) == ("closed", "returned")
        assert (case.decided_at is not None, case.decided_by_id) == (True, None)
        (paper,) = [one for one in case.papers if one.kind == "return"]
        assert paper.details is not None
        missing = demands_by_target(food["number"])[f"material.{PLAN}"].name
        assert paper.details["missing"] == [missing]
        assert missing in " ".join(return_text(paper, PRINTING).paragraphs)
        assert case.events[-1].actor_id is None
    do_jobs(either_hall)
    late = give_supplement(market, food, answers={AREA: "91"})
    assert (late.status_code, late.get_json()["code"]) == (409, "TransitionRefused")


def test_on_the_last_day_the_case_stays_open(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    ask_supplement(market, food)
    let_days_pass(hall, food["number"], "supplement_due_on", days=0)
    with hall.app.app_context():
        assert close_late_supplements() == 0
    assert give_supplement(market, food, answers={AREA: "90"}, complete=False).status_code == 200


def test_the_cases_that_waited_for_it_end_with_paper_and_reason(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    application = file_restaurant(market, ZHANG, UNLICENSED)
    registration = case_of(application, "GTDJ-SL")
    demand = {"target": "field.business_scope", "problem": "不规范", "way_out": "请按规范填写"}
    assert ask_supplement(market, registration, demand).status_code == 200
    with hall.app.app_context():
        (notice,) = case_row(registration["number"]).papers
        words = " ".join(notice_text(notice, PRINTING).paragraphs)
        assert "行政许可法" not in words
        assert "第十九条" in words
    let_days_pass(hall, registration["number"], "supplement_due_on")
    with hall.app.app_context():
        HANDLERS[JobName.CLOSE_LATE_SUPPLEMENTS]({})
        food = case_row(case_of(application, "SPJY-XB")["number"])
        assert food.state == "terminated"
        assert "退件" in (food.reason or "")
        assert [paper.kind for paper in food.papers] == ["termination"]


def test_an_applicant_is_reminded_once_when_the_day_is_near(
    either_hall: Hall, market: System, food: dict[str, Any]
) -> None:
    ask_supplement(market, food, due_on=in_days(9))
    with either_hall.app.app_context():
        assert not has_reminders(database.reading(), utc_now())
    let_days_pass(either_hall, food["number"], "supplement_due_on", days=-2)
    with either_hall.app.app_context():
        assert has_reminders(database.reading(), utc_now())
        remind_of_supplements()
        reminded = {one.reminded_at for one in demands_by_target(food["number"]).values()}
        assert None not in reminded
        assert not has_reminders(database.reading(), utc_now())

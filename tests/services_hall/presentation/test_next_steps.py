"""The applicant's page says the truth of the whole first, then the next step."""

import re
from datetime import date
from typing import Final

import pytest

from guides.calendar import WorkingDays
from guides.enumerations import Unit
from services_hall.presentation.remedy_words import last_day
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, decide
from tests.support.demo_applications import file_online
from tests.support.hall import Hall
from tests.support.restaurant import case_of, file_restaurant, request_body, send
from tests.support.waiting_jobs import do_jobs, do_jobs_and_papers

FOOD: Final = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}


def page_of(hall: Hall, number: str) -> str:
    return hall.sign_in("li").get(f"/my/applications/{number}").text


def test_a_denial_stands_first_with_reason_article_and_the_last_days_of_remedies(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    application = file_restaurant(market)
    food = case_of(application, "SPJY-XB")
    for answer in (accept(market, food), decide(market, food, "deny", "面积不足")):
        assert answer.status_code == 200, answer.text
    undelivered = page_of(hall, application["number"])
    assert "送达之日起 60 日内" in undelivered
    do_jobs(hall, "denial")
    page = page_of(hall, application["number"])
    assert "status--red" in page
    assert "其中 1 件没有获准" in page
    for said in ("面积不足", "依据：", "申请行政复议", "提起行政诉讼"):
        assert said in page, said
    assert "送达之日起 60 日内" not in page
    assert "可以随时下载" not in page


def test_a_result_at_the_window_says_where_to_go_and_what_to_bring(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    body = {**request_body(market), "delivery": {"way": "window"}}
    application = send(market, body).get_json()
    food = case_of(application, "SPJY-XB")
    for answer in (accept(market, food), decide(market, food)):
        assert answer.status_code == 200, answer.text
    do_jobs(hall)
    page = page_of(hall, application["number"])
    assert "请您：领取“食品经营许可" in page
    assert "身份证件原件" in page


def test_without_a_step_of_ones_own_the_next_day_of_the_agencies_is_said(hall: Hall) -> None:
    application = file_restaurant(system(hall, "market_supervision"))
    page = page_of(hall, application["number"])
    assert "各部门正在办，您现在不用做什么" in page
    assert "下一个期限" in page


def test_of_a_single_agency_nobody_speaks_as_of_several(hall: Hall) -> None:
    number = file_online(hall, "SPJY-XB", FOOD)
    page = page_of(hall, number)
    assert "部门正在办，您现在不用做什么" in page
    assert "各部门" not in page


def test_a_paper_that_counts_as_delivered_when_opened_is_opened_from_the_step(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    body = {**request_body(market), "delivery": {"way": "electronic", "consent": False}}
    application = send(market, body).get_json()
    food = case_of(application, "SPJY-XB")
    for answer in (accept(market, food), decide(market, food)):
        assert answer.status_code == 200, answer.text
    do_jobs_and_papers(hall)
    page = page_of(hall, application["number"])
    step = page.partition("的决定或证照，打开时算送达")[2].partition("</li>")[0]
    (paper,) = re.findall(r'href="(/my/papers/[^"]+)">打开：准予行政许可决定书<', step)
    assert hall.sign_in("li").get(paper).mimetype == "application/pdf"


@pytest.mark.parametrize(
    ("delivered_on", "amount", "unit", "last"),
    [
        (date(2026, 3, 9), 60, Unit.CALENDAR_DAY, date(2026, 5, 8)),
        (date(2026, 3, 4), 60, Unit.CALENDAR_DAY, date(2026, 5, 4)),
        (date(2026, 8, 31), 6, Unit.MONTH, date(2027, 3, 1)),
    ],
)
def test_times_of_remedy_run_from_the_delivery(
    delivered_on: date, amount: int, unit: Unit, last: date
) -> None:
    assert last_day(delivered_on, amount, unit, WorkingDays({})) == last

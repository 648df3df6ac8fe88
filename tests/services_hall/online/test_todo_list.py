"""The top of a person's page: what she has to do now, the most urgent first, each with its page."""

from datetime import timedelta

from services_hall.applications.decisions.commitments import CorrectionOrder
from services_hall.applications.hearings.statements import Statement
from services_hall.applications.models import NoticeKind
from services_hall.clock import local_day, utc_now
from services_hall.use_cases.announce_end import announce_end
from services_hall.use_cases.order_correction import order_correction
from services_hall.use_cases.record_statement import record_statement
from tests.support.agency_systems import actor_of, system
from tests.support.case_decisions import accept, decide, end_time, grant
from tests.support.hall import Hall, words_of
from tests.support.restaurant import case_of, file_restaurant, request_body, send
from tests.support.waiting_jobs import do_jobs

FINDING = "疏散通道被占用"


def test_a_correction_is_owed_until_a_statement_may_be_given(hall: Hall) -> None:
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    opinion = case_of(file_restaurant(market), "XFJC-YYQ")
    grant(fire, opinion)
    li, number = hall.sign_in("li"), opinion["number"]
    tomorrow = local_day(utc_now()) + timedelta(days=1)
    with hall.app.app_context():
        officer = actor_of("fire_rescue")
        order_correction(officer, number, CorrectionOrder(FINDING, tomorrow))
    page = words_of(li.get("/my/"))
    assert "有 1 件事等您办" in page
    assert f"最迟 {tomorrow} 改正" in page
    with hall.app.app_context():
        end_time(number, "correction_due_on")
        announce_end(
            officer,
            number,
            kind=NoticeKind.ANNULMENT,
            facts=FINDING,
            article_key="xff-58",
            answer_until=tomorrow,
        )
    page = li.get("/my/")
    assert "有 1 件事等您办" in page.text
    assert f"{tomorrow} 前可以提出意见" in words_of(page)
    assert f"/my/applications/{number[:-3]}/statement" in page.text
    assert "拟撤销许可" in li.get(f"/my/applications/{number[:-3]}/statement").text
    with hall.app.app_context():
        record_statement(officer, number, Statement("正在整改"))
    assert "前可以提出意见" not in li.get("/my/").text


def test_what_is_ready_at_the_window_is_told_until_it_is_collected(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    application = send(market, {**request_body(market), "delivery": {"way": "window"}}).get_json()
    food = case_of(application, "SPJY-XB")
    for answer in (accept(market, food), decide(market, food)):
        assert answer.status_code == 200, answer.text
    do_jobs(hall)
    li, told = hall.sign_in("li"), "已办好，到窗口领取"
    before = li.get("/my/").text.count(told)
    known = {"number": food["number"], "identifier": "420102188701120026", "receiver": "李样例"}
    assert hall.sign_in("chuangkou").post("/window/collections", known).status_code == 303
    assert li.get("/my/").text.count(told) == before - 1

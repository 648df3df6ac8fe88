"""Parked jobs reach the administrator and the agency whose result is stuck."""

import re

from sqlalchemy import update

from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.jobs.administration import retry_parked_jobs
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName
from services_hall.presentation.job_words import JOBS
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, break_commitment, grant
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs


def park(hall: Hall, name: JobName = JobName.ISSUE_CERTIFICATE) -> None:
    """All attempts at the jobs of this name have failed."""
    values = {"status": JobStatus.PARKED, "finished_at": utc_now(), "last_error": "证照库没有应答"}
    with hall.app.app_context(), transaction() as session:
        session.execute(update(Job).where(Job.name == name).values(**values))


def stuck_at_desk(officer: Visitor) -> str:
    """What the officer's list says of stuck cases."""
    return officer.get("/desk/").text.partition("没有注销成，已经停下")[2].partition("</p>")[0]


def test_every_job_has_words_for_the_administrator() -> None:
    assert set(JOBS) == set(JobName)


def test_a_stuck_certificate_is_seen_at_the_desk_and_run_again_by_the_administrator(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = case_of(file_restaurant(market, LI), "SPJY-XB")["number"]
    grant(market, {"number": number, "item_code": "SPJY-XB"})
    mine = hall.sign_in("li")
    assert "会晚一些" not in mine.get("/my/").text
    officer, administrator = hall.sign_in("shichang"), hall.sign_in("guanli")
    assert "没有做成、没有注销成，已经停下" not in officer.get("/desk/").text
    assert "没有停下的任务" in administrator.get("/administration/jobs/").text
    park(hall)
    desk = officer.get("/desk/").text
    assert "没有做成、没有注销成，已经停下" in desk
    assert number in desk
    for said in ("“食品经营许可（新办）”会晚一些。", "已经告诉江岸区市场监督管理局，您不用重新申请"):
        assert said in mine.get("/my/").text
    assert "会晚一些" not in hall.sign_in("wang").get("/my/").text
    assert "没有做成、没有注销成，已经停下" not in hall.sign_in("yancao").get("/desk/").text
    page = administrator.get("/administration/jobs/").text
    assert "制作电子证照" in page
    assert "证照库没有应答" in page
    assert number in page
    assert "江岸区市场监督管理局" in page
    assert "case_id" not in page
    paths = re.findall(r'action="(/administration/jobs/\d+/retry)"', page)
    assert len(paths) == 2
    for path in paths:
        assert administrator.post(path).status_code == 303
    assert "没有停下的任务" in administrator.get("/administration/jobs/").text
    assert administrator.post("/administration/jobs/999999/retry").status_code == 404
    do_jobs(hall)
    assert market.get(f"/cases/{number}").get_json()["certificate_identifier"]
    assert "没有做成、没有注销成，已经停下" not in officer.get("/desk/").text
    assert "会晚一些" not in mine.get("/my/").text


def test_a_certificate_that_is_not_cancelled_is_told_to_its_agency_and_its_holder(hall: Hall) -> None:
    application = file_restaurant(system(hall, "market_supervision"), LI)
    case = case_of(application, "XFJC-YYQ")
    grant(system(hall, "fire_rescue"), case)
    do_jobs(hall)
    break_commitment(hall, case)
    park(hall, JobName.ANNUL_CERTIFICATE)
    officer, li = hall.sign_in("xiaofang"), hall.sign_in("li")
    desk, own = f"/desk/cases/{case['number']}", f"/my/applications/{application['number']}"
    assert (
        case["number"] in officer.get("/desk/").text.partition("没有注销成，已经停下")[2].partition("</p>")[0]
    )
    assert "证照库里它还显示有效" in officer.get(desk).text
    page = li.get(own).text
    assert ("所发证照的注销出了故障" in page, "所发证照已经随之注销" in page) == (True, False)
    with hall.app.app_context(), transaction() as session:
        retry_parked_jobs(session, now=utc_now())
    do_jobs(hall)
    page = li.get(own).text
    assert ("所发证照的注销出了故障" in page, "所发证照已经随之注销" in page) == (False, True)
    assert "证照库里它还显示有效" not in officer.get(desk).text


def test_a_paper_before_the_decision_that_cannot_be_made_is_told_to_both_sides(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    application = file_restaurant(market, LI)
    number = case_of(application, "SPJY-XB")["number"]
    assert accept(market, {"number": number}).status_code == 200
    park(hall, JobName.RENDER_PAPER)
    officer = hall.sign_in("shichang")
    assert number in stuck_at_desk(officer)
    assert "文书或者证照没有做成，已经停下" in officer.get(f"/desk/cases/{number}").text
    own = hall.sign_in("li").get(f"/my/applications/{application['number']}").text
    assert "有一份文书的制作出了故障，会晚一些" in own

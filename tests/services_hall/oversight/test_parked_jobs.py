"""Parked jobs reach the administrator and the agency whose result is stuck."""

import re

from sqlalchemy import update

from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName
from services_hall.presentation.job_words import JOBS
from tests.support.agency_systems import system
from tests.support.case_decisions import grant
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs


def park_issuing(hall: Hall) -> None:
    """All attempts to issue certificates have failed."""
    values = {"status": JobStatus.PARKED, "finished_at": utc_now(), "last_error": "证照库没有应答"}
    with hall.app.app_context(), transaction() as session:
        session.execute(update(Job).where(Job.name == JobName.ISSUE_CERTIFICATE).values(**values))


def test_every_job_has_words_for_the_administrator() -> None:
    assert set(JOBS) == set(JobName)


def test_a_stuck_certificate_is_seen_at_the_desk_and_run_again_by_the_administrator(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    number = case_of(file_restaurant(market, LI), "SPJY-XB")["number"]
    grant(market, {"number": number, "item_code": "SPJY-XB"})
    officer, administrator = hall.sign_in("shichang"), hall.sign_in("guanli")
    assert "没有做成，已经停下" not in officer.get("/desk/").text
    assert "没有停下的任务" in administrator.get("/admin/").text
    park_issuing(hall)
    desk = officer.get("/desk/").text
    assert "没有做成，已经停下" in desk
    assert number in desk
    assert "没有做成，已经停下" not in hall.sign_in("yancao").get("/desk/").text
    page = administrator.get("/admin/").text
    assert "制作电子证照" in page
    assert "证照库没有应答" in page
    paths = re.findall(r'action="(/admin/jobs/\d+/retry)"', page)
    assert len(paths) == 2
    for path in paths:
        assert administrator.post(path).status_code == 303
    assert "没有停下的任务" in administrator.get("/admin/").text
    assert administrator.post("/admin/jobs/999999/retry").status_code == 404
    do_jobs(hall)
    assert market.get(f"/cases/{number}").get_json()["certificate_identifier"]
    assert "没有做成，已经停下" not in officer.get("/desk/").text

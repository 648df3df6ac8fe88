"""Notices before a decision: third parties are told, a hearing may be demanded, the decision waits."""

import re
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from typing import Final

import pytest

from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row
from tests.support.demo_applications import PNG
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs_and_papers

TODAY: Final = local_day(utc_now())
SOON: Final = (TODAY + timedelta(days=30)).isoformat()
NOTICE: Final = {
    "kind": "third_party",
    "addressee": "江岸区示例路 2 号业主",
    "facts": "油烟排放口紧邻住户窗口",
    "answer_until": SOON,
}


@pytest.fixture
def food(either_hall: Hall) -> str:
    """An accepted case of a licence."""
    market = system(either_hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    assert accept(market, case).status_code == 200
    return f"/desk/cases/{case['number']}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"addressee": " "}, "addressee"),
        ({"facts": ""}, "facts"),
        ({"answer_until": TODAY.isoformat()}, "answer_until"),
        ({"answer_until": "nächste Woche"}, "answer_until"),
        ({"kind": "hearing", "answer_until": (TODAY + timedelta(days=2)).isoformat()}, "answer_until"),
    ],
)
def test_a_notice_that_cannot_be_is_told_at_its_field(
    either_hall: Hall, food: str, changes: Mapping[str, str], field: str
) -> None:
    officer = either_hall.sign_in("shichang")
    answer = officer.post(f"{food}/hearing-notice", {**NOTICE, **changes})
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text


def test_the_decision_waits_for_the_third_party_and_keeps_the_record(either_hall: Hall, food: str) -> None:
    officer = either_hall.sign_in("shichang")
    assert officer.post(f"{food}/hearing-notice", NOTICE).status_code == 303
    assert officer.post(f"{food}/hearing-notice", NOTICE).status_code == 409
    refused = officer.post(f"{food}/decision", {"outcome": "grant", "reason": "可以"})
    assert refused.status_code == 409
    assert "可以" in refused.text
    statement = {"statement": "请加装净化设备", "hearing_record": (BytesIO(PNG), "听证笔录.png")}
    broken = {**statement, "hearing_record": (BytesIO(b"no picture"), "听证笔录.png")}
    answer = officer.post(f"{food}/statement", broken)
    assert answer.status_code == 422
    assert "请加装净化设备" in answer.text
    assert officer.post(f"{food}/statement", statement).status_code == 303
    page = officer.get(food).text
    record = re.search(r'href="(/desk/files/[^"]+)"[^>]*>听证笔录', page)
    assert record is not None
    assert officer.get(record[1]).mimetype == "image/png"
    assert officer.post(f"{food}/decision", {"outcome": "grant"}).status_code == 303


def test_the_applicant_does_not_answer_for_the_third_party(either_hall: Hall, food: str) -> None:
    officer, li = either_hall.sign_in("shichang"), either_hall.sign_in("li")
    officer.post(f"{food}/hearing-notice", NOTICE)
    number = food.rsplit("/", 1)[1]
    own = li.get(f"/my/applications/{number.rsplit('-', 1)[0]}").text
    assert "油烟排放口紧邻住户窗口" not in own


def test_the_notices_are_papers_of_the_agency(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, case)
    officer = hall.sign_in("shichang")
    address = f"/desk/cases/{case['number']}"
    assert officer.post(f"{address}/hearing-notice", NOTICE).status_code == 303
    officer.post(f"{address}/statement", {"statement": "没有意见"})
    hearing = {**NOTICE, "kind": "hearing", "addressee": ""}
    assert officer.post(f"{address}/hearing-notice", hearing).status_code == 303
    do_jobs_and_papers(hall)
    page = officer.get(address).text
    assert "利害关系人告知书" in page
    assert "听证权利告知书" in page
    with hall.app.app_context():
        reading().expire_all()
        papers = {paper.kind: paper.number for paper in case_row(str(case["number"])).papers}
    assert papers["third_party_notice"] is not None
    assert papers["hearing_notice"] is not None


def test_a_system_gives_the_notice_of_a_hearing(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, case)
    address = f"/cases/{case['number']}/hearing-notice"
    assert market.post(address, {**NOTICE, "kind": "annulment"}).status_code == 422
    early = {**NOTICE, "kind": "hearing", "answer_until": (TODAY + timedelta(days=1)).isoformat()}
    refused = market.post(address, early)
    assert refused.status_code == 422
    assert set(refused.get_json()["errors"]) == {"answer_until"}
    assert market.post(address, {**NOTICE, "kind": "hearing"}).status_code == 200
    assert market.post(address, {**NOTICE, "kind": "hearing"}).status_code == 409


def test_a_decided_case_gets_no_notice(either_hall: Hall, food: str) -> None:
    officer = either_hall.sign_in("shichang")
    officer.post(f"{food}/decision", {"outcome": "grant"})
    assert officer.post(f"{food}/hearing-notice", NOTICE).status_code == 409

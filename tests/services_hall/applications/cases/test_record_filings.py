"""Filings (备案) are recorded on receipt by every channel; nobody accepts, grants or denies them."""

from datetime import timedelta
from typing import Any, Final

import pytest

from guides.calendar import WorkingDays
from services_hall import database
from services_hall.applications.decisions.grant_ends import GrantEnding
from services_hall.applications.grounds.grant_bases import GrantEnd
from services_hall.applications.hearings.statements import Statement
from services_hall.applications.models import NoticeKind
from services_hall.casework.lights import light_days
from services_hall.clock import local_day, utc_now
from services_hall.domains import paper_title
from services_hall.supervision.clocks import clocks_by_agency
from services_hall.use_cases.announce_end import announce_end
from services_hall.use_cases.deem_cases_accepted import deem_cases_accepted
from services_hall.use_cases.end_grant import end_grant
from services_hall.use_cases.record_statement import record_statement
from tests.support.agency_systems import System, actor_of, system
from tests.support.application_pages import (
    begin_application,
    prepare_application,
    submit_application,
    valid_form,
)
from tests.support.case_decisions import accept, case_row, decide, end_time
from tests.support.hall import Hall
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import LI, request_body, send, upload_file
from tests.support.supplements import in_days
from tests.support.waiting_jobs import do_jobs

SIGN: Final = "HWZP-SZ"
PICTURE: Final = "sign-picture"
SCENARIO: Final = {"lighting": "no"}
UNKNOWN_TO_FILINGS: Final = {
    "acceptance": {},
    "decision": {"outcome": "grant"},
    "refusal": {"reason": "不美观", "basis_key": "sr-9"},
    "tolerant-acceptance": {"supply_until": "2027-01-04"},
}


@pytest.fixture
def urban(either_hall: Hall) -> System:
    return system(either_hall, "urban_management")


def file_sign(desk: System, *, is_complete: bool = True, key: str = "sign-key-1") -> dict[str, Any]:
    """The case of a filing of a shop sign by this system; without its picture unless complete."""
    body = request_body(desk, LI, SCENARIO, SIGN)
    if not is_complete:
        del body["attachments"][PICTURE]
        body["incomplete"] = True
    answer = send(desk, body, key)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json()["cases"][0])


def refusals(desk: System, number: str) -> set[tuple[int, str]]:
    """The answers to everything that an agency does to other cases."""
    answers = [desk.post(f"/cases/{number}/{path}", body) for path, body in UNKNOWN_TO_FILINGS.items()]
    return {(answer.status_code, answer.get_json()["code"]) for answer in answers}


@on_postgresql
def test_a_complete_filing_is_recorded_at_once_and_nobody_decides_it(
    either_hall: Hall, urban: System
) -> None:
    case = file_sign(urban)
    assert (case["state"], case["outcome"]) == ("recorded", "recorded")
    assert (case["acceptance_due_on"], case["decision_due_on"], case["accepted_at"]) == (None, None, None)
    assert refusals(urban, case["number"]) == {(409, "TransitionRefused")}
    do_jobs(either_hall, "filing_record")
    done = urban.get(f"/applications/{case['application']}").get_json()
    assert done["state"] == "finished"
    assert done["cases"][0]["certificate_identifier"]
    with either_hall.app.test_request_context():
        row = case_row(case["number"])
        assert [paper_title(paper) for paper in row.papers] == ["备案凭证"]
        assert row.papers[0].number
        (agency,) = clocks_by_agency(
            database.reading(),
            days=light_days(local_day(utc_now()), WorkingDays({})),
            since=utc_now() - timedelta(days=1),
        )
    assert (agency.recorded, agency.granted, agency.decided, agency.accepted) == (1, 0, 0, 0)


def test_an_incomplete_filing_is_recorded_when_the_rest_is_given(either_hall: Hall, urban: System) -> None:
    case = file_sign(urban, is_complete=False)
    assert (case["state"], case["decision_due_on"]) == ("received", None)
    number = case["number"]
    assert {status for status, _ in refusals(urban, number)} == {409}
    with either_hall.app.app_context():
        end_time(number, "acceptance_due_on")
        assert deem_cases_accepted() == 0
    body = {"attachments": {PICTURE: upload_file(urban)}}
    assert urban.post(f"/cases/{number}/correction", body).get_json()["state"] == "recorded"


def test_a_filing_is_recorded_with_its_supplement(either_hall: Hall, urban: System) -> None:
    number = file_sign(urban, is_complete=False)["number"]
    demand = {"target": f"material.{PICTURE}", "problem": "没有交", "way_out": "请上传"}
    notice = {"demands": [demand], "due_on": in_days(5).isoformat()}
    assert urban.post(f"/cases/{number}/supplement-notice", notice).status_code == 200
    answer = urban.post(f"/cases/{number}/supplement", {"attachments": {PICTURE: upload_file(urban)}})
    assert answer.get_json()["state"] == "recorded"


@on_postgresql
def test_a_false_filing_is_annulled_after_a_hearing(either_hall: Hall, urban: System) -> None:
    number = file_sign(urban)["number"]
    do_jobs(either_hall)
    with either_hall.app.app_context():
        officer = actor_of("urban_management")
        announce_end(
            officer,
            number,
            kind=NoticeKind.ANNULMENT,
            facts="效果图与实际招牌不符",
            article_key="sr-11",
            answer_until=in_days(1),
        )
        record_statement(officer, number, Statement("马上改"))
        end_grant(officer, number, GrantEnding(GrantEnd.ANNUL, "sr-11", "效果图与实际招牌不符"))
    do_jobs(either_hall)
    with either_hall.app.test_request_context():
        row = case_row(number)
        assert (row.state, row.outcome) == ("record_annulled", "recorded")
        proof, _notice, end = row.papers
        assert (proof.lapse_cause, paper_title(end)) == ("record_annulled", "撤销备案决定书")
        identifier = row.certificate_identifier
    found = either_hall.app.test_client().get(f"/api/v1/verifications/{identifier}").get_json()
    assert not found["is_in_force"]


def test_the_desk_offers_neither_acceptance_nor_decision(hall: Hall) -> None:
    urban = system(hall, "urban_management")
    incomplete = file_sign(urban, is_complete=False)["number"]
    recorded = file_sign(urban, key="sign-key-2")["number"]
    officer = hall.sign_in("chengguan")
    page = officer.get(f"/desk/cases/{incomplete}").text
    assert "收齐就自动备案" in page
    assert "一次告知补正" in page
    for number in (incomplete, recorded):
        page = officer.get(f"/desk/cases/{number}").text
        assert not any(f"/{number}/{path}" in page for path in ("acceptance", "decision", "refusal"))
    assert "已备案" in page
    assert 'value="grant_withdrawal"' not in page
    assert recorded in officer.get("/desk/", show="recorded").text


def test_online_the_person_has_the_proof_at_once(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft = prepare_application(hall, li, "li", SCENARIO, SIGN)
    address = submit_application(li, draft)
    do_jobs(hall)
    page = li.get(address).text
    assert "已备案" in page
    assert "备案凭证" in page
    assert not any(words in page for words in ("受理通知书", "准予", "作出决定", "是否受理"))


def test_online_an_incomplete_filing_says_what_follows(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft = begin_application(li, SCENARIO, SIGN)
    li.post(f"{draft}/form", valid_form(hall, "li", SCENARIO, SIGN))
    li.post(f"{draft}/materials", {"consent": "yes", "incomplete": "yes"})
    done = li.post(f"{draft}/submit", {"declared": "yes", "incomplete": "yes"})
    assert "补齐了当场备案" in li.follow(done).text


def test_the_agency_of_another_item_still_accepts_and_decides(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = dict(send(market, request_body(market, LI)).get_json()["cases"][0])
    accept(market, case)
    assert decide(market, case).get_json()["outcome"] == "granted"

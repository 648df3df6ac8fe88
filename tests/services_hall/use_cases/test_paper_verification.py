"""Verification of papers: genuine, and whether they still hold; how their case ended is never left out."""

import io
from datetime import timedelta

import pytest
from sqlalchemy.orm import attributes

from services_hall.applications.enumerations import PaperCode, PaperLapse
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case, CasePaper
from services_hall.clock import local_day, utc_now
from services_hall.core import encrypted_files
from services_hall.demo.certificates import SHOP
from services_hall.documents.models import Paper
from services_hall.documents.paper_records import void_paper
from services_hall.online import verification_page
from services_hall.use_cases.verify_code import Verification, verify_code, verify_paper_file
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, annul_opinion, case_row, decide
from tests.support.hall import Hall
from tests.support.restaurant import LI, LI_HOLDER, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

RESULTS = {PaperCode.GRANT, PaperCode.FILING_RECORD}
"""The papers that state what somebody may do; all others state what happened, which stays true."""
ENDED = {
    CaseState.ANNULLED,
    CaseState.GRANT_WITHDRAWN,
    CaseState.GRANT_CANCELLED,
    CaseState.RECORD_ANNULLED,
    CaseState.RECORD_CANCELLED,
}


def paper_of(case_number: str, code: PaperCode) -> Paper:
    return next(paper for paper in case_row(case_number).papers if paper.kind == code)


@pytest.mark.parametrize("code", list(PaperCode))
def test_each_kind_of_paper_holds_until_its_grant_ends_or_another_replaces_it(code: PaperCode) -> None:
    for state in CaseState:
        paper = CasePaper(kind=code, details=None)
        attributes.set_committed_value(paper, "case", Case(state=state))
        assert paper.lapse_cause == (state if code in RESULTS and state in ENDED else None)
        void_paper(paper, PaperLapse.REPLACED, now=utc_now())
        assert paper.lapse_cause == "replaced"


def test_the_notice_of_a_hearing_that_moved_is_genuine_and_replaced(hall: Hall) -> None:
    case = case_of(file_restaurant(system(hall, "market_supervision"), LI), "SPJY-XB")
    accept(system(hall, "market_supervision"), case)
    officer, days = hall.sign_in("shichang"), (22, 24)
    for day in days:
        planned = {
            "hearing_subject": "沿街餐饮店集中排放油烟",
            "hearing_on": (local_day(utc_now()) + timedelta(days=day)).isoformat(),
            "hearing_time": "上午9时30分",
            "hearing_place": "二楼听证室",
        }
        assert officer.post(f"/desk/cases/{case['number']}/public-hearing", planned).status_code == 303
    do_jobs(hall, PaperCode.HEARING_DATE)
    with hall.app.test_request_context():
        papers = [one for one in case_row(case["number"]).papers if one.kind == PaperCode.HEARING_DATE]
        numbers = [paper.number or "" for paper in sorted(papers, key=lambda one: one.ordinal)]
        earlier, later = (verify_code(number) for number in numbers)
    assert (earlier.is_genuine, earlier.is_in_force, earlier.lapse_cause) == (True, False, "replaced")
    assert (later.is_in_force, later.lapse_cause) == (True, None)
    visitor = hall.visitor()
    pages = [visitor.get(f"/verify/{number}").text for number in numbers]
    assert ["以新文书为准" in page for page in pages] == [True, False]
    assert ["不再有效" in page for page in pages] == [True, False]
    causes = [visitor.get(f"/api/v1/verifications/{number}").get_json()["lapse_cause"] for number in numbers]
    assert causes == ["replaced", None]


def test_the_decision_of_an_annulled_grant_is_genuine_and_no_longer_holds(hall: Hall) -> None:
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    case, _ = annul_opinion(hall, market, fire)
    with hall.app.test_request_context():
        paper = paper_of(case["number"], PaperCode.GRANT)
        answer = verify_code(paper.number or "")
    assert (answer.is_genuine, answer.is_in_force, answer.status) == (True, False, "void")
    assert (answer.lapse_cause, answer.state) == (CaseState.ANNULLED, CaseState.ANNULLED)
    page = hall.app.test_client().get(f"/verify/{paper.number}").text
    assert "不再有效" in page
    assert "已撤销（曾准予）" in page
    assert "panel--good" not in page


def test_a_denial_is_genuine_in_force_and_never_green(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, case)
    decide(market, case, "deny", "经营场所不符合要求")
    do_jobs(hall, "denial")
    with hall.app.test_request_context():
        paper = paper_of(case["number"], PaperCode.DENIAL)
        number = paper.number or ""
        content = encrypted_files().get(paper.file_name or "")
        answer = verify_code(number)
        assert verify_paper_file(content) == answer
        assert verify_paper_file(content + b"x") is None
    assert isinstance(answer, Verification)
    assert (answer.is_in_force, answer.outcome, answer.title) == (True, "denied", "不予行政许可决定书")
    assert answer.holder_name == f"{SHOP.name}（经营者：{LI_HOLDER.masked_name}）"
    page = hall.app.test_client().get(f"/verify/{number}").text
    assert "没有获准" in page
    assert "panel--good" not in page
    assert all(said in page for said in ("食品经营许可（新办）", "不予许可", f'value="{number}"'))
    visitor = hall.visitor()
    visitor.get("/verify")
    assert "没有获准" in visitor.post("/verify", {"file": (io.BytesIO(content), "决定书.pdf")}).text
    changed = visitor.post("/verify", {"file": (io.BytesIO(content + b"x"), "决定书.pdf")})
    assert "这个文件核对不上" in changed.text
    monkeypatch.setattr(verification_page, "LARGEST", 10)
    for bad, said in (
        (b"", "请选择要核验的 PDF 文件"),
        (b"text", "这不是 PDF 文件"),
        (b"%PDF-" + bytes(10), "文件超过 10 MB"),
    ):
        answer = visitor.post("/verify", {"file": (io.BytesIO(bad), "a.pdf")})
        assert (answer.status_code, said in answer.text) == (422, True)
        assert 'id="field-file-error"' in answer.text
    api = hall.app.test_client().get(f"/api/v1/verifications/{number}").get_json()
    assert (api["outcome"], api["state"], api["is_in_force"]) == ("denied", "denied", True)

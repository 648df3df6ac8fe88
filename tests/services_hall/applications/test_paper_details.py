"""Papers that earlier versions wrote are printed and verified as ever, with the details of their time."""

from collections.abc import Mapping
from typing import Any, Final

from services_hall.applications.enumerations import PaperCode
from services_hall.applications.papers import KINDS, write_case_paper
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.documents.texts import Printing
from services_hall.use_cases.verify_code import verify_code
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant

_NOTICE: Final = {"facts": "通道被占用", "article": "《演示条例》第一条", "answer_until": "2026-12-18"}
_DATE: Final = {"day": "2026-12-18", "time": "上午9时", "place": "二楼", "facts": "油烟"}
_END: Final = {"reason": "隐瞒情况", "article": "《演示条例》第二条", "decision": "", "ground": ""}
STORED: Final[list[tuple[PaperCode, Mapping[str, Any], str]]] = [
    (PaperCode.PRIOR_NOTICE, {**_NOTICE, "kind": "annulment", "addressee": None}, "拟作出撤销"),
    (PaperCode.PRIOR_NOTICE, {**_NOTICE, "kind": "grant_withdrawal", "addressee": None}, "拟作出撤回"),
    (PaperCode.HEARING_NOTICE, {**_NOTICE, "kind": "hearing", "addressee": None}, "听证"),
    (PaperCode.HEARING_NOTICE, {**_NOTICE, "kind": "hearing", "addressee": "楼上住户"}, "楼上住户"),
    (PaperCode.THIRD_PARTY_NOTICE, {**_NOTICE, "kind": "third_party", "addressee": "楼上住户"}, "楼上住户"),
    (
        PaperCode.THIRD_PARTY_HEARING_NOTICE,
        {**_NOTICE, "kind": "hearing", "addressee": "楼上住户"},
        "楼上住户",
    ),
    (PaperCode.HEARING_DATE, {**_DATE, "addressee": None}, "二楼"),
    (PaperCode.HEARING_DATE, {**_DATE, "addressee": None, "is_public": True}, "社会公告"),
    (PaperCode.THIRD_PARTY_HEARING_DATE, {**_DATE, "addressee": "楼上住户"}, "楼上住户"),
    (
        PaperCode.SPECIAL_PROCEDURE,
        {"kind": "testing", "begun_on": "2026-12-01", "planned_until": "2026-12-11", "reason": "送检"},
        "送检",
    ),
    (
        PaperCode.EXTENSION,
        {"amount": 5, "unit": "working_day", "reason": "再查", "approval": None, "due_on": "2026-12-18"},
        "再查",
    ),
    (PaperCode.DELAY, {"due_on": "2026-12-04", "reason": "人员调整"}, "人员调整"),
    (
        PaperCode.DELAY,
        {"due_on": "2026-12-04", "reason": "人员调整", "met_on": "2026-12-07"},
        "已于2026年12月7日",
    ),
    (PaperCode.ANNULMENT, {**_END, "cause": "annulled", "heard": "statement"}, "隐瞒情况"),
    (
        PaperCode.ANNULMENT,
        {**_END, "cause": "annulled", "heard": "no_statement", "barred_until": "2029-12-03"},
        "三年内",
    ),
    (PaperCode.GRANT_WITHDRAWAL, {**_END, "cause": "withdrawn", "heard": "statement"}, "隐瞒情况"),
    (PaperCode.CANCELLATION, {**_END, "cause": "expired_surrender"}, "注销的情形"),
]
"""What the papers with typed details kept at the schemas 0011 and 0012: with null and empty for nothing."""


def test_every_paper_that_an_earlier_version_wrote_has_its_text_and_is_verified(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, case)
    with hall.app.test_request_context():
        with transaction() as session:
            row = session.merge(case_row(str(case["number"])))
            for ordinal, (code, stored, said) in enumerate(STORED, start=50):
                paper = write_case_paper(session, row, code, now=utc_now(), ordinal=ordinal, details=stored)
                paper.number, paper.made_at = f"演示〔2026〕{ordinal}号", utc_now()
                text = KINDS[code].text(paper, _printing(KINDS[code].title_for(paper)))
                assert said in "".join([text.addressee, *text.paragraphs]), (code, stored)
        for ordinal, (code, _stored, _said) in enumerate(STORED, start=50):
            answer = verify_code(f"演示〔2026〕{ordinal}号")
            assert (answer.is_genuine, answer.kind) == (True, "paper"), code


def _printing(title: str) -> Printing:
    return Printing(title, "1", "大厅", "http://127.0.0.1:8000", is_demo=True)

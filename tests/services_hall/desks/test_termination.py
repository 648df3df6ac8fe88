"""Termination by an officer: a ground that fits the applicant, facts, a paper with remedies, its effects."""

from typing import Any, Final

import pytest

from services_hall.applications.paper_texts.endings import termination_text
from services_hall.documents.texts import Printing
from services_hall.use_cases.terminate_unsupplied import terminate_unsupplied
from tests.support.agency_systems import System, system
from tests.support.case_decisions import case_row
from tests.support.hall import Hall
from tests.support.restaurant import LI, UNLICENSED, ZHANG, case_of, file_restaurant
from tests.support.supplements import ask_supplement, in_days
from tests.support.tolerant_cases import DEFERRABLE, file_without, promise, promised_case

PRINTING: Final = Printing("终止办理告知书", "1", "大厅", "http://localhost", is_demo=True)
FACTS: Final = "店面于昨日拆除，现场已核实"
GONE: Final[dict[str, Any]] = {"termination_ground": "object_gone", "termination_facts": FACTS}


@pytest.fixture
def market(either_hall: Hall) -> System:
    return system(either_hall, "market_supervision")


def terminate(desk: System, number: str, **changes: Any) -> Any:
    """The termination as the agency's system."""
    return desk.post(f"/cases/{number}/termination", {**GONE, **changes})


@pytest.mark.parametrize("before", ["received", "supplement_asked", "accepted", "paused"])
def test_a_case_ends_in_every_state_before_its_decision(
    either_hall: Hall, market: System, before: str
) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    number = food["number"]
    if before == "supplement_asked":
        ask_supplement(market, food)
    elif before != "received":
        market.post(f"/cases/{number}/acceptance")
    if before == "paused":
        pause = {"kind": "testing", "reason": "送检", "planned_until": in_days(9).isoformat()}
        assert market.post(f"/cases/{number}/special-procedure", pause).status_code == 200
    answer = terminate(market, number, basis_key="spaq-33")
    assert (answer.status_code, answer.get_json()["outcome"]) == (200, "terminated")
    assert terminate(market, number).status_code == 409
    with either_hall.app.app_context():
        case = case_row(number)
        assert (case.paused_on, case.decided_by_id is None) == (None, False)
        (paper,) = [one for one in case.papers if one.kind == "termination"]
        text = termination_text(paper, PRINTING)
        words = " ".join(text.paragraphs)
        assert FACTS in words
        assert "标的已经不存在" in words
        assert "食品安全法" in words
        assert "行政复议" in str(text)


def test_the_others_that_wait_for_the_result_end_with_it(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    filed = file_restaurant(market, ZHANG, UNLICENSED)
    assert (
        terminate(
            market, case_of(filed, "GTDJ-SL")["number"], termination_ground="applicant_died"
        ).status_code
        == 200
    )
    with hall.app.app_context():
        assert case_row(case_of(filed, "SPJY-XB")["number"]).state == "terminated"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"termination_ground": ""}, "termination_ground", "请选择终止办理的情形"),
        ({"termination_ground": "organisation_ended"}, "termination_ground", "请选择终止办理的情形"),
        ({"termination_facts": " "}, "termination_facts", "请写明事实和理由"),
        ({"basis_key": "nowhere-1"}, "basis_key", "办事指南的设定依据里没有这一条"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_words_stay(
    hall: Hall, changes: dict[str, str], field: str, words: str
) -> None:
    number = case_of(file_restaurant(system(hall, "market_supervision"), LI), "SPJY-XB")["number"]
    officer = hall.sign_in("shichang")
    page = officer.get(f"/desk/cases/{number}", act="termination").text
    assert "终止办理的情形" in page
    assert "organisation_ended" not in page
    answer = officer.post(f"/desk/cases/{number}/termination", {**GONE, **changes})
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text
    assert words in answer.text
    assert field == "termination_facts" or FACTS in answer.text
    done = officer.post(f"/desk/cases/{number}/termination", GONE)
    assert "终止办理" in officer.follow(done).text


def test_an_officers_termination_breaks_no_promise(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    with hall.app.app_context():
        number = promised_case(market)
    assert terminate(market, number).status_code == 200
    again = str(file_without(market, (DEFERRABLE,), key="after-it")["number"])
    with hall.app.app_context():
        assert terminate_unsupplied() == 0
        promise(again)

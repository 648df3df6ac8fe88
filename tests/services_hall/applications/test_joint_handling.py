"""Handling that the government organised: 45 working days, and 15 more with the approval of its head."""

from typing import Any

import pytest

from guides.enumerations import Unit
from guides.terms import Period
from guides.validation import guide_findings
from services_hall.applications.clocks.time_limits import extension_limit, legal_limit
from services_hall.applications.paper_texts import clocks
from services_hall.documents.texts import Printing
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row
from tests.support.guide_terms import guide_terms
from tests.support.hall import Hall
from tests.support.new_editions import publish_again
from tests.support.restaurant import LI, case_of, file_restaurant

PRINTING = Printing("延长办理期限通知书", "1", "大厅", "http://localhost", is_demo=True)


def limits(days: int | None) -> dict[str, Any]:
    legal = {"days": days, "unit": "working_day", "basis": None, "note": "", "open": days is None}
    promised = {"days": 20, "unit": "working_day", "note": ""}
    return {"legal": legal, "promised": promised, "extension": None, "issuing": None, "joint": True}


def test_joint_handling_takes_45_working_days_and_15_more() -> None:
    terms = guide_terms(item_type="licence", limits=limits(None))
    legal = legal_limit(terms.limits)
    assert legal is not None
    assert (legal.amount, legal.unit) == (45, Unit.WORKING_DAY)
    assert extension_limit(terms) == Period(days=15, unit=Unit.WORKING_DAY)


@pytest.mark.parametrize(("days", "is_too_long"), [(45, False), (46, True)])
def test_a_guide_cannot_give_joint_handling_more_time(days: int, is_too_long: bool) -> None:
    codes = {
        finding.code for finding in guide_findings(guide_terms(item_type="licence", limits=limits(days)))
    }
    assert ("joint_limit_too_long" in codes) is is_too_long


def make_joint(content: dict[str, Any]) -> None:
    content["limits"] |= {"joint": True, "extension": None}


def test_the_head_of_the_government_approves_the_extension(hall: Hall) -> None:
    publish_again(hall, "SPJY-XB", change=make_joint)
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, food)
    officer = market.get(f"/cases/{food['number']}/officers").get_json()[0]["id"]
    request = {"officer": officer, "amount": 15, "reason": "要五个部门会商"}
    asked = market.post(f"/cases/{food['number']}/extension", request)
    assert asked.status_code == 200, asked.text
    head = hall.sign_in("juzhang")
    assert "本级人民政府负责人的批准" in head.get("/head/").text
    path = f"/head/cases/{food['number']}/extension"
    refused = head.post(path, {"answer": "approve"})
    assert (refused.status_code, "本级人民政府负责人" in refused.text) == (422, True)
    approved = head.post(path, {"answer": "approve", "approval": "李区长，岸政函〔2026〕8号"})
    assert approved.status_code == 303
    with hall.app.app_context():
        (paper,) = [one for one in case_row(food["number"]).papers if one.kind == "extension"]
        text = "".join(clocks.extension_text(paper, PRINTING).paragraphs)
        assert "经本级人民政府负责人（李区长，岸政函〔2026〕8号）批准" in text
        assert "延长15个工作日" in text

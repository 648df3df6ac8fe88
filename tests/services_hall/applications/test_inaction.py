"""No decision within the limit of the law: reconsideration first, said on the papers and on the page."""

from services_hall.applications.paper_texts.clocks import delay_text
from services_hall.applications.paper_texts.intake import acceptance_text
from services_hall.documents.texts import Printing
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row, end_time
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant

PRINTING = Printing("文书", "1", "大厅", "http://localhost", is_demo=True)


def test_a_silent_agency_is_taken_to_reconsideration_first(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, food)
    path = f"/my/applications/{food['number'][:-3]}"
    li = hall.sign_in("li")
    assert "部门还没有作出决定" not in li.get(path).text
    with hall.app.app_context():
        end_time(food["number"], "decision_due_on")
        end_time(food["number"], "legal_due_on")
    page = li.get(path).text
    assert "部门还没有作出决定" in page
    assert "您可以先向武汉市江岸区人民政府申请行政复议" in page
    assert market.post(f"/cases/{food['number']}/delay-reason", {"reason": "人手不足"}).status_code == 200
    with hall.app.app_context():
        case = case_row(food["number"])
        for kind, text in (("acceptance", acceptance_text), ("delay", delay_text)):
            (paper,) = [one for one in case.papers if one.kind == kind]
            words = "".join(text(paper, PRINTING).paragraphs)
            assert "武汉市江岸区人民政府申请行政复议" in words
            assert "第二十三条" in words

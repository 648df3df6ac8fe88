"""The page of an agency's head: extensions of limits that wait for approval."""

from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.sql_statements import hall_statements, reads


def test_the_head_answers_on_a_page(hall: Hall) -> None:
    desk = system(hall, "market_supervision")
    case = case_of(file_restaurant(desk, LI), "SPJY-XB")
    accept(desk, case)
    officer = hall.sign_in("shichang")
    wrong = officer.post(
        f"/desk/cases/{case['number']}/extension",
        {"extension_amount": "many", "extension_reason": "案情复杂"},
    )
    assert wrong.status_code == 422
    assert 'id="error-extension_amount"' in wrong.text
    assert "案情复杂" in wrong.text
    asked = officer.follow(
        officer.post(
            f"/desk/cases/{case['number']}/extension",
            {"extension_amount": "5", "extension_reason": "案情复杂"},
        )
    )
    assert "等待批准" in asked.text
    head = hall.sign_in("juzhang")
    shown = head.get("/head/").text
    assert "案情复杂" in shown
    assert case["number"] not in hall.sign_in("suozhang").get("/head/").text
    done = head.follow(head.post(f"/head/cases/{case['number']}/extension", {"answer": "approve"}))
    assert "已批准延长" in done.text
    assert "现在没有等您批准的" in done.text
    assert head.post(f"/head/cases/{case['number']}/extension", {"answer": "approve"}).status_code == 409
    with hall.app.app_context():
        assert f">{case_row(case['number']).decision_due_on}<" in shown


def test_the_page_of_the_head_asks_no_more_for_more_extensions(hall: Hall) -> None:
    desk, head = system(hall, "market_supervision"), hall.sign_in("juzhang")
    counts = []
    for shown in range(1, 4):
        case = case_of(file_restaurant(desk, LI, key=f"extended-{shown}"), "SPJY-XB")
        accept(desk, case)
        officer = desk.get(f"/cases/{case['number']}/officers").get_json()[0]["id"]
        body = {"officer": officer, "amount": 5, "reason": "案情复杂"}
        assert desk.post(f"/cases/{case['number']}/extension", body).status_code == 200
        head.get("/head/")
        with hall_statements(hall) as sent:
            page = head.get("/head/").text
        assert page.count('name="answer" value="approve"') == page.count("批准后的办结日") == shown
        counts.append(len(reads(sent)))
    assert counts[0] == counts[1] == counts[2] <= 7

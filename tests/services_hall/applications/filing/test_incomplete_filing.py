"""Filing with missing materials: only when confirmed; marked, on the receipt, and no obstacle to receipt."""

from typing import Any

import pytest

from services_hall import database
from services_hall.applications.paper_texts.intake import receipt_text
from services_hall.documents.models import Paper
from services_hall.documents.texts import Printing
from tests.support.agency_systems import System, system
from tests.support.application_pages import (
    begin_application,
    prepare_application,
    submit_application,
    upload,
    uploads_of,
    valid_form,
)
from tests.support.case_decisions import accept, application_row, case_row
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, request_body, send
from tests.support.window_pages import LI_AT_WINDOW, begin_at_window, form_values

PLAN = "layout-plan"
PRINTING = Printing("接收回执", "1", "大厅", "http://localhost", is_demo=True)


def incomplete_body(filer: System, **more: Any) -> dict[str, Any]:
    """A request without the layout plan."""
    body = request_body(filer, LI)
    del body["attachments"][PLAN]
    return {**body, **more}


def test_without_confirmation_nothing_is_filed_and_the_material_is_named(either_hall: Hall) -> None:
    filer = system(either_hall, "market_supervision")
    for body in (incomplete_body(filer), incomplete_body(filer, incomplete=False)):
        answer = send(filer, body)
        assert (answer.status_code, answer.get_json()["code"]) == (422, "RequirementsOpen")
        assert list(answer.get_json()["errors"]) == [f"material.{PLAN}"]


def test_a_confirmed_incomplete_application_is_received_with_the_material_marked(either_hall: Hall) -> None:
    filer = system(either_hall, "market_supervision")
    answer = send(filer, incomplete_body(filer, incomplete=True))
    assert answer.status_code == 201, answer.text
    food = case_of(answer.get_json(), "SPJY-XB")
    assert food["state"] == "received"
    met = {one["key"]: one["met_by"] for one in food["requirements"]}
    assert met[PLAN] == "missing"
    assert "missing" not in {way for key, way in met.items() if key != PLAN}
    refused = accept(filer, food)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "MaterialsMissing")
    with either_hall.app.app_context():
        assert case_row(food["number"]).state == "received"


def test_the_same_request_complete_and_incomplete_are_two_requests(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    body = incomplete_body(filer, incomplete=True)
    first, again = send(filer, body), send(filer, body)
    assert first.get_json()["number"] == again.get_json()["number"]
    other = send(filer, {**body, "incomplete": False})
    assert (other.status_code, other.get_json()["code"]) == (422, "KeyReused")


def test_the_receipt_says_what_was_missing_when_it_was_written(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    number = send(filer, incomplete_body(filer, incomplete=True)).get_json()["number"]
    with hall.app.app_context():
        (paper,) = application_row(number).own_papers
        text = receipt_text(paper, PRINTING)  # type: ignore[arg-type]
        name = next(row[0] for row in text.table if row[1] == "尚缺")
        assert any("尚缺材料1份" in one and name in one for one in text.paragraphs)
        assert database.reading().get_one(Paper, paper.id).details == {"missing": [name]}


@pytest.fixture
def draft(hall: Hall) -> tuple[Any, str]:
    """The resident and the path of a draft that lacks its last upload."""
    resident = hall.sign_in("li")
    path = begin_application(resident)
    resident.post(f"{path}/form", valid_form(hall, "li"))
    return resident, path


def test_online_the_way_on_is_offered_and_confirmed_before_filing(hall: Hall, draft: tuple[Any, str]) -> None:
    resident, path = draft
    page = resident.get(f"{path}/materials").text
    assert "先交，后补" in page
    assert resident.post(f"{path}/materials", {"consent": "yes"}).status_code == 422
    answer = resident.post(f"{path}/materials", {"consent": "yes", "incomplete": "yes"})
    assert answer.headers["Location"] == f"{path}/review"
    review = resident.get(f"{path}/review").text
    assert "还缺" in review
    assert 'name="incomplete"' in review
    refused = resident.post(f"{path}/submit", {"declared": "yes"})
    assert refused.status_code == 422
    assert "请提供" in refused.text
    done = resident.post(f"{path}/submit", {"declared": "yes", "incomplete": "yes"})
    assert done.status_code == 303
    page = resident.get(done.headers["Location"]).text
    assert "还没有交" in page
    assert "缺的材料，现在就可以交" in page
    number = done.headers["Location"].rsplit("/", 1)[1]
    unchanged = resident.post(f"/my/cases/{number}-01/supplement", {})
    assert "没有补交材料，也没有改动内容" in resident.follow(unchanged).text


def test_a_broken_file_stops_also_who_files_first(hall: Hall, draft: tuple[Any, str]) -> None:
    resident, path = draft
    name = uploads_of(resident, path)[0]
    form = {"consent": "yes", "incomplete": "yes", name: upload(b"MZ", "a.pdf")}
    answer = resident.post(f"{path}/materials", form)
    assert answer.status_code == 422
    assert "不是 PDF" in answer.text


def test_who_lacks_nothing_is_asked_for_no_confirmation(hall: Hall) -> None:
    resident = hall.sign_in("li")
    path = prepare_application(hall, resident)
    assert 'name="incomplete"' not in resident.get(f"{path}/review").text
    assert "/my/applications/" in submit_application(resident, path)


def test_at_the_window_the_clerk_files_what_is_incomplete(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = begin_at_window(hall, clerk, LI_AT_WINDOW)
    clerk.post(f"{path}/form", form_values(hall, "li"))
    assert clerk.post(f"{path}/materials", {"consent": "yes"}).status_code == 422
    answer = clerk.post(f"{path}/materials", {"consent": "yes", "incomplete": "yes"})
    assert answer.headers["Location"] == f"{path}/review"
    done = clerk.post(f"{path}/submit", {"declared": "yes", "incomplete": "yes"})
    assert done.status_code == 303
    page = clerk.get(done.headers["Location"]).text
    assert "还没有交" in page
    number = done.headers["Location"].rsplit("/", 1)[1]
    with hall.app.app_context():
        food = next(case for case in application_row(number).cases if case.item_code == "SPJY-XB")
        market = food.number
    assert "还没有交" in hall.sign_in("shichang").get(f"/desk/cases/{market}").text

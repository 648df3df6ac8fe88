"""Saved views of the list: named filters of one officer, without what identifies an applicant."""

from sqlalchemy import select

from services_hall.applications.models import SavedView
from services_hall.database import reading
from tests.support.hall import Hall


def saved(hall: Hall) -> list[tuple[str, dict[str, str]]]:
    with hall.app.app_context():
        return [
            (one.name, one.filters) for one in reading().scalars(select(SavedView).order_by(SavedView.id))
        ]


def test_a_view_keeps_the_filters_under_a_name_but_not_the_search_term(either_hall: Hall) -> None:
    officer = either_hall.sign_in("shichang")
    answer = officer.post("/desk/views?light=amber&order=due&q=420102188701120026", {"view_name": " 快到期 "})
    assert answer.status_code == 303
    assert saved(either_hall) == [("快到期", {"light": "amber", "order": "due"})]
    assert 'href="/desk/?light=amber&amp;order=due"' in officer.get("/desk/").text
    officer.post("/desk/views?mine=1", {"view_name": "快到期"})
    assert saved(either_hall) == [("快到期", {"mine": "1"})]


def test_views_belong_to_one_officer(hall: Hall) -> None:
    officer, colleague = hall.sign_in("shichang"), hall.sign_in("hecha")
    officer.post("/desk/views?mine=1", {"view_name": "我的办件"})
    assert "我的办件</a>" in officer.get("/desk/").text
    assert "我的办件</a>" not in colleague.get("/desk/").text
    with hall.app.app_context():
        view_id = reading().scalars(select(SavedView.id)).one()
    assert colleague.post(f"/desk/views/{view_id}/removal", {}).status_code == 404
    assert len(saved(hall)) == 1
    officer.post(f"/desk/views/{view_id}/removal", {})
    assert saved(hall) == []


def test_a_view_needs_a_name_and_there_are_not_many(hall: Hall) -> None:
    officer = hall.sign_in("shichang")
    officer.post("/desk/views", {"view_name": " "})
    for number in range(14):
        officer.post("/desk/views", {"view_name": f"视图 {number}"})
    assert "最多存 12 个视图" in officer.get("/desk/").text
    assert len(saved(hall)) == 12

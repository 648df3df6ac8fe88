"""The cases behind a body's figures: narrowed, in pages, as a table, and without a word about persons."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from services_hall.applications.models import Case
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.demo.accounts import DISTRICT
from tests.support.administration_pages import agency
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.hall import Hall
from tests.support.sql_statements import hall_statements, reads


def numbers_of(hall: Hall, code: str) -> list[str]:
    """The numbers of the body's cases."""
    with hall.app.app_context():
        return [case.number for case in reading().scalars(select(Case).where(Case.agency_code == code))]


def test_a_figure_leads_to_its_cases_and_to_a_table_of_them(either_hall: Hall) -> None:
    file_online(either_hall, "open-restaurant", RESTAURANT)
    supervisor, code = either_hall.sign_in("jiancha"), agency(either_hall).code
    numbers = numbers_of(either_hall, code)
    assert numbers
    assert f"/oversight/cases?agency={code}" in supervisor.get("/oversight/").text
    page = supervisor.get("/oversight/cases", agency=code).text
    table = supervisor.get("/oversight/cases.csv", agency=code)
    assert table.data.startswith(b"\xef\xbb\xbf")
    for text in (page, table.text):
        assert all(number in text for number in numbers)
        for personal in ("420102", "李样例", "10000000002"):
            assert personal not in text.replace(code, "").replace(DISTRICT, "")


def test_a_list_is_narrowed_by_group_item_place_and_days(hall: Hall) -> None:
    file_online(hall, "open-restaurant", RESTAURANT)
    supervisor, code = hall.sign_in("jiancha"), agency(hall).code
    (number, *_rest) = numbers_of(hall, code)
    tomorrow = (local_day(utc_now()) + timedelta(days=1)).isoformat()
    with hall.app.app_context():
        case = reading().scalars(select(Case).where(Case.agency_code == code)).first()
        assert case is not None
        fitting = {"item": case.item_code, "division": case.division_code, "until": tomorrow}
    assert number in supervisor.get("/oversight/cases", agency=code, **fitting).text
    for other in ({"group": "ended"}, {"item": "NONE"}, {"division": "420100000000"}, {"since": tomorrow}):
        assert number not in supervisor.get("/oversight/cases", agency=code, **{**fitting, **other}).text


def test_the_list_goes_on_where_it_stopped(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    for username in ("li", "zhang"):
        file_online(hall, "open-restaurant", RESTAURANT, username=username)
    monkeypatch.setattr("services_hall.oversight.cases.PAGE", 1)
    supervisor, code = hall.sign_in("jiancha"), agency(hall).code
    with hall.app.app_context():
        ids = list(reading().scalars(select(Case.id).where(Case.agency_code == code).order_by(Case.id)))
    first = supervisor.get("/oversight/cases", agency=code).text
    assert f"after={ids[-1]}" in first
    second = supervisor.get("/oversight/cases", agency=code, after=str(ids[-1])).text
    assert numbers_of(hall, code)[-1] in first
    assert numbers_of(hall, code)[-1] not in second


def test_a_list_is_one_query_and_an_unknown_body_is_not_there(hall: Hall) -> None:
    file_online(hall, "open-restaurant", RESTAURANT)
    supervisor, code = hall.sign_in("jiancha"), agency(hall).code
    supervisor.get("/oversight/cases", agency=code)
    with hall_statements(hall) as sent:
        supervisor.get("/oversight/cases", agency=code)
    assert len([one for one in reads(sent) if "FROM agency_case" in one]) == 1
    for path in ("/oversight/cases", "/oversight/cases.csv"):
        assert supervisor.get(path, agency="x").status_code == 404
    assert supervisor.get("/oversight/cases").location == "/oversight/"

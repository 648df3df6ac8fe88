"""The list as a file: what the page shows and no more, harmless in a spreadsheet, audited."""

import csv
from io import StringIO

import pytest
from sqlalchemy import select, update

from services_hall import database
from services_hall.applications.models import Case
from services_hall.audit.models import AuditEntry
from services_hall.database import reading
from services_hall.desks import list_export
from tests.support.agency_systems import system
from tests.support.case_decisions import case_row
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import LI, case_of, file_restaurant


@pytest.fixture
def numbers(hall: Hall) -> list[str]:
    market = system(hall, "market_supervision")
    cases = [case_of(file_restaurant(market, LI, key=f"restaurant-{n}"), "SPJY-XB") for n in range(2)]
    return [str(case["number"]) for case in cases]


def exported(visitor: Visitor, query: str = "") -> list[dict[str, str]]:
    answer = visitor.post(f"/desk/export{query}", {})
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = answer.data.decode()
    assert text[0] == "\ufeff"
    return list(csv.DictReader(StringIO(text[1:])))


def test_the_file_has_the_rows_and_columns_of_the_list(hall: Hall, numbers: list[str]) -> None:
    officer = hall.sign_in("shichang")
    rows = exported(officer)
    assert [row["编号"] for row in rows] == numbers
    assert list(rows[0]) == ["编号", "期限", "事项", "申请人", "状态", "指示灯", "经办"]
    page = officer.get("/desk/").text
    assert all(cell in page for row in rows for cell in row.values())
    assert LI.identity_number is not None
    assert not any(LI.identity_number in cell for row in rows for cell in row.values())
    assert exported(officer, "?show=accepted") == []
    assert not {row["编号"] for row in exported(hall.sign_in("xiaofang"))} & set(numbers)


def test_no_cell_is_a_formula(hall: Hall, numbers: list[str]) -> None:
    with hall.app.app_context(), database.transaction() as session:
        session.execute(update(Case).where(Case.id == case_row(numbers[0]).id).values(item_name="=1+1"))
    assert exported(hall.sign_in("shichang"))[0]["事项"] == "'=1+1"


def test_an_export_is_audited_without_what_was_searched_for(hall: Hall, numbers: list[str]) -> None:
    exported(hall.sign_in("shichang"), f"?q={LI.identity_number}&order=due")
    with hall.app.app_context():
        entry = reading().scalars(select(AuditEntry).where(AuditEntry.action == "desk.export")).one()
    assert entry.details == {"rows": 2, "is_searched": True, "order": "due"}


def test_too_long_a_list_is_not_cut_silently(
    hall: Hall, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_export, "MOST_EXPORTED", 1)
    officer = hall.sign_in("shichang")
    assert officer.post("/desk/export", {}).status_code == 303
    assert "超过 1 件，没有导出" in officer.get("/desk/").text

"""Plans of the SELECTs of the pages that go through many cases: each finds its rows by an index."""

from typing import Any

from sqlalchemy import Connection, Engine, event, text

from services_hall import database
from tests.support.agency_systems import system
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import LI, case_of, file_restaurant

READ_WHOLE = {"agency"}
"""Tables of which a page shows all rows: the bodies to which a case can be sent."""
IDENTIFIER = "420102188701120026"


def test_no_page_of_many_cases_reads_a_table_from_end_to_end(postgres_hall: Hall) -> None:
    hall = postgres_hall
    number = str(case_of(file_restaurant(system(hall, "market_supervision"), LI), "SPJY-XB")["number"])
    officer = hall.sign_in("shichang")
    searches = {"desk": {}, "done": {"show": "done"}, "number": {"q": number}, "light": {"light": "red"}}
    addresses: list[tuple[str, dict[str, str]]] = [("/desk/", query) for query in searches.values()]
    addresses += [("/desk/", {"q": IDENTIFIER}), (f"/desk/cases/{number}", {}), ("/grants/", {})]
    with hall.app.app_context():
        engine = database.db.engine
    for address, query in addresses:
        officer.get(address, **query)  # what a process reads only once
        whole = tables_read_whole(engine, selects_of(engine, officer, address, query))
        assert whole <= READ_WHOLE, (address, query)


def selects_of(
    engine: Engine, visitor: Visitor, address: str, query: dict[str, str]
) -> list[tuple[str, Any]]:
    """The SELECTs of a page with their parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        sent.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert visitor.get(address, **query).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return [one for one in sent if one[0].startswith(("SELECT", "WITH"))]


def tables_read_whole(engine: Engine, selects: list[tuple[str, Any]]) -> set[str]:
    """The tables for which no index serves, so that they are read whole although that is made dear."""
    tables = set()
    with engine.connect() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, values in selects:
            for line in connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars():
                if "Seq Scan on " in line:
                    tables.add(line.partition("Seq Scan on ")[2].split()[0])
    return tables

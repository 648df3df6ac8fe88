"""Plans of the SELECTs of the pages that go through many cases: each finds its rows by an index."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from services_hall import database
from services_hall.use_cases.remind_of_certificates import remind_of_certificates
from tests.support.agency_systems import system
from tests.support.hall import Hall
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
        with selects_sent(engine) as sent:
            assert officer.get(address, **query).status_code == 200
        whole = tables_read_whole(engine, sent)
        assert whole <= READ_WHOLE, (address, query)


def test_supervisors_find_open_cases_by_their_indexes(postgres_hall: Hall) -> None:
    """Only the work of the last month is counted in one pass through the cases."""
    file_restaurant(system(postgres_hall, "market_supervision"), LI)
    supervisor = postgres_hall.sign_in("jiancha")
    with postgres_hall.app.app_context():
        engine = database.db.engine
    with selects_sent(engine) as sent:
        assert supervisor.get("/oversight/").status_code == 200
        assert supervisor.get("/oversight/overdue").status_code == 200
    of_cases = [one for one in sent if "FROM agency_case" in one[0]]
    (month,) = [one for one in of_cases if "agency_case.accepted_at >=" in one[0]]
    for asked in of_cases:
        whole = tables_read_whole(engine, [asked])
        assert whole <= ({"agency_case"} if asked is month else READ_WHOLE), asked[0]


def test_certificates_that_end_soon_are_found_by_their_last_day(postgres_hall: Hall) -> None:
    with postgres_hall.app.app_context():
        engine = database.certificate_engine(postgres_hall.app)
        with selects_sent(engine) as sent:
            remind_of_certificates()
    (asked,) = [one for one in sent if "valid_to" in one[0].partition("WHERE")[2]]
    plan = "\n".join(plan_of(engine, *asked))
    assert "ix_certificate_valid_to" in plan
    assert "Sort" not in plan


@contextmanager
def selects_sent(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The SELECTs with their parameters, filled in while the block runs."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            sent.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan_of(engine: Engine, statement: str, values: Any) -> list[str]:
    """The lines of the plan when reading a table from end to end is made dear."""
    with engine.connect() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        return list(connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars())


def tables_read_whole(engine: Engine, selects: list[tuple[str, Any]]) -> set[str]:
    """The tables for which no index serves, so that they are read whole although that is made dear."""
    lines = [line for one in selects for line in plan_of(engine, *one) if "Seq Scan on " in line]
    return {line.partition("Seq Scan on ")[2].split()[0] for line in lines}

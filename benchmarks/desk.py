"""Benchmark of the officer's pages among many cases, compared with their own SELECTs sent by hand."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.filing import name_of
from benchmarks.filing_requests import keep_file, request_body, restaurant
from benchmarks.halls import Hall, agency_system, answer, http_server, seeded_hall
from benchmarks.load import LoadFailed
from benchmarks.many_cases import FIRST, CopiedCases, copy_case
from benchmarks.results import Result
from benchmarks.scale import Scale
from certificate_store.holders import Holder, IdentifierType
from services_hall import database
from services_hall.app import create_app
from services_hall.applications.numbering import case_number
from services_hall.clock import utc_now
from services_hall.demo.accounts import RESIDENTS
from services_hall.identity import accounts, sessions
from services_hall.settings import Settings
from services_hall.web.access import SESSION_COOKIE
from tests.support.postgres import postgres_server

OFFICER: Final = "shichang"
ITEM: Final = "SPJY-XB"
REQUESTS: Final = 60
WARM: Final = 5
TARGET: Final = 1 / 3
"""A page may take three times as long as its SELECTs alone."""
READING: Final = ("SELECT", "WITH")


@dataclass(frozen=True)
class Desk:
    """The hall in this process, an officer who is signed in, and a connection of the driver alone."""

    app: Flask
    officer: FlaskClient
    bare: psycopg.Connection[Any]

    def open(self, path: str) -> None:
        """Open a page; raises LoadFailed unless it is there."""
        page = self.officer.get(path)
        if page.status_code != 200:
            raise LoadFailed(f"{path}: {page.status_code}")

    def selects(self, path: str) -> list[tuple[str, Any]]:
        """The SELECTs of a page with their parameters."""
        with self.app.app_context():
            engine = database.db.engine
        sent: list[tuple[str, Any]] = []

        def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
            if statement.lstrip().startswith(READING):
                sent.append((statement, values))

        event.listen(engine, "before_cursor_execute", note)
        try:
            self.open(path)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return sent

    def send(self, selects: list[tuple[str, Any]]) -> None:
        """Send the same SELECTs in one transaction and fetch their rows, by the driver alone."""
        with self.bare.transaction():
            for statement, values in selects:
                self.bare.execute(statement, values).fetchall()


def measure(scale: Scale) -> Iterator[Result]:
    """Each page and its SELECTs among many cases in PostgreSQL: requests per second at p95."""
    with postgres_server(is_durable=True) as server, server.database() as url, seeded_hall(url) as hall:
        _file_application(hall)
        with server.connect(name_of(url)) as bare:
            copied = copy_case(bare, ITEM, scale.desk_cases)
            with _desk(hall, bare) as desk:
                for name, path in _pages(copied).items():
                    yield _compare(desk, f"{name} among {scale.desk_cases:,} cases", path)


def _file_application(hall: Hall) -> None:
    with http_server(hall), agency_system(hall) as system:
        person = RESIDENTS[1]
        holder = Holder(person.name, IdentifierType.IDENTITY_CARD, person.identity_number or "")
        requirements = restaurant(system, holder)
        files = {key: keep_file(system) for key in requirements.wanted}
        body = request_body(requirements, holder, files)
        headers = {"Idempotency-Key": "bench-desk-1", "Content-Type": "application/json"}
        answer(system.post("/api/v1/applications", content=body, headers=headers))


@contextmanager
def _desk(hall: Hall, bare: psycopg.Connection[Any]) -> Iterator[Desk]:
    app = create_app(Settings.read(hall.environ))
    try:
        with app.app_context(), database.transaction() as session:
            account = accounts.find_account(session, OFFICER)
            assert account is not None
            token = sessions.open_session(session, account, replacing=None, now=utc_now())
        officer = app.test_client()
        officer.set_cookie(SESSION_COOKIE, token)
        yield Desk(app, officer, bare)
    finally:
        with app.app_context():
            database.db.session.remove()
            database.db.engine.dispose()
            database.certificate_engine(app).dispose()


def _pages(copied: CopiedCases) -> Mapping[str, str]:
    """The measured pages: the open case in the middle of an agency's list is the one that is opened."""
    number = case_number(FIRST + 1_000, copied.filed_on, copied.position)
    return {
        "desk list": "/desk/",
        "desk list, a later page": f"/desk/?after={FIRST + 1_000}",
        "desk list, decided cases": "/desk/?show=done",
        "desk search by number": f"/desk/?q={number}",
        "desk search by identifier": f"/desk/?q={RESIDENTS[1].identity_number}",
        "desk search by name": f"/desk/?q={RESIDENTS[1].name}",
        "desk search by light": "/desk/?light=red",
        "case page": f"/desk/cases/{number}",
        "published grants": "/grants/",
    }


def _compare(desk: Desk, name: str, path: str) -> Result:
    desk.open(path)  # what a process reads once is no part of the page
    selects = desk.selects(path)
    page, alone = [], []
    for number in range(WARM + REQUESTS):
        took = _milliseconds(lambda: desk.open(path)), _milliseconds(lambda: desk.send(selects))
        if number >= WARM:
            page.append(took[0])
            alone.append(took[1])
    slow_page, slow_alone = _p95(page), _p95(alone)
    what = (
        f"{name}: p95 {slow_page:.1f} ms; limit: its {len(selects)} SELECTs by hand, p95 {slow_alone:.1f} ms"
    )
    return Result(what, "postgresql", 1000 / slow_page, "1/s", 1000 / slow_alone, TARGET)


def _milliseconds(action: Callable[[], None]) -> float:
    started_at = time.perf_counter()
    action()
    return (time.perf_counter() - started_at) * 1000


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]

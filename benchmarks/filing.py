"""Benchmark of filing over HTTP on PostgreSQL with fsync, compared with psycopg inserting the same rows."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx
import psycopg

from benchmarks.bare_rows import Rows, insert_copies, transaction_number, written_since
from benchmarks.filing_requests import (
    Restaurant,
    complete_requests,
    copy_file,
    give_certificates,
    keep_file,
    residents,
    restaurant,
)
from benchmarks.halls import Hall, agency_system, http_server, seeded_hall
from benchmarks.load import LoadFailed, LoadResult, drive
from benchmarks.results import Result
from benchmarks.scale import Scale
from certificate_store.holders import Holder
from tests.support.postgres import PostgresServer, postgres_server

CLIENTS: Final = 8
TARGET: Final = 0.15
WARM: Final = 4


@dataclass(frozen=True)
class Filer:
    """An agency's system that files applications for many residents."""

    hall: Hall
    system: httpx.Client
    database: psycopg.Connection[Any]
    requirements: Restaurant
    holders: Sequence[Holder]
    uploaded: str

    def file(self, prefix: str, *, clients: int, each: int) -> LoadResult:
        """File over HTTP; every response must have status 201."""
        count = clients * each
        files = copy_file(self.database, self.uploaded, prefix, count * len(self.requirements.wanted))
        token = self.system.headers["Authorization"]
        requests = complete_requests(
            self.requirements, self.holders, files, token=token, prefix=prefix, count=count
        )
        outcome = drive(self.hall.port, [requests[client::clients] for client in range(clients)])
        if outcome.statuses != {"201": count}:
            raise LoadFailed(
                f"filing: answers {outcome.statuses}, {count} times 201 was due; {outcome.refused}"
            )
        return outcome

    def rows_of_one(self, url: str) -> list[Rows]:
        """The rows that one more application inserts."""
        before = transaction_number(self.database)
        self.file("one", clients=1, each=1)
        return written_since(url, self.database, before)


def measure(scale: Scale) -> Iterator[Result]:
    """Cases per second for both, in alternating rounds; the medians."""
    with postgres_server(is_durable=True) as server, server.database() as url, seeded_hall(url) as hall:
        holders = residents(scale.holders)
        give_certificates(hall, holders)
        database = name_of(url)
        with http_server(hall), agency_system(hall) as system, server.connect(database) as connection:
            requirements = restaurant(system, holders[0])
            filer = Filer(hall, system, connection, requirements, holders, keep_file(system))
            filer.file("warm", clients=CLIENTS, each=WARM)
            copied = filer.rows_of_one(url)
            yield from _compare(filer, server, database, copied, scale)


def name_of(url: str) -> str:
    """The database name in a URL."""
    return url.partition("@/")[2].partition("?")[0]


def _compare(
    filer: Filer, server: PostgresServer, database: str, copied: Sequence[Rows], scale: Scale
) -> Iterator[Result]:
    cases = next(len(rows.rows) for rows in copied if rows.table == "agency_case")
    hall, bare, slowest = [], [], []
    conninfo = f"host={server.folder} user=postgres dbname={database}"
    each = scale.filings_of_a_client
    for number in range(scale.rounds):
        seconds = insert_copies(conninfo, copied, clients=CLIENTS, each=each, first=number * CLIENTS * each)
        bare.append(cases * CLIENTS * each / seconds)
        outcome = filer.file(f"round{number}", clients=CLIENTS, each=each)
        hall.append(cases * outcome.per_second)
        slowest.append(outcome.p95_ms)
    what = _description(filer.requirements, copied)
    yield Result(
        f"filing over HTTP, {CLIENTS} clients: {what}; limit: bare psycopg, one transaction of the same rows",
        "postgresql",
        statistics.median(hall),
        "cases/s",
        statistics.median(bare),
        TARGET,
    )
    yield Result("filing over HTTP, 19 of 20 answered within", "postgresql", statistics.median(slowest), "ms")


def _description(requirements: Restaurant, copied: Sequence[Rows]) -> str:
    rows = {one.table: len(one.rows) for one in copied}
    materials = len(requirements.wanted) + len(requirements.spared)
    return (
        f"{rows['agency_case']} cases, {materials} materials ({len(requirements.spared)} spared) "
        f"in {rows['requirement']} requirements, {sum(rows.values())} rows in {len(rows)} tables"
    )

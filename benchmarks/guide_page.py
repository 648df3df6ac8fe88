"""Benchmark of an anonymous guide page over HTTP, compared with a Flask view of equal size."""

import statistics
from collections.abc import Iterator
from typing import Final

import httpx

from benchmarks.halls import http_server, other_server, seeded_hall
from benchmarks.load import LoadFailed, drive, request
from benchmarks.results import Result
from benchmarks.scale import Scale

PATH: Final = "/guides/SPJY-XB"
AS_BROWSERS_ASK: Final = {"Accept-Encoding": "gzip", "Accept": "text/html"}
CLIENTS: Final = 8
TARGET: Final = 0.70
WARM_SECONDS: Final = 0.5


def measure(scale: Scale) -> Iterator[Result]:
    """Requests per second of the page and of the limit, in alternating rounds; the medians."""
    with seeded_hall() as hall, http_server(hall):
        size, etag = _probe_page(hall.base_url)
        with other_server("benchmarks.bare_view:app", {"BENCH_BYTES": str(size)}) as limit_port:
            page, known, limit = [], [], []
            for port in (hall.port, limit_port):
                _rate(port, WARM_SECONDS)
            for _round in range(scale.rounds):
                limit.append(_rate(limit_port, scale.page_seconds))
                page.append(_rate(hall.port, scale.page_seconds))
                known.append(_rate(hall.port, scale.page_seconds, etag))
    bare = statistics.median(limit)
    name = f"anonymous guide page ({size:,} bytes); limit: bare Flask view of as many bytes"
    yield Result(name, "sqlite", statistics.median(page), "requests/s", bare, TARGET)
    yield Result(
        "guide page already known, answered 304; same limit",
        "sqlite",
        statistics.median(known),
        "requests/s",
        bare,
    )


def _probe_page(base_url: str) -> tuple[int, str]:
    """The size of the page in bytes and its ETag; raises LoadFailed for an unexpected response."""
    address = base_url + PATH
    with httpx.stream("GET", address, headers=AS_BROWSERS_ASK) as page:
        size = sum(len(part) for part in page.iter_raw())
    if page.status_code != httpx.codes.OK or "set-cookie" in page.headers:
        raise LoadFailed(f"{PATH}: {page.status_code}, {dict(page.headers)}")
    etag = page.headers["etag"]
    again = httpx.get(address, headers={**AS_BROWSERS_ASK, "If-None-Match": etag})
    if again.status_code != httpx.codes.NOT_MODIFIED or again.content:
        raise LoadFailed(f"{PATH}: {again.status_code} where 304 was due")
    return size, etag


def _rate(port: int, seconds: float, etag: str | None = None) -> float:
    headers = AS_BROWSERS_ASK | ({"If-None-Match": etag} if etag else {})
    outcome = drive(port, [[request("GET", PATH, headers)]] * CLIENTS, seconds=seconds)
    expected = "304" if etag else "200"
    if set(outcome.statuses) != {expected}:
        raise LoadFailed(f"{PATH}: answers {outcome.statuses}, {expected} was due")
    return outcome.per_second

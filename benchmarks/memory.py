"""Benchmark of memory: the server process after many requests, the worker after many PDFs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import httpx
import psutil

from benchmarks.filing_requests import keep_file, request_body, restaurant
from benchmarks.halls import Hall, agency_system, answer, seeded_hall, server_and_worker
from benchmarks.load import LoadFailed, drive, request
from benchmarks.results import Result
from benchmarks.scale import Scale
from services_hall.demo.accounts import RESIDENTS
from tests.support.processes import wait_until

SERVER_MB: Final = 200
WORKER_MB: Final = 300
PAPER_SECONDS: Final = 180.0
LOOK_SECONDS: Final = 0.1
CLIENTS: Final = 8
PATHS: Final = (
    "/",
    "/guides/",
    "/guides/SPJY-XB",
    "/guides/SPJY-XB?district=420102000000",
    "/guides/GTDJ-SL/scenario",
    "/guides/XFJC-YYQ/changes",
    "/guides/JZZ-SL/editions/1",
    "/bundles/open-restaurant",
    "/bundles/open-restaurant?operator=individual&licence=yes",
    "/changes",
    "/changes.atom",
    "/search?q=%E9%A3%9F%E5%93%81",
    "/search?q=spjy",
    "/search?q=%E9%A4%90%E9%A3%B2%E6%A5%AD",
    "/api/v1/guides",
    "/api/v1/guides/SPJY-XB",
    "/api/v1/guide-changes?after=0",
    "/api/v1/search?q=%E9%A4%90%E9%A6%86",
    "/api/v1/openapi.json",
    "/verify/1.2.156.3005.2.0000",
    "/identity/sign-in",
    "/my/applications",
    "/readyz",
)
FOUND: Final = frozenset({"200", "302", "303", "404"})


@dataclass
class Peaks:
    """The peak memory of each process of a hall, in megabytes, by its role."""

    parent: psutil.Process
    seen: dict[str, float] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Measure each process now."""
        for process in self.parent.children(recursive=True):
            try:
                megabytes = process.memory_info().rss / 1024**2
                role = role_of(process)
            except psutil.NoSuchProcess:
                continue
            self.seen[role] = max(megabytes, self.seen.get(role, 0.0))

    def watch(self) -> None:
        """Measure repeatedly until stopped."""
        while not self.stopped.wait(LOOK_SECONDS):
            self.look()


def measure(scale: Scale) -> Iterator[Result]:
    """Run a whole hall: requests of every kind, then applications whose papers the worker creates."""
    with seeded_hall() as hall, server_and_worker(hall) as serving, _recorded_peaks(serving.pid) as peaks:
        _read_pages(hall, scale.requests)
        with agency_system(hall) as system:
            _make_papers(system, scale.papers)
    answering = max(held for role, held in peaks.seen.items() if role != "worker")
    yield Result(
        f"memory of a process that answers requests, at most, during {scale.requests:,} requests",
        "sqlite",
        answering,
        "MB",
        target=SERVER_MB,
    )
    yield Result(
        f"memory of a worker, at most, during {scale.papers} PDFs",
        "sqlite",
        peaks.seen["worker"],
        "MB",
        target=WORKER_MB,
    )


def role_of(process: psutil.Process) -> str:
    """The role of a process: the server has a supervisor and a process that answers."""
    words = process.cmdline()
    if "worker" in words:
        return "worker"
    return "supervisor" if "granian" in words else "server"


@contextmanager
def _recorded_peaks(pid: int) -> Iterator[Peaks]:
    peaks = Peaks(psutil.Process(pid))
    watching = threading.Thread(target=peaks.watch)
    watching.start()
    try:
        yield peaks
    finally:
        peaks.stopped.set()
        watching.join()


def _read_pages(hall: Hall, count: int) -> None:
    requests = [request("GET", PATHS[number % len(PATHS)], {}) for number in range(count)]
    outcome = drive(hall.port, [requests[client::CLIENTS] for client in range(CLIENTS)])
    if not FOUND.issuperset(outcome.statuses):
        raise LoadFailed(f"pages: answers {outcome.statuses}; {outcome.refused}")


def _make_papers(system: httpx.Client, count: int) -> None:
    """File one application per receipt, and wait until all receipts are created."""
    holder = RESIDENTS[1].holder
    assert holder is not None
    requirements = restaurant(system, holder)
    numbers = []
    for number in range(count):
        attachments = {key: keep_file(system) for key in requirements.wanted}
        response = system.post(
            "/api/v1/applications",
            content=request_body(requirements, holder, attachments),
            headers={"Content-Type": "application/json", "Idempotency-Key": f"bench-paper-{number}"},
        )
        numbers.append(answer(response)["number"])
    wait_until(lambda: all(_is_made(system, one) for one in numbers[::-1]), PAPER_SECONDS, "all papers")


def _is_made(system: httpx.Client, number: str) -> bool:
    return all(paper["is_made"] for paper in answer(system.get(f"/api/v1/applications/{number}"))["papers"])

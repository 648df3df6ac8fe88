"""Load clients: a separate process with keep-alive connections, one request at a time on each.

It sends prepared bytes and reads only status and length of a response, so that it needs little CPU, the same
for every server that it measures.
"""

import itertools
import json
import selectors
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

CHUNK: Final = 256 * 1024
PATIENCE: Final = 60.0
LENGTH: Final = b"content-length:"


class LoadFailed(Exception):
    """The clients received an unexpected response."""


@dataclass(frozen=True)
class LoadResult:
    """The clients' results: responses by status, seconds, and response times in milliseconds;

    `refused` is the first error response.
    """

    statuses: Mapping[str, int]
    seconds: float
    median_ms: float
    p95_ms: float
    refused: str

    @property
    def answers(self) -> int:
        """The number of responses."""
        return sum(self.statuses.values())

    @property
    def per_second(self) -> float:
        """Responses per second."""
        return self.answers / self.seconds


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> str:
    """A complete HTTP/1.1 request, one character per byte."""
    all_headers = {"Host": "127.0.0.1", **headers}
    if body:
        all_headers |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in all_headers.items())]
    return "\r\n".join([*lines, "", ""]) + body.decode("latin-1")


def drive(port: int, clients: Sequence[Sequence[str]], *, seconds: float | None = None) -> LoadResult:
    """Run the clients: each repeats its own requests for `seconds`, or sends each once without that."""
    plan = json.dumps({"port": port, "clients": clients, "seconds": seconds})
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=plan,
        capture_output=True,
        text=True,
        timeout=PATIENCE + (seconds or PATIENCE),
        check=False,
    )
    if done.returncode != 0:
        raise LoadFailed(done.stderr[-2000:])
    return LoadResult(**json.loads(done.stdout))


class Client:
    """One connection and its pending request."""

    def __init__(self, port: int, requests: Iterator[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = requests
        self.sent_at = 0.0
        self.head = self.last = b""
        self.missing = 0

    def send(self) -> bool:
        """Send the next request; False when there is none."""
        following = next(self.requests, None)
        if following is None:
            return False
        self.sent_at = time.perf_counter()
        self.socket.sendall(following)
        return True

    def receive(self) -> str | None:
        """Read what has arrived; the status once the response is complete."""
        data = self.socket.recv(CHUNK)
        if not data:
            raise LoadFailed("the server closed the connection")
        if self.missing:
            self.missing -= len(data)
        else:
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return None
            self.missing = end + 4 + length_of(self.head[:end]) - len(self.head)
        if self.missing:
            return None
        self.last, self.head = self.head, b""
        return self.last[9:12].decode()


def length_of(head: bytes) -> int:
    """The body length from a response's header."""
    at = head.lower().find(LENGTH)
    if at < 0:
        if head[9:12] in {b"204", b"304"}:
            return 0
        raise LoadFailed(f"an answer without a length: {head[:200]!r}")
    return int(head[at + len(LENGTH) :].split(b"\r\n", 1)[0])


def run(port: int, clients: Sequence[Sequence[str]], seconds: float | None) -> dict[str, Any]:
    """The clients' results, after the time has passed or every request is answered."""
    statuses: Counter[str] = Counter()
    durations: list[float] = []
    refused = b""
    with selectors.DefaultSelector() as ready:
        for texts in clients:
            requests = [text.encode("latin-1") for text in texts]
            client = Client(port, itertools.cycle(requests) if seconds else iter(requests))
            ready.register(client.socket, selectors.EVENT_READ, client)
        started_at = time.perf_counter()
        until = started_at + seconds if seconds else float("inf")
        for key in list(ready.get_map().values()):
            key.data.send()
        while ready.get_map():
            answered = ready.select(PATIENCE)
            if not answered:
                raise LoadFailed(f"no answer within {PATIENCE:.0f} s")
            for key, _events in answered:
                status = key.data.receive()
                if status is None:
                    continue
                now = time.perf_counter()
                statuses[status] += 1
                if status >= "400" and not refused:
                    refused = key.data.last
                durations.append(now - key.data.sent_at)
                if now >= until or not key.data.send():
                    ready.unregister(key.fileobj)
                    key.data.socket.close()
    whole = time.perf_counter() - started_at
    summary = {"statuses": statuses, "seconds": whole, "refused": refused.decode(errors="replace")}
    return summary | spread(durations)


def spread(durations: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile."""
    cuts = statistics.quantiles(durations, n=20) if len(durations) > 1 else [*durations] * 19
    return {"median_ms": cuts[9] * 1_000, "p95_ms": cuts[18] * 1_000}


if __name__ == "__main__":
    plan = json.load(sys.stdin)
    print(json.dumps(run(plan["port"], plan["clients"], plan["seconds"])))

"""Halls for benchmarks: a data folder with demonstration data, and server processes."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from services_hall.demo.accounts import client_id_of, client_secret_of
from services_hall.runtime import supervisor
from services_hall.runtime.child_processes import own_command
from tests.support.processes import Running, free_port, run_process

START_SECONDS: Final = 60.0
SEED_SECONDS: Final = 180.0


@dataclass(frozen=True)
class Hall:
    """A data folder with demonstration data; `port` is the server's port."""

    folder: Path
    port: int
    database_url: str | None = None
    environ: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        settings = {"HALL_DATA_DIR": str(self.folder), "HALL_BASE_URL": self.base_url, "PORT": str(self.port)}
        if self.database_url:
            settings["HALL_DATABASE_URL"] = self.database_url
        object.__setattr__(self, "environ", settings)

    @property
    def base_url(self) -> str:
        """The URL of the server."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def seeded_hall(database_url: str | None = None) -> Iterator[Hall]:
    """A new hall with demonstration data, deleted after the block; on SQLite by default."""
    with tempfile.TemporaryDirectory(prefix="services-hall-bench-") as folder:
        hall = Hall(Path(folder), free_port(), database_url)
        for words in (("init",), ("seed", "--demo")):
            _run(hall, *words)
        yield hall


def _run(hall: Hall, *words: str) -> None:
    done = subprocess.run(
        own_command(*words),
        env=bare_environ() | hall.environ,
        check=False,
        capture_output=True,
        text=True,
        timeout=SEED_SECONDS,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)} failed: {done.stderr[-2000:]}")


def bare_environ() -> dict[str, str]:
    """This process's environment without hall settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HALL_")}


@contextmanager
def http_server(hall: Hall) -> Iterator[Running]:
    """The HTTP server alone, as started by `serve`: jobs are written but not run."""
    child = supervisor.server("127.0.0.1", hall.port)
    with _server_process(list(child.command), hall.environ | dict(child.env), hall.port) as server:
        yield server


@contextmanager
def server_and_worker(hall: Hall) -> Iterator[Running]:
    """Server and worker: `services-hall serve`."""
    with _server_process(
        [*own_command("serve"), "--port", str(hall.port)], hall.environ, hall.port
    ) as server:
        yield server


@contextmanager
def other_server(target: str, environ: Mapping[str, str]) -> Iterator[int]:
    """Another WSGI application on the same HTTP server with the hall's settings; yields its port."""
    port = free_port()
    child = supervisor.server("127.0.0.1", port)
    with _server_process([*child.command[:-1], target], dict(child.env) | dict(environ), port):
        yield port


@contextmanager
def _server_process(command: list[str], environ: Mapping[str, str], port: int) -> Iterator[Running]:
    with run_process(command, environ) as server:
        server.wait_until(lambda: _answers(port), START_SECONDS, "the server to answer")
        yield server


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code < 500
    except httpx.HTTPError:
        return False


@contextmanager
def agency_system(hall: Hall, role: str = "market_supervision") -> Iterator[httpx.Client]:
    """An HTTP client with an agency system's bearer token."""
    with httpx.Client(base_url=hall.base_url, timeout=30) as http:
        token = answer(
            http.post(
                "/identity/token",
                data={"grant_type": "client_credentials", "scope": "hall"},
                auth=(client_id_of(role), client_secret_of(role)),
            )
        )["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        yield http


def answer(response: httpx.Response) -> Any:
    """The JSON of a response; raises an error with the response text for an error status."""
    if response.is_error:
        raise RuntimeError(
            f"{response.request.method} {response.request.url}: {response.status_code} {response.text[:600]}"
        )
    return response.json()

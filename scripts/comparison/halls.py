"""Halls of two checkouts, each created and served by its own code in a new data folder on a free port.

Nothing of the checkout is imported here: its commands are run by its own Python, and it is spoken to by HTTP.
"""

import json
import os
import re
import signal
import socket
import sqlite3
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import httpx

PATIENCE_SECONDS: Final = 300.0
LOOK_SECONDS: Final = 0.1
JOBS_LOOK_SECONDS: Final = 0.5
QUIET_LOOKS: Final = 2
OPEN_JOBS: Final = re.compile(r'^hall_jobs\{status="(?:waiting|leased)"\} (\S+)$', re.MULTILINE)
RULES: Final = """
import importlib, json, sys
module, name = sys.argv[1].split(":")
loaded = importlib.import_module(module)
rules = getattr(loaded, name).url_map.iter_rules()
told = sorted([rule.rule, sorted(rule.methods - {"HEAD", "OPTIONS"})] for rule in rules)
print(json.dumps({"file": loaded.__file__, "rules": told}))
"""
HELP: Final = """
from importlib.metadata import entry_points
import click, json
from click.testing import CliRunner
(entry,) = entry_points(group="console_scripts", name="services-hall")
main, runner, texts = entry.load(), CliRunner(), {}
def visit(command, words):
    given = runner.invoke(main, [*words, "--help"], prog_name="services-hall")
    texts[" ".join(["services-hall", *words])] = f"exit code {given.exit_code}\\n{given.output}"
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            visit(command.get_command(context, name), [*words, name])
visit(main, [])
print(json.dumps(texts))
"""


class HallFailed(Exception):
    """A hall did not do what the comparison needs; the message says what."""


class Hall:
    """The hall of one checkout; `start` creates, fills and serves it, `stop` ends it."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        self.checkout: Final = checkout
        self.folder: Final = folder
        self.port: Final = _free_port()
        self.base_url: Final = f"http://127.0.0.1:{self.port}"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HALL_")}
        own = {"HALL_DATA_DIR": str(folder), "HALL_BASE_URL": self.base_url, "PORT": str(self.port)}
        self._environ: Final = inherited | own
        self._http: Final = httpx.Client(
            base_url=self.base_url,
            timeout=20,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            trust_env=False,
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._workers: set[int] = set()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The output of the hall's own command `services-hall`."""
        return self._run("services-hall", *words)

    def start(self) -> None:
        """Creates the data folder with demonstration data and serves it; raises HallFailed."""
        for words in (("init",), ("seed", "--demo")):
            if (done := self.run(*words)).returncode:
                raise HallFailed(f"{self.checkout}: services-hall {' '.join(words)}: {done.stderr[-2000:]}")
        command = [str(self.checkout / ".venv/bin/services-hall"), "serve"]
        with (self.folder / "serve.log").open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=self.checkout, env=self._environ, stdout=log, stderr=log
            )
        self._wait(self._is_ready, "to be ready")
        self.finish_jobs()

    def stop(self) -> None:
        """Ends the hall's processes."""
        if self._process is None:
            return
        for worker in self._workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGCONT)  # held, it could not even be ended
        self._process.terminate()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def finish_jobs(self) -> None:
        """Lets the worker finish all waiting jobs, then pauses it, so that each run reads the same state."""
        self._signal_worker(signal.SIGCONT)
        quiet = 0

        def is_quiet() -> bool:
            nonlocal quiet
            quiet = quiet + 1 if self._open_jobs() == 0 else 0
            return quiet >= QUIET_LOOKS

        self._wait(is_quiet, "to finish its jobs", JOBS_LOOK_SECONDS)
        self._hold_worker()

    def let_jobs_run(self) -> None:
        """Lets the worker work on after `finish_jobs`."""
        self._signal_worker(signal.SIGCONT)

    def rules(self) -> list[tuple[str, list[str]]]:
        """Every URL rule of the served application with its methods; raises HallFailed."""
        told = self._json(self._run("python", "-P", "-c", RULES, self._target()), "its URL rules")
        if not Path(told["file"]).is_relative_to(self.checkout):
            raise HallFailed(f"{self.checkout}/.venv runs {told['file']}: run `make setup` in the checkout")
        return [(rule, methods) for rule, methods in told["rules"]]

    def helps(self) -> dict[str, str]:
        """The help text of every command, by command line."""
        texts: dict[str, str] = self._json(self._run("python", "-P", "-c", HELP), "the help of its commands")
        return texts

    def change_rows(self, statement: str, *values: str) -> int:
        """Changes rows of the hall's database by a statement; returns their number. For effects of time."""
        with sqlite3.connect(self.folder / "hall.db", timeout=20) as database:
            changed = database.execute(statement, values).rowcount
        database.close()
        return changed

    def _run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.checkout / ".venv/bin" / program), *words]
        return subprocess.run(
            command, cwd=self.checkout, env=self._environ, capture_output=True, text=True, check=False
        )

    def _json(self, done: subprocess.CompletedProcess[str], what: str) -> Any:
        if done.returncode:
            raise HallFailed(f"{self.checkout} does not tell {what}: {done.stderr[-2000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def _is_ready(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise HallFailed(f"{self.checkout}: {(self.folder / 'serve.log').read_text(errors='replace')}")
        try:
            return self._http.get("/readyz").status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def _open_jobs(self) -> float:
        figures = self._http.get("/metrics").text
        return sum(float(number) for number in OPEN_JOBS.findall(figures))

    def _children(self) -> Iterator[tuple[int, list[str]]]:
        """Process id and command line of each child process of `serve`."""
        if self._process is None:
            return
        number = self._process.pid
        for child in Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii").split():
            line = Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8", errors="replace")
            yield int(child), line.rstrip("\0").split("\0")

    def _target(self) -> str:
        """The application that the HTTP server loads, as `module:name`."""
        for _number, words in self._children():
            if re.fullmatch(r"[\w.]+:\w+", words[-1]):
                return words[-1]
        raise HallFailed(f"{self.checkout}: no process of `serve` names the application that it serves")

    def _signal_worker(self, number: signal.Signals) -> None:
        self._workers = {child for child, words in self._children() if words[-1] == "worker"}
        for child in self._workers:
            os.kill(child, number)

    def _hold_worker(self) -> None:
        """Pauses the worker at a moment when it has no database locked."""

        def is_held() -> bool:
            self._signal_worker(signal.SIGSTOP)
            if self._workers and all(_is_free(path) for path in self.folder.glob("*.db")):
                return True
            self._signal_worker(signal.SIGCONT)
            return False

        self._wait(is_held, "to hold its worker")

    def _wait(self, look: Callable[[], bool], what: str, pause: float = LOOK_SECONDS) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not look():
            if time.monotonic() > until:
                raise HallFailed(f"{self.checkout}: waited {PATIENCE_SECONDS:.0f} s for the hall {what}")
            time.sleep(pause)


@contextmanager
def served(checkout: Path, folder: Path) -> Iterator[Hall]:
    """The hall of a checkout during the block."""
    hall = Hall(checkout, folder)
    try:
        hall.start()
        yield hall
    finally:
        hall.stop()


def _is_free(database: Path) -> bool:
    connection = sqlite3.connect(database, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

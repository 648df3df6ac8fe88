"""Child processes for tests: a free port, one function to wait, and an end with the test."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO, Final, TypeVar

import httpx

Value = TypeVar("Value")

POLL_SECONDS: Final = 0.02
STOP_SECONDS: Final = 10.0
WITH_THE_TESTS: Final = ("setpriv", "--pdeathsig=TERM")
"""Before a command: it gets SIGTERM when the process that started it ends, however it ends."""
SHOWN_CHARACTERS: Final = 8_000


class Overdue(AssertionError):
    """The awaited condition did not become true in time."""


def free_port() -> int:
    """A TCP port of the loopback interface that is free at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(predicate: Callable[[], Value], timeout: float, what: str) -> Value:
    """The first true value of `predicate`, called repeatedly for at most `timeout` seconds.

    Raises Overdue, naming `what` was waited for. This is the only place where a test may sleep.
    """
    deadline = time.monotonic() + timeout
    while not (value := predicate()):
        if time.monotonic() > deadline:
            raise Overdue(f"waited {timeout:g} s in vain for {what}")
        time.sleep(POLL_SECONDS)
    return value


def wait_while_moving(
    predicate: Callable[[], Value], progress: Callable[[], object], timeout: float, what: str
) -> Value:
    """Like `wait_until`, with another `timeout` seconds as often as `progress` gave something new meanwhile.

    For work whose length depends on how busy the machine is: only standing still is a failure.
    """
    seen = progress()
    while True:
        try:
            return wait_until(predicate, timeout, what)
        except Overdue:
            if (found := progress()) == seen:
                raise
            seen = found


def is_answered(address: str) -> bool:
    """Whether a server answers a GET of this address with 200 OK.

    No trusted certificates are read for it, which would take 25 ms each time.
    """
    try:
        return httpx.get(address, timeout=2, verify=False, trust_env=False).status_code == HTTPStatus.OK
    except httpx.TransportError:
        return False


@dataclass(frozen=True)
class Running:
    """A child process and its output so far."""

    process: subprocess.Popen[bytes]
    written: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def output(self) -> str:
        return self.written.read_text(encoding="utf-8", errors="replace")

    def wait_until(self, predicate: Callable[[], Value], timeout: float, what: str) -> Value:
        """Like the function of this name, but fails at once when the process has ended."""

        def alive_and_true() -> Value:
            if self.process.poll() is not None:
                raise Overdue(f"process ended with {self.process.returncode} before {what}")
            return predicate()

        return wait_until(alive_and_true, timeout, what)

    def wait_for_output(self, text: str, timeout: float) -> str:
        """The complete output once it contains `text`."""
        self.wait_until(lambda: text in self.output(), timeout, f"{text!r} in the output")
        return self.output()


@contextmanager
def run_process(
    command: Sequence[str | Path],
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    ending: signal.Signals = signal.SIGTERM,
) -> Iterator[Running]:
    """Runs `command` during the block, with `env` added to the environment.

    The child leads a process group of its own; the whole group gets `ending` afterwards, then is killed.
    When the tests are killed, the child gets SIGTERM from the kernel.
    When the block raises, the end of the child's output is added to what the test shows.
    """
    with (
        tempfile.NamedTemporaryFile(prefix="hall-output-") as written,
        start(command, env, cwd, written) as process,
    ):
        child = Running(process, Path(written.name))
        try:
            yield child
        except BaseException as error:
            error.add_note(f"output of {command[0]}:\n{child.output()[-SHOWN_CHARACTERS:]}")
            raise
        finally:
            stop(process, ending)


def start(
    command: Sequence[str | Path],
    env: Mapping[str, str] | None,
    cwd: Path | None,
    written: IO[bytes],
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*WITH_THE_TESTS, *command],
        env=os.environ | {"PYTHONUNBUFFERED": "1"} | dict(env or {}),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=written,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def stop(process: subprocess.Popen[bytes], ending: signal.Signals = signal.SIGTERM) -> None:
    """Ends the process group of `process`: by a signal first, then by SIGKILL."""
    signal_group(process, ending)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    signal_group(process, signal.SIGKILL)
    process.wait(STOP_SECONDS)


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return

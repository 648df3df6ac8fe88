"""`serve` with its child processes: each is restarted when it ends, and none outlives `serve`."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import psutil
import pytest

from services_hall.audit.chain_entries import has_unsealed
from services_hall.audit.models import AuditEntry
from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import db, reading, transaction
from services_hall.runtime.child_processes import ChildProcess, ChildProcessUnstable, supervise
from services_hall.settings import Settings
from tests.support.processes import Running, free_port, is_answered, run_process, wait_until
from tests.support.small_hall import environment, small_hall

SECONDS = 120


@contextmanager
def serving(site: Settings) -> Iterator[tuple[Running, str]]:
    port = free_port()
    command = [sys.executable, "-m", "services_hall", "serve", "--port", str(port)]
    with run_process(command, environment(site)) as process:
        address = f"http://127.0.0.1:{port}"
        process.wait_until(lambda: is_answered(f"{address}/readyz"), SECONDS, "the server to answer")
        yield process, address


def children(process: Running) -> dict[str, psutil.Process]:
    """The processes under `serve`, by part."""
    found = {}
    for child in psutil.Process(process.pid).children():
        words = child.cmdline()
        found["server" if "granian" in words else "worker"] = child
    return found


def test_server_and_worker_come_back_when_they_die_and_never_outlive_the_command(site: Settings) -> None:
    with small_hall(site, create=False), serving(site) as (process, address):
        first = wait_until(lambda: pair if len(pair := children(process)) == 2 else {}, SECONDS, "both")
        first["worker"].kill()
        first["server"].kill()
        wait_until(
            lambda: not any(child.is_running() for child in first.values()), SECONDS, "both to be gone"
        )
        write_entry()
        process.wait_until(is_sealed, SECONDS, "the new worker to seal the record")
        process.wait_until(lambda: is_answered(f"{address}/readyz"), SECONDS, "the new server to answer")
        family = process.wait_until(lambda: family_of(process), SECONDS, "server, its process and worker")
        os.kill(process.pid, signal.SIGKILL)
        _gone, alive = psutil.wait_procs(family, timeout=SECONDS)
        assert alive == []


PARENT = """
import sys
from threading import Event
from services_hall.runtime.child_processes import ChildProcess, stop_on_signals, supervise
stop = Event()
stop_on_signals(stop)
supervise([ChildProcess("one", ["sleep", "600"]), ChildProcess("two", ["sleep", "600"])], stop)
"""


def test_a_command_that_is_asked_to_end_ends_its_children_first() -> None:
    with run_process([sys.executable, "-c", PARENT]) as process:
        family = process.wait_until(
            lambda: two if len(two := psutil.Process(process.pid).children()) == 2 else [],
            SECONDS,
            "two children",
        )
        process.process.send_signal(signal.SIGTERM)
        assert process.process.wait(SECONDS) == 0
        assert not any(child.is_running() for child in family)


def test_a_command_gives_up_when_what_it_needs_keeps_ending() -> None:
    children = [ChildProcess("server", ["false"], essential=True)]
    with pytest.raises(ChildProcessUnstable, match="server"):
        supervise(children, Event())


def family_of(process: Running) -> list[psutil.Process]:
    family = psutil.Process(process.pid).children(recursive=True)
    return family if len(family) >= 3 else []


def write_entry() -> None:
    with transaction() as session:
        record_action(session, actor="tester", action="server.kill", subject="server")


def is_sealed() -> bool:
    db.session.rollback()
    return reading().query(AuditEntry).count() == 1 and not has_unsealed(reading(), before=utc_now())

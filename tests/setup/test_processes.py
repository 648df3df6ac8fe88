"""Child processes of tests: their output is shown after a failure, and they never outlive the tests."""

import signal
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.processes import Overdue, run_process, wait_until

ROOT = Path(__file__).parents[2]
SERVER = """
import time
from tests.support.postgres import postgres_server
with postgres_server():
    print("begun", flush=True)
    time.sleep(600)
"""


CHILD = """
import time
from tests.support.processes import run_process
with run_process(["sleep", "600"]) as child:
    print(child.pid, flush=True)
    time.sleep(600)
"""


def fail_beside_a_process() -> None:
    with run_process([sys.executable, "-c", "print('您好')"]) as process:
        process.process.wait()
        raise ZeroDivisionError


def test_a_failing_test_shows_what_the_process_wrote() -> None:
    with pytest.raises(ZeroDivisionError) as failure:
        fail_beside_a_process()
    assert "您好" in "".join(failure.value.__notes__)


def test_waiting_ends_at_once_when_the_process_is_gone() -> None:
    with (
        pytest.raises(Overdue, match="ended with 3"),
        run_process([sys.executable, "-c", "exit(3)"]) as process,
    ):
        process.wait_until(lambda: False, timeout=60, what="what never comes")


def test_waiting_names_what_did_not_come() -> None:
    with pytest.raises(Overdue, match=r"0\.05 s in vain for the ferry"):
        wait_until(lambda: False, timeout=0.05, what="the ferry")


def test_a_process_takes_its_children_along() -> None:
    command = [sys.executable, "-c", "import os, time; os.fork(); print('begun'); time.sleep(600)"]
    with run_process(command) as process:
        process.wait_for_output("begun", timeout=10)
        family = [process.pid, *(child.pid for child in psutil.Process(process.pid).children())]
        assert len(family) == 2
    wait_until(lambda: not any(psutil.pid_exists(pid) for pid in family), timeout=10, what="both to end")


def test_a_process_ends_when_the_tests_are_killed() -> None:
    with run_process([sys.executable, "-c", CHILD], cwd=ROOT) as tests:
        child = psutil.Process(int(tests.wait_for_output("\n", timeout=30)))
        wait_until(lambda: child.name() == "sleep", timeout=10, what="the command to follow setpriv")
        tests.process.send_signal(signal.SIGKILL)
        wait_until(lambda: not child.is_running(), timeout=10, what="the process to end")


def test_the_database_server_ends_when_the_tests_are_killed(open_folder: Path) -> None:
    environment = {"PYTHONPATH": str(ROOT), "TMPDIR": str(open_folder)}
    with run_process([sys.executable, "-c", SERVER], environment, cwd=ROOT) as tests:
        tests.wait_for_output("begun", timeout=60)
        servers = psutil.Process(tests.pid).children()
        assert [server.name() for server in servers] == ["postgres"]
        tests.process.send_signal(signal.SIGKILL)
        wait_until(lambda: not servers[0].is_running(), timeout=30, what="the server to end")

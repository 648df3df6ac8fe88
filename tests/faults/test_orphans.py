"""A serving process whose server was killed during its start: it ends and frees the port."""

import signal
import sys
from pathlib import Path

import psutil

from tests.support.processes import run_process, wait_until

SECONDS = 60
SERVER = """
import multiprocessing, os, signal, sys, time
from pathlib import Path
from services_hall.runtime.child_processes import end_with_parent, parent_process

def serve():
    Path(sys.argv[1], str(os.getpid())).touch()
    server = os.getppid()
    while os.getppid() == server:
        time.sleep(0.01)
    end_with_parent(signal.SIGKILL, parent_process())
    Path(sys.argv[1], "served").touch()
    time.sleep(600)

multiprocessing.get_context("fork").Process(target=serve).start()
time.sleep(600)
"""


def test_a_serving_process_does_not_outlive_a_server_that_died_before_it_was_ready(tmp_path: Path) -> None:
    with run_process([sys.executable, "-c", SERVER, tmp_path]) as server:
        name = server.wait_until(lambda: next(tmp_path.iterdir(), None), SECONDS, "the process to start").name
        serving = psutil.Process(int(name))
        server.process.send_signal(signal.SIGKILL)
        wait_until(lambda: not serving.is_running(), SECONDS, "the orphan to end")
    assert [path.name for path in tmp_path.iterdir()] == [name]

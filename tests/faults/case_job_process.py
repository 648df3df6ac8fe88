"""A process that runs jobs of cases in children, each in the hall that its line names.

A line is JSON: the name of a job and the environment of the hall. A child can be killed at any time; the
program is loaded only once, and the application of a hall is made only once, before its children connect.
"""

import json
import os
import signal
import sys
import traceback

from flask import Flask

from services_hall.app import create_app
from services_hall.job_registry import HANDLERS
from services_hall.jobs.runner import Runner
from tests.support.decision_process import say

WAITING_JOBS = "waiting jobs"
"""Instead of the name of a job: run what waits in the outbox."""


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies
    prepared: dict[str, Flask] = {}
    for line in sys.stdin:
        task = json.loads(line)
        folder = task["environment"]["HALL_DATA_DIR"]
        if folder not in prepared:
            os.environ.update(task["environment"])
            prepared = {folder: create_app()}
        if os.fork() == 0:
            try:
                run(prepared[folder], task["job"])
            except BaseException:
                traceback.print_exc()
                say(f"failed {os.getpid()}")
                os._exit(1)
            os._exit(0)


def run(app: Flask, job: str) -> None:
    """Run a job in this process and say when it starts and ends."""
    say(f"started {os.getpid()}")
    with app.app_context():
        if job == WAITING_JOBS:
            Runner(HANDLERS).run_until_empty()
        else:
            HANDLERS[job]({})
    say(f"done {os.getpid()}")


if __name__ == "__main__":
    main()

"""A process that runs jobs of cases in children, each in the hall that its line names.

A line is JSON: the name of a job and the environment of the hall. A child can be killed at any time; the
program is loaded only once.
"""

import json
import os
import signal
import sys

from services_hall.app import create_app
from services_hall.job_registry import HANDLERS
from services_hall.jobs.runner import Runner
from tests.support.decision_process import say

WAITING_JOBS = "waiting jobs"
"""Instead of the name of a job: run what waits in the outbox."""


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies
    for line in sys.stdin:
        if os.fork() == 0:
            run(**json.loads(line))
            os._exit(0)


def run(job: str, environment: dict[str, str]) -> None:
    """Run a job in this process and say when it starts and ends."""
    os.environ.update(environment)
    app = create_app()
    say(f"started {os.getpid()}")
    with app.app_context():
        if job == WAITING_JOBS:
            Runner(HANDLERS).run_until_empty()
        else:
            HANDLERS[job]({})
    say(f"done {os.getpid()}")


if __name__ == "__main__":
    main()

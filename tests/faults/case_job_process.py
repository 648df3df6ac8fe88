"""A separate process that runs jobs of cases, by the names that it reads."""

import sys

from services_hall.app import create_app
from services_hall.job_registry import HANDLERS
from tests.support.decision_process import say


def main() -> None:
    app = create_app()
    say("ready")
    for line in sys.stdin:
        with app.app_context():
            HANDLERS[line.strip()]({})
        say("done")


if __name__ == "__main__":
    main()

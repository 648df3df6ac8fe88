"""A separate process that decides cases in one way, in the hall that it was told to open.

A line is JSON: the environment of the next hall, or the number of a case. One process serves the halls of all
tests, because loading the program takes longer than they do.
"""

import json
import os
import sys
from dataclasses import replace

from flask import Flask

from services_hall.app import create_app
from services_hall.applications.decisions.outcomes import Decision
from services_hall.casework.transitions import TransitionRefused
from services_hall.use_cases.decide_case import decide_case
from tests.support.agency_systems import actor_of
from tests.support.case_decisions import REVIEWED

GROUNDS = replace(REVIEWED, basis_key="spaq-33")


def main() -> None:
    outcome = Decision(sys.argv[1])
    app = Flask(__name__)
    for line in sys.stdin:
        task = json.loads(line)
        if "environment" in task:
            os.environ.update(task["environment"])
            app = create_app()
            say("ready")
        else:
            say(decide(app, task["number"], outcome))


def decide(app: Flask, number: str, outcome: Decision) -> str:
    """Whether the officer's decision was recorded."""
    with app.app_context():
        officer = actor_of("market_supervision")
        try:
            decide_case(officer, number, outcome, "两人同时决定", grounds=GROUNDS)
        except TransitionRefused:
            return "refused"
        return "decided"


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

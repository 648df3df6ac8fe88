"""A separate process that decides the cases whose numbers it reads, one at a time."""

import sys

from services_hall.app import create_app
from services_hall.applications.decision_grounds import DecisionGrounds
from services_hall.applications.decisions import Decision
from services_hall.casework.transitions import TransitionRefused
from services_hall.use_cases.decide_case import decide_case
from tests.support.agency_systems import actor_of

GROUNDS = DecisionGrounds(basis_key="spaq-33")


def main() -> None:
    outcome = Decision(sys.argv[1])
    app = create_app()
    with app.app_context():
        officer = actor_of("market_supervision")
    say("ready")
    for line in sys.stdin:
        with app.app_context():
            try:
                decide_case(officer, line.strip(), outcome, "两人同时决定", grounds=GROUNDS)
            except TransitionRefused:
                say("refused")
            else:
                say("decided")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

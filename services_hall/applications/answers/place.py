"""Consistency of an application's place with the place in the scenario's answers (pure)."""

from guides.bundles import BundleSelection
from guides.errors import FieldProblem
from services_hall.applications.answers import AnswerFault
from services_hall.applications.errors import AnswersInvalid

DIVISION: str = "division_code"


def answered_place(selection: BundleSelection) -> str | None:
    """The division that the answers name, where items depend on it."""
    return next((one.division_code for one in selection.sized), None)


def place_problem(selection: BundleSelection, division_code: str) -> FieldProblem | None:
    """What is wrong with the division: other bodies' sizes were asked than those of the division."""
    place = answered_place(selection)
    return FieldProblem(AnswerFault.OTHER_PLACE) if place not in (None, division_code) else None


def require_place(selection: BundleSelection, division_code: str) -> None:
    """Raise AnswersInvalid if the application is for another division than its answers."""
    problem = place_problem(selection, division_code)
    if problem is not None:
        raise AnswersInvalid({DIVISION: problem})

"""Acceptance of several cases, each in its own transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from services_hall.applications.errors import ApplicationsError
from services_hall.casework.transitions import TransitionRefused
from services_hall.identity import Actor
from services_hall.use_cases.accept_case import accept_case


@dataclass(frozen=True)
class AcceptanceResult:
    """The number of a case, and the error that kept it from being accepted."""

    number: str
    error: Exception | None


def accept_cases(actor: Actor, numbers: Iterable[str]) -> list[AcceptanceResult]:
    """Accepts each of these cases of the actor's desk; one that is not accepted does not stop the others."""
    return [AcceptanceResult(number, _error_of(actor, number)) for number in dict.fromkeys(numbers)]


def _error_of(actor: Actor, number: str) -> Exception | None:
    try:
        accept_case(actor, number)
    except (ApplicationsError, TransitionRefused) as error:
        return error
    return None

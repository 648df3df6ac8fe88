"""Absences of officers: entered with a substitute, and ended early."""

from datetime import date

from services_hall.applications.cases import absences
from services_hall.clock import local_day, utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def record_absence(
    actor: Actor, *, officer: str, substitute: str, first_on: date | None, last_on: date | None
) -> None:
    """Lets a substitute handle the cases of an officer meanwhile. Raises ActionInvalid."""
    now = utc_now()
    with transaction() as session:
        absences.record_absence(
            session,
            actor,
            officer=officer,
            substitute=substitute,
            first_on=first_on,
            last_on=last_on,
            now=now,
            today=local_day(now),
        )


def end_absence(actor: Actor, absence_id: int) -> bool:
    """Ends an absence that the actor may enter; today its officer handles the cases again.

    False where there is none that goes on.
    """
    with transaction() as session:
        return absences.end_absence(session, actor, absence_id, today=local_day(utc_now()))

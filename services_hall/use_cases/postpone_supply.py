"""A new day for promised materials, because force majeure was heard."""

from datetime import date

from services_hall.applications.reads import queries
from services_hall.applications.tolerance import tolerant_acceptance
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def postpone_supply(actor: Actor, number: str, *, supply_until: date | None, excuse: str) -> None:
    """Sets the new day in a case of the actor's desk, once.

    Raises CaseNotFound, TransitionRefused, ActionDoneBefore, NoSupplyDayLeft, ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        tolerant_acceptance.postpone_supply(
            session, case, supply_until=supply_until, excuse=excuse, officer=actor, now=utc_now()
        )

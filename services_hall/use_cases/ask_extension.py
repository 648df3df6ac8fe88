"""Request of an officer to the head of the agency for an extension of a limit."""

from services_hall.applications import limit_extensions, queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def ask_extension(actor: Actor, number: str, *, amount: int | None, reason: str) -> None:
    """Asks the head to extend the limit of a case of the actor's desk, in the unit of the guide.

    Raises CaseNotFound, TransitionRefused, ExtensionNotProvided, ActionDoneBefore, LimitPassed,
    ActionInvalid.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        limit_extensions.ask_extension(
            session, case, amount=amount, reason=reason, officer=actor, now=utc_now()
        )

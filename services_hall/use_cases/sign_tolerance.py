"""Choice of tolerant acceptance by an applicant, with the promise to supply what is missing."""

from services_hall.applications.enumerations import Channel
from services_hall.applications.filing.promises import authentication
from services_hall.applications.reads import queries
from services_hall.applications.tolerance import tolerant_acceptance
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def sign_tolerance(actor: Actor, number: str, *, channel: Channel) -> None:
    """Signs the promise in a case of the actor's application, or of one that the actor filed.

    Raises CaseNotFound, ToleranceNotOffered, ToleranceBarred.
    """
    with transaction() as session:
        case = queries.lock_own_case(session, actor, number)
        tolerant_acceptance.sign_promise(
            session, case, proof=authentication(channel), actor=actor, now=utc_now()
        )

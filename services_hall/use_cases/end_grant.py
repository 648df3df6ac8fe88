"""End of a grant: annulment, withdrawal or cancellation."""

from services_hall.applications.decisions import grant_ends
from services_hall.applications.decisions.grant_ends import GrantEnding
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def end_grant(actor: Actor, number: str, ending: GrantEnding) -> None:
    """Ends the grant of a case of the actor's desk.

    Raises CaseNotFound, ActionInvalid, CorrectionFirst, CorrectionTimeRunning, PriorNoticeMissing,
    StatementTimeRunning, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        grant_ends.end_grant(session, case, ending, officer=actor, now=utc_now())

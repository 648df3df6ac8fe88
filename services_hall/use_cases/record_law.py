"""Record of which law applies to a case whose law changed."""

from services_hall.applications.decisions import law_changes
from services_hall.applications.decisions.law_changes import AppliedLaw
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def record_law(actor: Actor, number: str, applies: AppliedLaw, reason: str) -> None:
    """Records the law for a case of the actor's desk.

    Raises CaseNotFound, LawUnchanged, ActionInvalid, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case(session, actor, number)
        law_changes.record_law(session, case, applies, reason=reason, officer=actor, now=utc_now())

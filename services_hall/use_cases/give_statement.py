"""Statement of an applicant in answer to a prior notice."""

from services_hall.applications.hearings import statements
from services_hall.applications.hearings.statements import Statement
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


def give_statement(actor: Actor, number: str, statement: Statement) -> None:
    """Gives the statement in a case of the actor's own application, or of one that the actor filed.

    Raises CaseNotFound, ActionInvalid, NoOpenNotice, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_own_case(session, actor, number)
        statements.receive_statement(session, case, statement, actor=actor, now=utc_now(), is_applicant=True)

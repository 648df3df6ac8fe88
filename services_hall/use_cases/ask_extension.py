"""Request of an officer to the head of the agency for an extension of a limit."""

from sqlalchemy.orm import Session

from services_hall.applications.clock_changes import limit_extensions
from services_hall.applications.examination.colleagues import chosen_officer
from services_hall.applications.models import Case
from services_hall.applications.reads import queries
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
        _ask(session, case, amount=amount, reason=reason, officer_id=actor.account_id, actor=actor)


def report_extension_request(
    system: Actor, number: str, *, officer: str, amount: int | None, reason: str
) -> None:
    """The request that the officer with this public id made in the agency's own system, which vouches for it.

    The head who answers is another person (行政许可法 art. 42). Raises CaseNotFound, ActionInvalid for
    somebody who is no officer of the case, and the errors of `ask_extension`.
    """
    with transaction() as session:
        case = queries.lock_case(session, system, number)
        officer_id = chosen_officer(session, case, officer, field="officer").id
        _ask(session, case, amount=amount, reason=reason, officer_id=officer_id, actor=system)


def _ask(
    session: Session, case: Case, *, amount: int | None, reason: str, officer_id: int, actor: Actor
) -> None:
    limit_extensions.ask_extension(
        session, case, amount=amount, reason=reason, officer_id=officer_id, actor=actor, now=utc_now()
    )

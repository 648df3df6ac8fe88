"""Answer of the head of an agency to a request for an extension."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from services_hall.applications.clock_changes import limit_extensions
from services_hall.applications.examination.colleagues import chosen_head
from services_hall.applications.models import Case
from services_hall.applications.reads import queries
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


@dataclass(frozen=True)
class ExtensionAnswer:
    """Whether the head approves, words for the officer, and the government's approval where it is needed."""

    is_approved: bool
    reason: str = ""
    approval: str = ""


def decide_extension(actor: Actor, number: str, answer: ExtensionAnswer) -> None:
    """Approves or declines the extension that an officer asked for.

    Raises CaseNotFound, ExtensionNotAsked, SecondPersonNeeded, LimitPassed, ActionInvalid, TransitionRefused.
    """
    with transaction() as session:
        case = queries.lock_case_in_charge(session, actor, number)
        _answer(session, case, answer, actor=actor, head_id=actor.account_id)


def report_extension_answer(system: Actor, number: str, answer: ExtensionAnswer, *, head: str) -> None:
    """The answer that the head with this public id gave in the agency's own system, which vouches for it.

    Raises CaseNotFound, ActionInvalid for somebody who is not the head, and the errors of
    `decide_extension`.
    """
    with transaction() as session:
        case = queries.lock_case(session, system, number)
        head_id = chosen_head(session, case, head, field="head").id
        _answer(session, case, answer, actor=system, head_id=head_id)


def _answer(session: Session, case: Case, answer: ExtensionAnswer, *, actor: Actor, head_id: int) -> None:
    now = utc_now()
    if not answer.is_approved:
        limit_extensions.decline_extension(
            session, case, actor=actor, head_id=head_id, reason=answer.reason, now=now
        )
        return
    calendar = load_calendar(session, since=case.filed_on)
    limit_extensions.approve_extension(
        session,
        case,
        actor=actor,
        head_id=head_id,
        calendar=calendar,
        now=now,
        approval=answer.approval,
    )

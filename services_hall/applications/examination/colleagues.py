"""The officers who may handle a case, and its hand-over between them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from guides.division_codes import contains
from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault, readable_text
from services_hall.applications.cases import case_log
from services_hall.applications.cases.event_facts import EventFact, fact_details
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case
from services_hall.identity import Actor, Role, accounts
from services_hall.identity.models import Account


def officers_of(session: Session, case: Case) -> Sequence[Account]:
    """The officers of the case's agency whose post reaches its place, by account id."""
    return _people_of(session, case, Role.AGENCY_OFFICER)


def heads_of(session: Session, case: Case) -> Sequence[Account]:
    """The heads of the case's agency (部门负责人) whose post reaches its place, by account id."""
    return _people_of(session, case, Role.AGENCY_HEAD)


def _people_of(session: Session, case: Case, role: Role) -> Sequence[Account]:
    return [
        account
        for account in accounts.accounts_of_agency(session, case.agency_code, role)
        if any(
            post.role is role
            and post.agency_code == case.agency_code
            and (post.division_code is None or contains(post.division_code, case.division_code))
            for post in account.posts
        )
    ]


def chosen_officer(session: Session, case: Case, public_id: str, *, field: str) -> Account:
    """The officer of the case with this public id; raises ActionInvalid for anybody else."""
    for account in officers_of(session, case):
        if account.public_id == public_id:
            return account
    raise ActionInvalid({field: FieldProblem(ActionFault.OFFICER_NOT_HERE)})


def chosen_head(session: Session, case: Case, public_id: str, *, field: str) -> Account:
    """The head of the case's agency with this public id; raises ActionInvalid for anybody else."""
    for account in heads_of(session, case):
        if account.public_id == public_id:
            return account
    raise ActionInvalid({field: FieldProblem(ActionFault.OFFICER_NOT_HERE)})


def hand_over(session: Session, case: Case, *, to: str, text: str, officer: Actor, now: datetime) -> None:
    """Assign the locked case to a colleague, by public id, with a text for them.

    Raises TransitionRefused, ActionInvalid for somebody who may not handle the case.
    """
    colleague = chosen_officer(session, case, to, field="colleague")
    case_log.change_state(
        session,
        case,
        CaseAction.HAND_OVER,
        actor_id=officer.account_id,
        now=now,
        reason=readable_text("hand_over_text", text) or None,
        details=fact_details(EventFact.HANDED_OVER, colleague=colleague.name),
    )
    case.assigned_to_id = colleague.id

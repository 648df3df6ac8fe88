"""Withdrawal of cases by their applicant, before the agency's decision."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services_hall.applications import papers
from services_hall.applications.action_faults import readable_text
from services_hall.applications.cases import case_log, case_notices, dispatch
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import CasesAlreadyEnded, NothingToWithdraw
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction, CaseState
from services_hall.applications.models import Application, Case
from services_hall.identity import Actor


def can_withdraw(case: Case) -> bool:
    """Whether the applicant may still withdraw the case: until it is decided or ended."""
    return CaseAction.WITHDRAW in CASE_TRANSITIONS.possible_actions(case.state)


def withdraw_cases(
    session: Session,
    application: Application,
    cases: Sequence[Case],
    *,
    actor: Actor,
    reason: str,
    now: datetime,
) -> None:
    """Withdraw these locked cases of the application, all or none.

    The right to withdraw lasts until the decision. Cases that waited for the result of a withdrawn one are
    terminated with a paper (行政许可法 art. 38: with the reason), unless they are withdrawn as well. Raises
    NothingToWithdraw for no case, CasesAlreadyEnded with the cases that an agency has ended meanwhile.
    """
    if not cases:
        raise NothingToWithdraw
    ended = [case for case in cases if not can_withdraw(case)]
    if ended:
        raise CasesAlreadyEnded([case.item_name for case in ended])
    applicant_id, reason = application.applicant_id, readable_text("reason", reason)
    for case in _dependent_first(cases):
        case_log.change_state(
            session,
            case,
            CaseAction.WITHDRAW,
            actor_id=actor.account_id,
            on_behalf_of_id=applicant_id if applicant_id != actor.account_id else None,
            now=now,
            reason=reason or None,
        )
        case_notices.tell_of_withdrawal(session, case, by=actor, now=now)
        papers.write_case_paper(session, case, PaperCode.WITHDRAWAL, now=now, details={"reason": reason})
    session.flush()
    for case in cases:
        dispatch.terminate_waiting(session, case, now=now)


def dependent_cases(application: Application, case: Case) -> list[Case]:
    """The waiting cases of the application that cannot go on without the result of `case`."""
    direct = [
        other
        for other in application.cases
        if other.state is CaseState.WAITING and any(wait.waits_for_id == case.id for wait in other.waits)
    ]
    return [found for other in direct for found in (other, *dependent_cases(application, other))]


def _dependent_first(cases: Sequence[Case]) -> list[Case]:
    """Waiting cases come first, so that they are withdrawn and not terminated."""
    return sorted(cases, key=lambda case: case.state is not CaseState.WAITING)

"""Pleas of force majeure by applicants who cannot supply in time what they promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.applications.action_faults import filled_reason
from services_hall.applications.cases import case_log
from services_hall.applications.enumerations import SubjectKind
from services_hall.applications.errors import ActionDoneBefore
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction
from services_hall.applications.models import Case, CaseEvent
from services_hall.attachments.models import Attachment
from services_hall.casework.transitions import TransitionRefused
from services_hall.identity import Actor

PLEA: Final = "plea"
PLEA_FILE: Final = "plea_file"
DECLINE_REASON: Final = "decline_reason"
"""The fields of a plea and of its refusal."""


def plead_force_majeure(
    session: Session, case: Case, reason: str, *, actor: Actor, on_behalf_of_id: int | None, now: datetime
) -> None:
    """Record why the applicant of the locked case cannot supply in time; an officer hears it.

    Until it is answered the case does not end because of its day. Raises TransitionRefused, ActionInvalid
    without words, ActionDoneBefore while a plea waits, or once the day was moved.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.PLEAD_FORCE_MAJEURE)
    reason = filled_reason(PLEA, reason)
    if case.supply_plea_at is not None:
        raise ActionDoneBefore(CaseAction.PLEAD_FORCE_MAJEURE)
    if case_log.has_happened(case, CaseAction.POSTPONE_SUPPLY):
        raise ActionDoneBefore(CaseAction.POSTPONE_SUPPLY)
    case_log.change_state(
        session,
        case,
        CaseAction.PLEAD_FORCE_MAJEURE,
        actor_id=actor.account_id,
        on_behalf_of_id=on_behalf_of_id,
        now=now,
        reason=reason,
    )
    case.supply_plea_at = now


@dataclass(frozen=True)
class HeardPlea:
    """A plea with its files, and the reason why it was declined, if it was."""

    plea: CaseEvent
    files: Sequence[Attachment]
    refusal: CaseEvent | None


def heard_pleas(session: Session, cases: Sequence[Case]) -> dict[int, HeardPlea]:
    """The last plea in each of these loaded cases, by the id of the case; nothing is read without one."""
    pleas = {case.id: plea for case in cases if (plea := _last(case, CaseAction.PLEAD_FORCE_MAJEURE))}
    if not pleas:
        return {}
    rows = select(Attachment).where(
        Attachment.subject_kind == SubjectKind.CASE,
        Attachment.subject_id.in_(pleas),
        Attachment.subject_key == PLEA_FILE,
    )
    files = session.scalars(rows.order_by(Attachment.id)).all()
    found = {}
    for case in cases:
        if case.id in pleas:
            own = [file for file in files if file.subject_id == case.id]
            found[case.id] = HeardPlea(pleas[case.id], own, _last(case, CaseAction.DECLINE_PLEA))
    return found


def _last(case: Case, action: CaseAction) -> CaseEvent | None:
    return next((event for event in reversed(case.events) if event.action is action), None)


def decline_plea(session: Session, case: Case, reason: str, *, officer: Actor, now: datetime) -> None:
    """Record that the plea of the locked case was heard and is no force majeure; its day stays.

    Raises TransitionRefused also where no plea waits, ActionInvalid without the reason.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.DECLINE_PLEA)
    if case.supply_plea_at is None:
        raise TransitionRefused(case.state, CaseAction.DECLINE_PLEA)
    reason = filled_reason(DECLINE_REASON, reason)
    case_log.change_state(
        session, case, CaseAction.DECLINE_PLEA, actor_id=officer.account_id, now=now, reason=reason
    )
    case.supply_plea_at = None

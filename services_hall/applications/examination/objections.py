"""Objections of applicants to what is on record in a case."""

from datetime import datetime

from sqlalchemy.orm import Session

from services_hall.applications.action_faults import filled_text
from services_hall.applications.cases import case_log
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case
from services_hall.identity import Actor


def object_to_record(session: Session, case: Case, text: str, *, actor: Actor, now: datetime) -> None:
    """Attach the applicant's objection to the locked case, for its officers to read.

    行政许可法 art. 7: every applicant may make a statement. Raises ActionInvalid for an empty text.
    """
    text = filled_text("objection", text)
    applicant_id = case.application.applicant_id
    case_log.change_state(
        session,
        case,
        CaseAction.OBJECT,
        actor_id=actor.account_id,
        on_behalf_of_id=applicant_id if applicant_id != actor.account_id else None,
        now=now,
        reason=text,
    )

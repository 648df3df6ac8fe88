"""Electronic delivery of the result of a case."""

from datetime import datetime

from sqlalchemy.orm import Session

from guides.enumerations import StepKind
from services_hall.applications import case_log
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction
from services_hall.applications.models import Case, CasePaper
from services_hall.casework.steps import finish_steps


def deliver_result(session: Session, case: Case, *, now: datetime) -> None:
    """Deliver the result electronically: from now on it is available on the applicant's pages."""
    case_log.change_state(session, case, CaseAction.DELIVER, actor_id=None, now=now)
    case.delivered_at = now
    finish_steps(case.steps, StepKind.DELIVERY, officer_id=None, now=now)


def deliver_decision(session: Session, paper: CasePaper, *, now: datetime) -> None:
    """Deliver a case with its decision, unless its certificate is still to be issued."""
    case = session.get_one(Case, paper.subject_id, with_for_update=True, populate_existing=True)
    result = case.application_item.edition.terms.result
    if CaseAction.DELIVER not in CASE_TRANSITIONS.possible_actions(case.state):
        return  # the grant ended while its paper was being made
    if case.delivered_at is None and (paper.kind == PaperCode.DENIAL or not result.certificate_type):
        deliver_result(session, case, now=now)

"""Statements that answer prior notices, and the demand for a hearing in them (行政许可法 arts. 7, 47)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault, filled_text, readable_text
from services_hall.applications.cases import case_log
from services_hall.applications.errors import ActionInvalid, NoOpenNotice
from services_hall.applications.hearings.prior_notices import answerable, notices_of
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case, NoticeKind, PriorNotice
from services_hall.clock import local_day
from services_hall.identity import Actor

STATEMENT: Final = "statement"
NOTICE: Final = "notice_id"
DEMAND: Final = "hearing_demanded"
"""The fields of a statement."""


@dataclass(frozen=True)
class Statement:
    """An answer to a notice: `notice_id` says to which one, where several are open.

    `record_id` is the file with the record of what was said.
    """

    text: str
    notice_id: int | None = None
    is_hearing_demanded: bool = False
    record_id: int | None = None


def receive_statement(
    session: Session,
    case: Case,
    statement: Statement,
    *,
    actor: Actor,
    now: datetime,
    is_applicant: bool = False,
) -> PriorNotice:
    """Record the answer of the person who was told; the applicant does not answer for a third party.

    A hearing can be demanded without further words, by the applicant until the day of the notice (行政许可法
    art. 47); what came in time on paper, the officer judges. Raises ActionInvalid, NoOpenNotice,
    TransitionRefused.
    """
    text = (readable_text if statement.is_hearing_demanded else filled_text)(STATEMENT, statement.text)
    notice = _answered_notice(session, case, statement.notice_id, is_applicant=is_applicant)
    if statement.is_hearing_demanded:
        _require_right_to_hearing(notice, now, is_applicant=is_applicant)
    is_of_others = is_applicant or notice.addressee is not None
    case_log.change_state(
        session,
        case,
        CaseAction.DEMAND_HEARING if statement.is_hearing_demanded else CaseAction.RECEIVE_STATEMENT,
        actor_id=actor.account_id,
        on_behalf_of_id=None if is_of_others else case.application.applicant_id,
        now=now,
    )
    notice.statement, notice.statement_at, notice.record_id = text, now, statement.record_id
    notice.hearing_demanded_at = now if statement.is_hearing_demanded else None
    return notice


def _answered_notice(
    session: Session, case: Case, notice_id: int | None, *, is_applicant: bool
) -> PriorNotice:
    """The notice with this id; the applicant's newest one, or the only one, where none is named."""
    found = answerable(notices_of(session, case), case)
    if is_applicant:
        found = [notice for notice in found if notice.addressee is None][-1:]
    if notice_id is not None:
        found = [notice for notice in found if notice.id == notice_id]
    if not found:
        raise NoOpenNotice
    if len(found) > 1:
        raise ActionInvalid({NOTICE: FieldProblem(ActionFault.NOTICE_MISSING)})
    return found[0]


def _require_right_to_hearing(notice: PriorNotice, now: datetime, *, is_applicant: bool) -> None:
    if notice.kind is not NoticeKind.HEARING:
        raise ActionInvalid({DEMAND: FieldProblem(ActionFault.NO_RIGHT_TO_HEARING)})
    if is_applicant and notice.answer_until < local_day(now):
        raise ActionInvalid({DEMAND: FieldProblem(ActionFault.HEARING_TIME_OVER)})

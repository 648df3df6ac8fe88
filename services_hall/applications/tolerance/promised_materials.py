"""Materials promised with a tolerant acceptance: their supply, reminders, and the end without them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from guides.errors import FieldProblem
from services_hall.applications import papers
from services_hall.applications.cases import case_log, case_notices, dispatch
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import ToleranceDayPassed
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction, CaseState
from services_hall.applications.models import Case, CaseDemand, DemandKind
from services_hall.applications.supplements.demands import (
    GivenInput,
    demands_of,
    mark_reminded,
    meet_demands,
    still_missing,
)
from services_hall.clock import local_day
from services_hall.notices.enumerations import NoticeTopic

REMIND_BEFORE: Final = timedelta(days=2)
"""How long before its day the applicant is reminded of a promised material."""


def give_missing(
    session: Session, case: Case, given: GivenInput, *, actor_id: int, now: datetime
) -> dict[str, FieldProblem]:
    """Record what the applicant of the locked case supplies; returns the problems of invalid parts.

    Raises TransitionRefused, ToleranceDayPassed, ActionInvalid for what was not promised.
    """
    _require_open_day(case, today=local_day(now))
    demands = demands_of(session, case, DemandKind.TOLERANCE)
    return meet_demands(session, case, demands, given, actor_id=actor_id, now=now)


def missing_supply(session: Session, case: Case) -> dict[str, FieldProblem]:
    """The problem of each material that was promised and has not come."""
    return still_missing(demands_of(session, case, DemandKind.TOLERANCE))


def complete_supply(
    session: Session, case: Case, *, actor_id: int, on_behalf_of_id: int | None, now: datetime
) -> None:
    """Note that everything promised was supplied: the case goes on as any accepted one.

    Raises TransitionRefused, ToleranceDayPassed.
    """
    _require_open_day(case, today=local_day(now))
    case_log.change_state(
        session,
        case,
        CaseAction.SUPPLY,
        actor_id=actor_id,
        on_behalf_of_id=on_behalf_of_id,
        now=now,
    )


def terminate_unsupplied(session: Session, case: Case, *, now: datetime) -> bool:
    """Terminate the locked case whose promised materials did not come; returns whether it was terminated."""
    if not is_supply_late(case, today=local_day(now)):
        return False
    missing = [one.name for one in demands_of(session, case, DemandKind.TOLERANCE) if one.met_at is None]
    until = case.tolerance_due_on
    reason = f"没有在{until}前补交容缺的材料（{'、'.join(missing)}），违反所作承诺。"
    case_log.change_state(session, case, CaseAction.TERMINATE, actor_id=None, now=now, reason=reason)
    case.reason, case.decided_at = reason, now
    papers.write_case_paper(session, case, PaperCode.TERMINATION, now=now, details={"reason": reason})
    dispatch.terminate_waiting(session, case, now=now)
    return True


def is_supply_late(case: Case, *, today: date) -> bool:
    """Whether promised materials are owed and their day has passed; not while a plea waits for its answer."""
    is_owed = case.state is CaseState.ACCEPTED_TOLERANTLY and case.supply_plea_at is None
    return is_owed and case.tolerance_due_on is not None and case.tolerance_due_on < today


def late_case_ids(session: Session, *, today: date) -> Sequence[int]:
    """The cases whose promised materials are overdue."""
    is_late = (Case.state == CaseState.ACCEPTED_TOLERANTLY, Case.tolerance_due_on < today)
    rows = select(Case.id).where(*is_late, Case.supply_plea_at.is_(None))
    return session.scalars(rows.order_by(Case.id)).all()


def case_ids_to_remind(session: Session, *, today: date) -> Sequence[int]:
    """The cases whose day is near, with promised materials of which nobody was reminded."""
    open_demand = exists().where(
        CaseDemand.case_id == Case.id,
        CaseDemand.kind == DemandKind.TOLERANCE,
        CaseDemand.met_at.is_(None),
        CaseDemand.reminded_at.is_(None),
    )
    rows = select(Case.id).where(
        Case.state == CaseState.ACCEPTED_TOLERANTLY,
        Case.tolerance_due_on >= today,
        Case.tolerance_due_on <= today + REMIND_BEFORE,
        open_demand,
    )
    return session.scalars(rows.order_by(Case.id)).all()


def remind(session: Session, case: Case, *, now: datetime) -> None:
    """Tell of the near day of what is promised in the locked case, and mark the open materials, once."""
    if case.state is CaseState.ACCEPTED_TOLERANTLY and mark_reminded(
        demands_of(session, case, DemandKind.TOLERANCE), now=now
    ):
        topic, until = NoticeTopic.PROMISE_ENDS, case.tolerance_due_on
        case_notices.tell_of_case(session, case, topic, until=until, now=now)


def _require_open_day(case: Case, *, today: date) -> None:
    CASE_TRANSITIONS.next_state(case.state, CaseAction.SUPPLY)
    if is_supply_late(case, today=today):
        raise ToleranceDayPassed

"""Supplements (补正): the one notice that lists everything, its answer, and closing without one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays, add_working_days
from guides.errors import FieldProblem
from services_hall.applications import papers
from services_hall.applications.action_faults import day_between
from services_hall.applications.cases import case_log, case_notices, dispatch
from services_hall.applications.clocks.notice_days import require_open_notice_day
from services_hall.applications.clocks.notice_periods import is_undelivered, undelivered
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import (
    ActionDoneBefore,
    ActionInvalid,
    SupplementDayPassed,
)
from services_hall.applications.lifecycle import CASE_TRANSITIONS, CaseAction, CaseState
from services_hall.applications.models import Case, CaseDemand, DemandKind
from services_hall.applications.supplements.demands import (
    DemandInput,
    GivenInput,
    create_demands,
    demands_of,
    mark_reminded,
    meet_demands,
    still_missing,
)
from services_hall.clock import local_day
from services_hall.identity import Actor
from services_hall.notices.enumerations import NoticeTopic

USUAL_DAYS: Final = 15
"""Working days that a notice proposes for the supplement; the officer may choose another day."""
LONGEST: Final = timedelta(days=366)
ONE_DAY: Final = timedelta(days=1)
REMINDER: Final = timedelta(days=3)
"""How long before its day an applicant is reminded of a supplement."""


def usual_supplement_day(today: date, calendar: WorkingDays) -> date:
    """The day that a supplement notice proposes."""
    return add_working_days(today, USUAL_DAYS, calendar).day


def ask_supplement(
    session: Session,
    case: Case,
    inputs: Sequence[DemandInput],
    *,
    due_on: date | None,
    officer: Actor,
    now: datetime,
) -> None:
    """Ask for a supplement of the locked case, once and for everything, in one paper.

    行政许可法 art. 32(4). The acceptance limit ends with the notice and begins again with the supplement.
    Raises TransitionRefused, ActionDoneBefore, NoticeDayPassed, ActionInvalid.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.ASK_SUPPLEMENT)
    if case.supplement_asked_at is not None:
        raise ActionDoneBefore(CaseAction.ASK_SUPPLEMENT)
    require_open_notice_day(case, today=local_day(now))
    demands, due_on = _checked(case, inputs, due_on, today=local_day(now))
    session.add_all(demands)
    case.supplement_asked_at, case.supplement_due_on = now, due_on
    case_log.change_state(session, case, CaseAction.ASK_SUPPLEMENT, actor_id=officer.account_id, now=now)
    papers.write_case_paper(
        session, case, PaperCode.SUPPLEMENT_NOTICE, now=now, details=_notice_details(demands, due_on)
    )


def _checked(
    case: Case, inputs: Sequence[DemandInput], due_on: date | None, *, today: date
) -> tuple[list[CaseDemand], date]:
    """The demands and the day, checked together; raises ActionInvalid with the problems of both."""
    errors: dict[str, FieldProblem] = {}
    try:
        demands = create_demands(case, DemandKind.SUPPLEMENT, inputs)
    except ActionInvalid as error:
        errors |= error.errors
    try:
        day = day_between("due_on", due_on, earliest=today + ONE_DAY, last=today + LONGEST)
    except ActionInvalid as error:
        errors |= error.errors
    if errors:
        raise ActionInvalid(errors)
    return demands, day


def _notice_details(demands: Sequence[CaseDemand], due_on: date) -> dict[str, object]:
    """What the notice says, fixed when it is written."""
    rows = [[demand.name, demand.problem, demand.way_out] for demand in demands]
    return {"due_on": due_on.isoformat(), "demands": rows}


def give_supplement(
    session: Session, case: Case, given: GivenInput, *, actor_id: int, now: datetime
) -> dict[str, FieldProblem]:
    """Record a part of the supplement of the locked case; returns the problems of invalid fields.

    What is valid is kept, so that the rest can follow until the day. Raises TransitionRefused,
    SupplementDayPassed, ActionInvalid for what was not asked for.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.SUPPLEMENT)
    _require_open_day(session, case, today=local_day(now))
    demands = demands_of(session, case, DemandKind.SUPPLEMENT)
    return meet_demands(session, case, demands, given, actor_id=actor_id, now=now)


def missing_supplement(session: Session, case: Case) -> dict[str, FieldProblem]:
    """The problem of each demand of the notice that is still open, by its target."""
    return still_missing(demands_of(session, case, DemandKind.SUPPLEMENT))


def complete_supplement(
    session: Session,
    case: Case,
    *,
    actor_id: int,
    on_behalf_of_id: int | None,
    calendar: WorkingDays,
    now: datetime,
) -> None:
    """Hand the complete supplement to the agency: the case is received again, with a new acceptance limit;
    a filing is recorded at once.

    行政许可法 art. 32(4), (5). Raises TransitionRefused, SupplementDayPassed, ActionInvalid for what is
    still missing.
    """
    CASE_TRANSITIONS.next_state(case.state, CaseAction.SUPPLEMENT)
    today = local_day(now)
    _require_open_day(session, case, today=today)
    if missing := missing_supplement(session, case):
        raise ActionInvalid(missing)
    dispatch.set_receipt_days(case, calendar, received_on=today)
    case_log.change_state(
        session,
        case,
        CaseAction.SUPPLEMENT,
        actor_id=actor_id,
        on_behalf_of_id=on_behalf_of_id,
        now=now,
    )
    dispatch.record_received(session, case, now=now)


def close_case(session: Session, case: Case, *, now: datetime) -> bool:
    """Close the locked case whose supplement did not come in time (退件); returns whether it was closed.

    行政许可法 art. 32: an application that was not supplemented is not accepted; its papers go back.
    """
    if not is_supplement_late(session, case, today=local_day(now)):
        return False
    assert case.supplement_due_on is not None  # noqa: S101 - checked by the rule above
    reason = f"到{case.supplement_due_on.isoformat()}没有补正，申请材料退回。"
    case_log.change_state(session, case, CaseAction.CLOSE, actor_id=None, now=now, reason=reason)
    case.reason, case.decided_at = reason, now
    open_names = [
        demand.name for demand in demands_of(session, case, DemandKind.SUPPLEMENT) if demand.met_at is None
    ]
    papers.write_case_paper(
        session,
        case,
        PaperCode.RETURN,
        now=now,
        details={"due_on": case.supplement_due_on.isoformat(), "missing": open_names},
    )
    dispatch.terminate_waiting(session, case, now=now)
    return True


def late_case_ids(session: Session, *, today: date) -> Sequence[int]:
    """Ids of the cases whose supplement did not come in time; none whose notice was not delivered."""
    return session.scalars(
        select(Case.id)
        .where(Case.state == CaseState.SUPPLEMENT_ASKED, Case.supplement_due_on < today)
        .where(~undelivered(PaperCode.SUPPLEMENT_NOTICE))
        .order_by(Case.id)
    ).all()


def case_ids_to_remind(session: Session, *, today: date) -> Sequence[int]:
    """Ids of the cases whose supplement is due soon, and whose applicants were not reminded yet."""
    return session.scalars(
        select(Case.id)
        .join(CaseDemand, CaseDemand.case_id == Case.id)
        .where(
            Case.state == CaseState.SUPPLEMENT_ASKED,
            Case.supplement_due_on.between(today, today + REMINDER),
            CaseDemand.met_at.is_(None),
            CaseDemand.reminded_at.is_(None),
        )
        .distinct()
        .order_by(Case.id)
    ).all()


def remind(session: Session, case: Case, *, now: datetime) -> None:
    """Tell of the near day of the locked case's supplement, and mark its open demands, once."""
    if case.state is CaseState.SUPPLEMENT_ASKED and mark_reminded(
        demands_of(session, case, DemandKind.SUPPLEMENT), now=now
    ):
        topic, until = NoticeTopic.SUPPLEMENT_ENDS, case.supplement_due_on
        case_notices.tell_of_case(session, case, topic, until=until, now=now)


def is_supplement_late(session: Session, case: Case, *, today: date) -> bool:
    """Whether a supplement is owed, its notice was delivered, and its day has passed."""
    is_asked = CaseAction.CLOSE in CASE_TRANSITIONS.possible_actions(case.state)
    if not is_asked or case.supplement_due_on is None or case.supplement_due_on >= today:
        return False
    return not is_undelivered(session, case, PaperCode.SUPPLEMENT_NOTICE)


def _require_open_day(session: Session, case: Case, *, today: date) -> None:
    if is_supplement_late(session, case, today=today):
        raise SupplementDayPassed

"""Special procedures of a case: their time does not count while they run (行政许可法 art. 45)."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from services_hall.applications import papers
from services_hall.applications.action_faults import day_between, filled_reason
from services_hall.applications.cases import case_log
from services_hall.applications.clocks.decision_clock import reckon_again
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import NoProcedureRuns, ProcedureRuns
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case, ProcedureKind, SpecialProcedure
from services_hall.applications.paper_details import ProcedureDetails
from services_hall.clock import local_day
from services_hall.identity import Actor

LONGEST: Final = timedelta(days=366)
"""The law limits no procedure; a day that is planned further off is a slip of the pen."""


def begin_procedure(
    session: Session,
    case: Case,
    kind: ProcedureKind,
    *,
    reason: str,
    planned_until: date | None,
    officer: Actor,
    calendar: WorkingDays,
    now: datetime,
) -> None:
    """Begin a special procedure of the locked case today; tell the applicant in writing how long it takes.

    The days from today until its end do not count; on-site verification is no such procedure (art. 34).
    Raises TransitionRefused, ProcedureRuns, ActionInvalid.
    """
    today = local_day(now)
    case_log.CASE_LOG.transitions.next_state(case.state, CaseAction.PAUSE)
    require_no_procedure(case)
    reason = filled_reason("procedure_reason", reason)
    planned_until = day_between("planned_until", planned_until, earliest=today, last=today + LONGEST)
    procedure = SpecialProcedure(
        case_id=case.id,
        kind=kind,
        reason=reason,
        begun_on=today,
        planned_until=planned_until,
        begun_by_id=officer.account_id,
    )
    session.add(procedure)
    case.paused_on, case.paused_until = today, planned_until
    session.flush()
    reckon_again(session, [case], calendar, today=today)
    _announce(session, case, procedure, officer=officer, now=now)


def end_procedure(
    session: Session, case: Case, *, officer: Actor, calendar: WorkingDays, now: datetime
) -> None:
    """End the running procedure of the locked case today; the clock goes on tomorrow, both due days move.

    行政许可法 art. 45 asks for no paper at the end: a notice in the hall tells of it.
    Raises TransitionRefused, NoProcedureRuns.
    """
    today = local_day(now)
    procedure = running_procedure(session, case)
    if procedure is None:
        raise NoProcedureRuns
    case_log.change_state(
        session,
        case,
        CaseAction.RESUME,
        actor_id=officer.account_id,
        now=now,
        details={"kind": procedure.kind, "begun_on": procedure.begun_on.isoformat()},
    )
    procedure.ended_on = today
    procedure.ended_by_id = officer.account_id
    case.paused_on, case.paused_until = None, None
    session.flush()
    reckon_again(session, [case], calendar, today=today)


def require_no_procedure(case: Case) -> None:
    """Raise ProcedureRuns while a special procedure runs: its result comes before the decision."""
    if case.paused_on is not None:
        raise ProcedureRuns(case.paused_until)


def running_procedure(session: Session, case: Case) -> SpecialProcedure | None:
    """The procedure of the case that has not ended; no query while none runs."""
    if case.paused_on is None:
        return None
    rows = select(SpecialProcedure).where(
        SpecialProcedure.case_id == case.id, SpecialProcedure.ended_on.is_(None)
    )
    return session.scalars(rows).one_or_none()


def _announce(
    session: Session, case: Case, procedure: SpecialProcedure, *, officer: Actor, now: datetime
) -> None:
    """Record the begin of the procedure in the case's log and write the notice for the applicant."""
    details = {
        "kind": procedure.kind,
        "begun_on": procedure.begun_on.isoformat(),
        "planned_until": procedure.planned_until.isoformat(),
    }
    case_log.change_state(
        session,
        case,
        CaseAction.PAUSE,
        actor_id=officer.account_id,
        now=now,
        reason=procedure.reason,
        details=details,
    )
    papers.write_case_paper(
        session,
        case,
        PaperCode.SPECIAL_PROCEDURE,
        now=now,
        ordinal=_number_of_procedures(session, case),
        details=ProcedureDetails(
            procedure.kind, procedure.begun_on, procedure.planned_until, procedure.reason
        ),
    )


def _number_of_procedures(session: Session, case: Case) -> int:
    rows = select(func.count()).select_from(SpecialProcedure).where(SpecialProcedure.case_id == case.id)
    return session.scalar(rows) or 0

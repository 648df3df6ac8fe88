"""Renewal by silence: no decision before the licence expired means renewed (行政许可法 art. 50)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.enumerations import StepKind
from services_hall.applications import papers
from services_hall.applications.cases import case_log
from services_hall.applications.clock_changes.special_procedures import running_procedure
from services_hall.applications.clocks.renewal_times import SILENT_STATES, counts_as_renewed
from services_hall.applications.decisions.outcomes import enqueue_result, issue_due_on
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.examination.steps import inside_steps, pass_over
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Application, Case
from services_hall.applications.paper_texts.decisions import SILENCE
from services_hall.casework.steps import finish_steps
from services_hall.clock import local_day


def expired_case_ids(session: Session, *, today: date) -> Sequence[int]:
    """Ids of the renewals that count as granted because their licence expired undecided."""
    rows = (
        select(Case)
        .join(Application, Application.id == Case.application_id)
        .where(
            Application.source_certificate.is_not(None),
            Application.source_valid_to < today,
            Application.is_late_renewal.is_(False),
            Case.state.in_(tuple(sorted(SILENT_STATES))),
        )
        .order_by(Case.id)
    )
    return [case.id for case in session.scalars(rows) if counts_as_renewed(case, today=today)]


def renew_in_silence(session: Session, case: Case, *, calendar: WorkingDays, now: datetime) -> bool:
    """Grant the renewal of the locked case; returns whether it counted as renewed.

    行政许可法 art. 50: a denial is closed from the expiry on. The decision paper says why, the successor of
    the certificate follows as after any grant; a special procedure that still ran ends with it.
    """
    if not counts_as_renewed(case, today=local_day(now)):
        return False
    expired_on = case.application.source_valid_to
    if expired_on is None:
        return False
    procedure = running_procedure(session, case)
    if procedure is not None:
        procedure.ended_on, case.paused_on, case.paused_until = local_day(now), None, None
    case_log.change_state(session, case, CaseAction.DEEM_RENEWED, actor_id=None, now=now)
    case.decided_at = now
    case.issue_due_on = issue_due_on(case, calendar, now=now)
    finish_steps(
        case.steps,
        StepKind.RECEIPT,
        StepKind.ACCEPTANCE,
        StepKind.DECISION,
        officer_id=None,
        now=now,
    )
    pass_over(inside_steps(case))
    papers.write_case_paper(
        session, case, PaperCode.GRANT, now=now, details={SILENCE: expired_on.isoformat()}
    )
    enqueue_result(session, case, calendar=calendar, now=now)
    return True

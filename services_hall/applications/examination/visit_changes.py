"""Changes of planned on-site checks: moved or cancelled, a joint visit for all its agencies at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from services_hall.applications.action_faults import day_between, filled_text, readable_text
from services_hall.applications.cases import case_log, case_notices
from services_hall.applications.cases.event_facts import EventFact, fact_details
from services_hall.applications.errors import SiteCheckNotOpen
from services_hall.applications.examination.site_checks import checks_of_application, open_check
from services_hall.applications.examination.steps import log_step
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Case, SiteCheck
from services_hall.clock import local_day
from services_hall.identity import Actor
from services_hall.notices.enumerations import NoticeTopic

MOVED_ON: Final = "moved_on"
CHANGE_REASON: Final = "change_reason"
"""The fields of a change."""


@dataclass(frozen=True)
class NewAppointment:
    """The day to which a visit is moved, and its time; the place stays."""

    planned_on: date | None
    planned_time: str


def move_site_check(
    session: Session,
    case: Case,
    others: Iterable[Case],
    appointment: NewAppointment,
    *,
    reason: str,
    officer: Actor,
    now: datetime,
) -> None:
    """Move the planned check of the locked case, and those of the locked `others` that are one visit with it.

    The applicant is told once, and sees the new day, the old one and the reason.
    Raises SiteCheckNotOpen, TransitionRefused, ActionInvalid for a day that is past and without a reason.
    """
    checks = _joint_checks(session, case)
    reason = filled_text(CHANGE_REASON, reason)
    day = day_between(MOVED_ON, appointment.planned_on, earliest=local_day(now))
    for check in checks:
        check.moved_from, check.planned_on = check.planned_on, day
        check.planned_time = readable_text("moved_time", appointment.planned_time)
        check.change_reason = reason
    fact = fact_details(EventFact.VISIT_MOVED, day=day.isoformat())
    _log(session, case, others, checks, fact, reason=reason, officer=officer, now=now)
    case_notices.tell_of_case(session, case, NoticeTopic.VISIT_MOVED, until=day, now=now)


def cancel_site_check(
    session: Session, case: Case, others: Iterable[Case], *, reason: str, officer: Actor, now: datetime
) -> None:
    """Cancel the planned check of the locked case, and those of the `others` that are one visit with it.

    The applicant is told once. Raises SiteCheckNotOpen, TransitionRefused, ActionInvalid without a reason.
    """
    checks = _joint_checks(session, case)
    reason = filled_text(CHANGE_REASON, reason)
    for check in checks:
        check.cancelled_at, check.change_reason = now, reason
    planned_on = checks[0].planned_on
    fact = fact_details(EventFact.VISIT_CANCELLED, day=planned_on.isoformat())
    _log(session, case, others, checks, fact, reason=reason, officer=officer, now=now)
    case_notices.tell_of_case(session, case, NoticeTopic.VISIT_CANCELLED, until=planned_on, now=now)


def _joint_checks(session: Session, case: Case) -> Sequence[SiteCheck]:
    """The planned checks that are one visit with that of the case, its own one first."""
    own = open_check(session, case)
    if own is None:
        raise SiteCheckNotOpen
    first = own.joins_id or own.id
    joined = [
        one
        for one in checks_of_application(session, case.application_id)
        if one.is_open and one.id != own.id and first in {one.id, one.joins_id}
    ]
    return [own, *joined]


def _log(
    session: Session,
    case: Case,
    others: Iterable[Case],
    checks: Sequence[SiteCheck],
    fact: Mapping[str, Any],
    *,
    reason: str,
    officer: Actor,
    now: datetime,
) -> None:
    """Write the change into the log of each case concerned that has not ended meanwhile."""
    log_step(session, case, fact, reason=reason, officer=officer, now=now)
    concerned = {check.case_id for check in checks}
    for other in others:
        if other.id in concerned and CaseAction.RECORD_STEP in case_log.possible_actions(other):
            log_step(session, other, fact, reason=reason, officer=officer, now=now)
    session.flush()

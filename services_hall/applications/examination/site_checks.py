"""On-site verification by two officers: appointment, joint visit of several agencies, record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from guides.enumerations import StepKind
from guides.errors import FieldProblem
from services_hall.applications import papers
from services_hall.applications.action_faults import ActionFault, day_between, filled_text, readable_text
from services_hall.applications.cases import case_notices
from services_hall.applications.cases.event_facts import EventFact, fact_details
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.errors import ActionInvalid, SiteCheckNotOpen
from services_hall.applications.examination.colleagues import chosen_officer
from services_hall.applications.examination.steps import begin_review, finish_step, inside_steps, log_step
from services_hall.applications.models import Case, SiteCheck
from services_hall.clock import local_day
from services_hall.identity import Actor, accounts
from services_hall.notices.enumerations import NoticeTopic


@dataclass(frozen=True)
class Appointment:
    """When and where two officers, by public id, verify on site; the first one is by default the actor.

    `joins_id` is the check of a sister case that this one joins.
    """

    planned_on: date | None
    planned_time: str
    place: str
    second_officer: str
    first_officer: str = ""
    joins_id: int | None = None


def plan_site_check(
    session: Session, case: Case, appointment: Appointment, *, officer: Actor, now: datetime
) -> SiteCheck:
    """Make an appointment for the locked case; the applicant is told, and sees day, time and place.

    行政许可法 art. 34: two or more officers verify. Raises TransitionRefused, ActionInvalid for a day that is
    past, an empty place and a second officer who is no colleague.
    """
    begin_review(session, case, officer=officer, now=now)
    joined = _joined_check(session, case, appointment.joins_id)
    day = joined.planned_on if joined is not None else appointment.planned_on
    first = chosen_officer(
        session, case, appointment.first_officer or officer.public_id, field="first_officer"
    )
    second = chosen_officer(session, case, appointment.second_officer, field="second_officer")
    if second.id == first.id:
        raise ActionInvalid({"second_officer": FieldProblem(ActionFault.SAME_OFFICER)})
    check = SiteCheck(
        case_id=case.id,
        planned_on=day_between("planned_on", day, earliest=local_day(now)),
        planned_time=joined.planned_time
        if joined is not None
        else readable_text("planned_time", appointment.planned_time),
        place=joined.place if joined is not None else filled_text("place", appointment.place),
        joins_id=joined.id if joined is not None else None,
        first_officer_id=first.id,
        second_officer_id=second.id,
    )
    session.add(check)
    fact = fact_details(EventFact.VISIT_PLANNED, day=check.planned_on.isoformat())
    log_step(session, case, fact, officer=officer, now=now)
    session.flush()
    case_notices.tell_of_case(session, case, NoticeTopic.VISIT_PLANNED, until=check.planned_on, now=now)
    return check


@dataclass(frozen=True)
class VisitRecord:
    """What the officers found on the day of the visit, by default the day of recording.

    `unsigned_reason` says why the applicant's side did not sign; it is empty where it signs.
    """

    record: str
    is_passed: bool
    visited_on: date | None = None
    unsigned_reason: str = ""


def record_site_check(
    session: Session, case: Case, visit: VisitRecord, *, officer: Actor, now: datetime
) -> SiteCheck:
    """Record the open check of the locked case and write its paper (现场核查笔录).

    行政许可法 art. 34. Raises SiteCheckNotOpen without an appointment, TransitionRefused, ActionInvalid for
    an empty record and for a day before the acceptance or after today.
    """
    check = open_check(session, case)
    if check is None:
        raise SiteCheckNotOpen
    today = local_day(now)
    earliest = local_day(case.accepted_at) if case.accepted_at is not None else today
    check.visited_on = day_between(
        "visited_on", visit.visited_on or today, earliest=min(earliest, today), last=today
    )
    check.record = filled_text("site_record", visit.record)
    check.unsigned_reason = readable_text("unsigned_reason", visit.unsigned_reason) or None
    check.is_passed, check.done_at = visit.is_passed, now
    fact = fact_details(EventFact.VISIT_PASSED if visit.is_passed else EventFact.VISIT_FAILED)
    log_step(session, case, fact, officer=officer, now=now)
    step = next((one for one in inside_steps(case) if one.kind is StepKind.SITE_CHECK), None)
    if step is not None and step.finished_at is None:
        finish_step(case, step, officer=officer, now=now)
    _write_paper(session, case, check, now=now)
    return check


def checks_of(session: Session, case: Case) -> Sequence[SiteCheck]:
    """The checks of a case, oldest first."""
    return session.scalars(select(SiteCheck).where(SiteCheck.case_id == case.id).order_by(SiteCheck.id)).all()


def open_check(session: Session, case: Case) -> SiteCheck | None:
    """The check of the case that is still to come."""
    return next((one for one in checks_of(session, case) if one.is_open), None)


def checks_of_application(session: Session, application_id: int) -> Sequence[SiteCheck]:
    """The checks of all cases of an application that did not take place yet, with cancelled ones, by day."""
    rows = (
        select(SiteCheck)
        .join(Case, Case.id == SiteCheck.case_id)
        .where(Case.application_id == application_id, SiteCheck.done_at.is_(None))
        .options(joinedload(SiteCheck.case).joinedload(Case.agency))
        .order_by(SiteCheck.planned_on, SiteCheck.id)
    )
    return session.scalars(rows).all()


def visits_to_tell(session: Session, application_id: int, *, today: date) -> Sequence[SiteCheck]:
    """The visits that the applicant is told of: those to come, and cancelled ones until their day."""
    checks = checks_of_application(session, application_id)
    return [check for check in checks if check.is_open or check.planned_on >= today]


def visits_to_join(session: Session, case: Case, *, today: date) -> Sequence[SiteCheck]:
    """The appointments of sister cases that this case's agency can join: one visit for several agencies."""
    return [
        check
        for check in checks_of_application(session, case.application_id)
        if check.is_open and check.case_id != case.id and check.planned_on >= today and check.joins_id is None
    ]


def _joined_check(session: Session, case: Case, joins_id: int | None) -> SiteCheck | None:
    if joins_id is None:
        return None
    for check in checks_of_application(session, case.application_id):
        if check.id == joins_id and check.case_id != case.id and check.is_open:
            return check
    raise SiteCheckNotOpen


def _write_paper(session: Session, case: Case, check: SiteCheck, *, now: datetime) -> None:
    """The record fixes the names of the officers and the text as they are now."""
    names = accounts.account_names(session, [check.first_officer_id, check.second_officer_id])
    number = sum(one.done_at is not None for one in checks_of(session, case))
    papers.write_case_paper(
        session,
        case,
        PaperCode.SITE_CHECK_RECORD,
        now=now,
        ordinal=number,
        details={
            "day": (check.visited_on or local_day(now)).isoformat(),
            "recorded_on": local_day(now).isoformat(),
            "place": check.place,
            "officers": [names[check.first_officer_id], names[check.second_officer_id]],
            "record": check.record,
            "is_passed": check.is_passed,
            "unsigned_reason": check.unsigned_reason,
        },
    )

"""Hearings before a decision: day and place, record, and a demand given up (行政许可法 arts. 46 to 48)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased, joinedload

from guides.calendar import WorkingDays, due_day
from guides.enumerations import Unit
from guides.errors import FieldProblem
from services_hall.applications import papers
from services_hall.applications.action_faults import ActionFault, day_between, filled_text
from services_hall.applications.cases import case_log, case_notices
from services_hall.applications.clock_changes import special_procedures
from services_hall.applications.enumerations import PaperCode, PaperLapse
from services_hall.applications.errors import (
    ActionInvalid,
    NoHearingAnnounced,
    NoHearingDemanded,
    ProcedureRuns,
)
from services_hall.applications.hearings.prior_notices import notices_of
from services_hall.applications.hearings.statements import NOTICE
from services_hall.applications.lifecycle import ACCEPTED, CaseAction
from services_hall.applications.models import (
    Case,
    CasePaper,
    Hearing,
    HearingRegistration,
    NoticeKind,
    PriorNotice,
    ProcedureKind,
)
from services_hall.applications.paper_details import HearingDateDetails
from services_hall.applications.readers import own_application_ids
from services_hall.clock import local_day
from services_hall.documents.paper_records import void_paper
from services_hall.identity import Actor
from services_hall.notices.enumerations import NoticeTopic

HEARING_ON: Final = "hearing_on"
HEARING_TIME: Final = "hearing_time"
HEARING_PLACE: Final = "hearing_place"
HELD_ON: Final = "held_on"
HEARING_RECORD: Final = "hearing_record"
"""The fields of a hearing and of its record."""
DAYS_AHEAD: Final = 7
"""Working days from the notice of the day and place to the hearing (行政许可法 arts. 48, 82)."""
DAYS_TO_HOLD: Final = 20
"""Working days from the demand within which the hearing is organised (行政许可法 arts. 47, 82)."""


@dataclass(frozen=True)
class HearingDate:
    """When and where a hearing takes place."""

    day: date | None
    time: str
    place: str


def announce_hearing(
    session: Session,
    case: Case,
    planned: HearingDate,
    *,
    officer: Actor,
    calendar: WorkingDays,
    now: datetime,
) -> Hearing:
    """Tell everybody with a right to the hearing its day and place; once more where the day changes.

    行政许可法 arts. 45, 47, 48: within twenty days of the demand. Raises NoHearingDemanded, ProcedureRuns,
    ActionInvalid, TransitionRefused. A hearing that the public was told of stays one.
    """
    demands = open_demands(session, case)
    if not demands:
        raise NoHearingDemanded
    announced = open_public_hearing(session, case)
    return set_hearing(
        session,
        case,
        planned,
        subject=None if announced is None else announced.subject,
        officer=officer,
        calendar=calendar,
        now=now,
    )


def set_hearing(
    session: Session,
    case: Case,
    planned: HearingDate,
    *,
    subject: str | None,
    officer: Actor,
    calendar: WorkingDays,
    now: datetime,
) -> Hearing:
    """Set day and place of a hearing, with its notices; `subject` is what the public is told of it.

    At least seven working days ahead, and within the days for a hearing that was demanded, as long as both
    are possible; from today to the hearing no day counts.
    """
    demands, earlier = open_demands(session, case), last_hearing(session, case)
    earliest = due_day(local_day(now), DAYS_AHEAD, Unit.WORKING_DAY, calendar).day
    last = last_hearing_day(demands, calendar)
    if last is not None and last < earliest:
        last = None
    hearing = Hearing(
        case_id=case.id,
        subject=subject,
        planned_on=day_between(HEARING_ON, planned.day, earliest=earliest, last=last),
        planned_time=filled_text(HEARING_TIME, planned.time),
        place=filled_text(HEARING_PLACE, planned.place),
        announced_at=now,
        announced_by_id=officer.account_id,
    )
    case_log.change_state(session, case, CaseAction.ANNOUNCE_HEARING, actor_id=officer.account_id, now=now)
    session.add(hearing)
    reason = demands[0].text if demands else subject or ""
    _stop_clock(session, case, hearing, reason, officer=officer, calendar=calendar, now=now)
    if earlier is not None and earlier.held_on is None:
        _void_notices(session, case, now=now)
        _keep_registrations(session, earlier, hearing)
    _write_notices(session, case, hearing, now=now)
    case_notices.tell_of_case(session, case, NoticeTopic.HEARING_SET, now=now)
    return hearing


def record_hearing(
    session: Session,
    case: Case,
    *,
    held_on: date | None,
    record_id: int | None,
    officer: Actor,
    calendar: WorkingDays,
    now: datetime,
) -> None:
    """Note the day of the hearing with its record (听证笔录), on which the decision rests; the clock goes on.

    行政许可法 art. 48. Raises NoHearingDemanded, NoHearingAnnounced before its day, ActionInvalid,
    TransitionRefused.
    """
    demands = open_demands(session, case)
    hearing = last_hearing(session, case)
    if not demands and open_public_hearing(session, case) is None:
        raise NoHearingDemanded
    if hearing is None or hearing.held_on is not None or hearing.planned_on > local_day(now):
        raise NoHearingAnnounced
    day = day_between(HELD_ON, held_on, earliest=hearing.planned_on, last=local_day(now))
    if record_id is None:
        raise ActionInvalid({HEARING_RECORD: FieldProblem(ActionFault.RECORD_MISSING)})
    case_log.change_state(session, case, CaseAction.RECORD_HEARING, actor_id=officer.account_id, now=now)
    hearing.held_on, hearing.recorded_at, hearing.record_id = day, now, record_id
    for notice in demands:
        notice.heard_at = now
    _continue_clock(session, case, actor=officer, calendar=calendar, now=now)


def withdraw_demand(
    session: Session,
    case: Case,
    *,
    actor: Actor,
    calendar: WorkingDays,
    now: datetime,
    notice_id: int | None = None,
    is_applicant: bool = False,
) -> None:
    """Note that a demand for a hearing was given up in writing; without any other the clock goes on.

    The applicant gives up only the own demand. Raises NoHearingDemanded, ActionInvalid where several people
    demand a hearing and none is named, TransitionRefused.
    """
    demands = open_demands(session, case)
    found = [
        notice
        for notice in demands
        if (notice_id is None or notice.id == notice_id) and (not is_applicant or notice.addressee is None)
    ]
    if not found:
        raise NoHearingDemanded
    if len(found) > 1:
        raise ActionInvalid({NOTICE: FieldProblem(ActionFault.NOTICE_MISSING)})
    is_of_others = is_applicant or found[0].addressee is not None
    case_log.change_state(
        session,
        case,
        CaseAction.WITHDRAW_HEARING_DEMAND,
        actor_id=actor.account_id,
        on_behalf_of_id=None if is_of_others else case.application.applicant_id,
        now=now,
    )
    found[0].demand_withdrawn_at = now
    if len(demands) == 1 and open_public_hearing(session, case) is None:
        _continue_clock(session, case, actor=actor, calendar=calendar, now=now)


def last_hearing_day(demands: Sequence[PriorNotice], calendar: WorkingDays) -> date | None:
    """The day by which the agency holds the hearing that was demanded first; None without a demand.

    行政许可法 arts. 47, 82: within twenty working days of the demand.
    """
    days = [local_day(one.hearing_demanded_at) for one in demands if one.hearing_demanded_at is not None]
    return due_day(min(days), DAYS_TO_HOLD, Unit.WORKING_DAY, calendar).day if days else None


def open_public_hearing(session: Session, case: Case) -> Hearing | None:
    """The hearing that the public was told of and that was not held yet (行政许可法 art. 46)."""
    if not case_log.has_happened(case, CaseAction.ANNOUNCE_HEARING):
        return None
    hearing = last_hearing(session, case)
    is_open = hearing is not None and hearing.subject is not None and hearing.held_on is None
    return hearing if is_open else None


def own_hearings(session: Session, actor: Actor) -> Sequence[tuple[Case, Hearing]]:
    """The person's cases whose hearing is announced and still to come, each with its last date. One query."""
    awaited = exists().where(
        PriorNotice.case_id == Case.id,
        PriorNotice.hearing_demanded_at.is_not(None),
        PriorNotice.demand_withdrawn_at.is_(None),
        PriorNotice.heard_at.is_(None),
    )
    later = aliased(Hearing)
    is_moved = exists().where(later.case_id == Hearing.case_id, later.id > Hearing.id)
    rows = (
        select(Case, Hearing)
        .join(Hearing, Hearing.case_id == Case.id)
        .join(Case.application)
        .where(
            Case.application_id.in_(own_application_ids(actor)),
            Case.state.in_(ACCEPTED),
            Hearing.held_on.is_(None),
            or_(awaited, Hearing.subject.is_not(None)),
            ~is_moved,
        )
        .options(joinedload(Case.application), joinedload(Case.agency))
        .order_by(Hearing.id)
    )
    return list({case.id: (case, hearing) for case, hearing in session.execute(rows).tuples()}.values())


def last_hearing(session: Session, case: Case) -> Hearing | None:
    """The hearing whose day and place were told last."""
    rows = select(Hearing).where(Hearing.case_id == case.id).order_by(Hearing.id.desc()).limit(1)
    return session.scalars(rows).one_or_none()


def open_demands(session: Session, case: Case) -> Sequence[PriorNotice]:
    """The notices in answer to which a hearing was demanded that was neither held nor given up."""
    return [notice for notice in notices_of(session, case) if notice.awaits_hearing]


def require_hearing_possible(session: Session, case: Case) -> None:
    """Raise ProcedureRuns while a special procedure other than a hearing runs."""
    running = special_procedures.running_procedure(session, case)
    if running is not None and running.kind is not ProcedureKind.HEARING:
        raise ProcedureRuns(running.planned_until)


def _stop_clock(
    session: Session,
    case: Case,
    hearing: Hearing,
    reason: str,
    *,
    officer: Actor,
    calendar: WorkingDays,
    now: datetime,
) -> None:
    """Begin the special procedure of the hearing, or move the end of the one that runs."""
    running = special_procedures.running_procedure(session, case)
    if running is None:
        special_procedures.begin_procedure(
            session,
            case,
            ProcedureKind.HEARING,
            reason=reason,
            planned_until=hearing.planned_on,
            officer=officer,
            calendar=calendar,
            now=now,
        )
    elif running.kind is ProcedureKind.HEARING:
        running.planned_until = hearing.planned_on
    else:
        raise ProcedureRuns(running.planned_until)


def _continue_clock(
    session: Session, case: Case, *, actor: Actor, calendar: WorkingDays, now: datetime
) -> None:
    running = special_procedures.running_procedure(session, case)
    if running is not None and running.kind is ProcedureKind.HEARING:
        special_procedures.end_procedure(session, case, officer=actor, calendar=calendar, now=now)


def _keep_registrations(session: Session, earlier: Hearing, hearing: Hearing) -> None:
    """Who registered for the hearing takes part also on its new day."""
    session.flush()
    moved = update(HearingRegistration).where(HearingRegistration.hearing_id == earlier.id)
    session.execute(moved.values(hearing_id=hearing.id))


def _void_notices(session: Session, case: Case, *, now: datetime) -> None:
    """The notices of a hearing whose day or place moved are replaced by new ones."""
    codes = (PaperCode.HEARING_DATE, PaperCode.THIRD_PARTY_HEARING_DATE)
    for paper in session.scalars(
        select(CasePaper).where(CasePaper.subject_id == case.id, CasePaper.kind.in_(codes))
    ):
        void_paper(paper, PaperLapse.REPLACED, now=now)


def _write_notices(session: Session, case: Case, hearing: Hearing, *, now: datetime) -> None:
    """A paper for the applicant, and one for each third party who was told of the right to the hearing."""
    told = [notice for notice in notices_of(session, case) if notice.kind is NoticeKind.HEARING]
    facts = hearing.subject or told[0].text
    others = dict.fromkeys(notice.addressee for notice in told if notice.addressee is not None)
    for addressee in (None, *others):
        code = PaperCode.HEARING_DATE if addressee is None else PaperCode.THIRD_PARTY_HEARING_DATE
        earlier = select(func.count()).where(CasePaper.subject_id == case.id, CasePaper.kind == code)
        papers.write_case_paper(
            session,
            case,
            code,
            now=now,
            ordinal=(session.scalar(earlier) or 0) + 1,
            details=HearingDateDetails(
                day=hearing.planned_on,
                time=hearing.planned_time,
                place=hearing.place,
                facts=facts,
                is_public=hearing.subject is not None,
                addressee=addressee,
            ),
        )

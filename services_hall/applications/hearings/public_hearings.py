"""Hearings that an agency holds on its own initiative because of the public interest (行政许可法 art. 46)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from guides.calendar import WorkingDays
from guides.errors import FieldProblem
from guides.models import Agency, Implementation
from services_hall.applications.action_faults import ActionFault, filled_reason
from services_hall.applications.errors import ActionInvalid, HearingNotFound
from services_hall.applications.hearings import sessions
from services_hall.applications.hearings.sessions import HearingDate
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import ACCEPTED
from services_hall.applications.models import Case, Hearing
from services_hall.identity import Actor

HEARING_SUBJECT: Final = "hearing_subject"
"""The field with what the public is told."""
SHOWN_AFTER: Final = timedelta(days=60)
"""How long a hearing stays in the public list after its day."""
MOST_SHOWN: Final = 100


@dataclass(frozen=True)
class PublicHearing:
    """A hearing as everybody may read it; nothing of the applicant.

    `is_open` says whether one can register to take part.
    """

    id: int
    item_name: str
    agency: str
    subject: str
    day: date
    time: str
    place: str
    phone: str
    is_held: bool
    is_open: bool


def announce_public_hearing(
    session: Session,
    case: Case,
    planned: HearingDate,
    *,
    subject: str,
    officer: Actor,
    calendar: WorkingDays,
    now: datetime,
) -> Hearing:
    """Announce a hearing to the public; the decision waits until it was held.

    行政许可法 arts. 45, 46, 48: at least seven days ahead; its time does not count. Announced again, the day
    moves. Raises ActionInvalid also for an item that is no licence, ProcedureRuns, TransitionRefused.
    """
    if not HANDLING[case.application_item.edition.terms.item_type].is_licensing:
        raise ActionInvalid({HEARING_SUBJECT: FieldProblem(ActionFault.NO_PUBLIC_HEARING)})
    subject = filled_reason(HEARING_SUBJECT, subject)
    return sessions.set_hearing(
        session, case, planned, subject=subject, officer=officer, calendar=calendar, now=now
    )


def published_hearings(session: Session, *, today: date) -> Sequence[PublicHearing]:
    """The hearings announced to the public: those to come, the next first, then those past. One query.

    The last announcement of each case counts; a hearing that was not held and whose case ended is left out.
    """
    is_past = Hearing.planned_on < today
    rows = _published(today).order_by(
        is_past, case((~is_past, Hearing.planned_on)), Hearing.planned_on.desc(), Hearing.id
    )
    found = session.execute(rows.limit(MOST_SHOWN)).tuples()
    return [_public_hearing(*row, today=today) for row in found]


def published_hearing(session: Session, hearing_id: int, *, today: date) -> PublicHearing:
    """One of them; the id of an earlier announcement leads to the last one. Raises HearingNotFound."""
    case_id = select(Hearing.case_id).where(Hearing.id == hearing_id, Hearing.subject.is_not(None))
    rows = _published(today).where(Hearing.case_id == case_id.scalar_subquery())
    row = session.execute(rows).tuples().one_or_none()
    if row is None:
        raise HearingNotFound
    return _public_hearing(*row, today=today)


def _published(today: date) -> Select[tuple[Hearing, str, str, str]]:
    last = select(func.max(Hearing.id)).where(Hearing.subject.is_not(None)).group_by(Hearing.case_id)
    return (
        select(Hearing, Case.item_name, Agency.name, Implementation.enquiry_phone)
        .join(Case, Case.id == Hearing.case_id)
        .join(Agency, Agency.code == Case.agency_code)
        .join(Implementation, Implementation.id == Case.implementation_id)
        .where(Hearing.id.in_(last), Hearing.planned_on >= today - SHOWN_AFTER)
        .where(or_(Hearing.held_on.is_not(None), Case.state.in_(tuple(sorted(ACCEPTED)))))
    )


def _public_hearing(
    hearing: Hearing, item_name: str, agency: str, phone: str, *, today: date
) -> PublicHearing:
    is_held = hearing.held_on is not None
    return PublicHearing(
        id=hearing.id,
        item_name=item_name,
        agency=agency,
        subject=hearing.subject or "",
        day=hearing.held_on or hearing.planned_on,
        time=hearing.planned_time,
        place=hearing.place,
        phone=phone,
        is_held=is_held,
        is_open=not is_held and today <= hearing.planned_on,
    )

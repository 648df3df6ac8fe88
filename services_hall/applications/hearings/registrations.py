"""Registrations of people who want to take part in a public hearing (行政许可法 art. 46)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select, delete, exists, func, select
from sqlalchemy.orm import Session

from certificate_store.text_input.numbers import read_phone
from certificate_store.text_input.reader import TextInvalid, read_lines, read_name
from guides.errors import FieldProblem
from services_hall.applications.action_faults import ActionFault, text_problem
from services_hall.applications.errors import ActionInvalid, RegistrationClosed
from services_hall.applications.hearings.public_hearings import (
    SHOWN_AFTER,
    PublicHearing,
    published_hearing,
)
from services_hall.applications.models import Case, Hearing, HearingRegistration
from services_hall.clock import local_day

NAME: Final = "participant_name"
PHONE: Final = "participant_phone"
SPEAKS: Final = "wants_to_speak"
TOPIC: Final = "topic"
CONSENT: Final = "consent"
"""The fields of a registration."""
LONGEST_NAME: Final = 100
LONGEST_TOPIC: Final = 1000
MOST: Final = 500
"""How many people can register for one hearing."""
KEPT_AFTER: Final = SHOWN_AFTER
"""How long registrations are kept after the day of the hearing: as long as it stays in the public list."""


@dataclass(frozen=True)
class Registration:
    """What somebody wrote who wants to take part; `has_agreed` is the consent to the use of these data."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    topic: str = field(repr=False)
    wants_to_speak: bool
    has_agreed: bool


def register(session: Session, hearing_id: int, written: Registration, *, now: datetime) -> PublicHearing:
    """Note that somebody wants to take part in a hearing that is open for registration; gives the hearing.

    Registered again with the same name and telephone, the earlier registration is replaced. Raises
    HearingNotFound, RegistrationClosed, and ActionInvalid with every wrong field.
    """
    hearing = published_hearing(session, hearing_id, today=local_day(now))
    if not hearing.is_open:
        raise RegistrationClosed
    name, phone, topic = _read(written)
    session.get_one(Hearing, hearing.id, with_for_update=True)
    registered = _registered(session, hearing.id)
    own = next((one for one in registered if (one.name, one.phone) == (name, phone)), None)
    if own is None:
        if len(registered) >= MOST:
            raise RegistrationClosed
        own = HearingRegistration(hearing_id=hearing.id, name=name, phone=phone)
        session.add(own)
    own.topic, own.wants_to_speak, own.registered_at = topic, written.wants_to_speak, now
    return hearing


def registrations_of(session: Session, case: Case) -> Sequence[HearingRegistration]:
    """The registrations for the hearings of a case, in the order in which they came."""
    rows = select(HearingRegistration).join(Hearing, Hearing.id == HearingRegistration.hearing_id)
    return session.scalars(rows.where(Hearing.case_id == case.id).order_by(HearingRegistration.id)).all()


def count_registrations(session: Session, hearing: Hearing) -> int:
    """How many people registered for the hearing."""
    rows = select(func.count()).where(HearingRegistration.hearing_id == hearing.id)
    return session.scalar(rows) or 0


def has_old_registrations(session: Session, *, today: date) -> bool:
    """Whether there are registrations that are to be deleted."""
    is_old = HearingRegistration.hearing_id.in_(_past_hearings(today))
    return bool(session.scalar(select(exists().where(is_old))))


def delete_old_registrations(session: Session, *, today: date) -> int:
    """Delete the registrations for hearings that are past for longer than they are kept; how many."""
    is_old = HearingRegistration.hearing_id.in_(_past_hearings(today))
    rows = session.scalars(select(HearingRegistration.id).where(is_old)).all()
    session.execute(delete(HearingRegistration).where(HearingRegistration.id.in_(rows)))
    return len(rows)


def _past_hearings(today: date) -> Select[tuple[int]]:
    return select(Hearing.id).where(func.coalesce(Hearing.held_on, Hearing.planned_on) < today - KEPT_AFTER)


def _registered(session: Session, hearing_id: int) -> Sequence[HearingRegistration]:
    rows = select(HearingRegistration).where(HearingRegistration.hearing_id == hearing_id)
    return session.scalars(rows).all()


def _read(written: Registration) -> tuple[str, str, str]:
    """Name, telephone and topic as they are kept; raises ActionInvalid."""
    problems: dict[str, FieldProblem] = {}
    name = topic = ""
    try:
        name = read_name(written.name)
    except TextInvalid as refused:
        problems[NAME] = text_problem(refused)
    try:
        topic = read_lines(written.topic)
    except TextInvalid as refused:
        problems[TOPIC] = text_problem(refused)
    for key, text, longest, is_needed in (
        (NAME, name, LONGEST_NAME, True),
        (TOPIC, topic, LONGEST_TOPIC, written.wants_to_speak),
    ):
        if len(text) > longest:
            problems[key] = FieldProblem(ActionFault.TEXT_TOO_LONG, {"longest": longest, "length": len(text)})
        elif is_needed and not text:
            problems.setdefault(key, FieldProblem(ActionFault.TEXT_MISSING))
    phone = read_phone(written.phone)
    if phone is None:
        problems[PHONE] = FieldProblem(ActionFault.PHONE_WRONG)
    if not written.has_agreed:
        problems[CONSENT] = FieldProblem(ActionFault.CONSENT_MISSING)
    if problems or phone is None:
        raise ActionInvalid(problems)
    return name, phone, topic

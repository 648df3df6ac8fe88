"""Registration for a public hearing, and deletion of old registrations."""

from datetime import datetime

from sqlalchemy.orm import Session

from services_hall.applications.hearings import registrations
from services_hall.applications.hearings.public_hearings import PublicHearing
from services_hall.applications.hearings.registrations import Registration
from services_hall.clock import local_day, utc_now
from services_hall.database import transaction


def register_for_hearing(hearing_id: int, written: Registration) -> PublicHearing:
    """Registers somebody for a public hearing; gives the hearing.

    Raises HearingNotFound, RegistrationClosed, ActionInvalid.
    """
    with transaction() as session:
        return registrations.register(session, hearing_id, written, now=utc_now())


def has_old_registrations(session: Session, now: datetime) -> bool:
    """Whether there are registrations that are to be deleted."""
    return registrations.has_old_registrations(session, today=local_day(now))


def delete_old_registrations() -> int:
    """Deletes the registrations for hearings long past; how many. Repeated, it changes nothing."""
    with transaction() as session:
        return registrations.delete_old_registrations(session, today=local_day(utc_now()))

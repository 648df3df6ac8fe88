"""Closing of all cases whose supplement did not come in time, and reminders before."""

from datetime import datetime

from sqlalchemy.orm import Session

from services_hall.applications.reads import queries
from services_hall.applications.supplements import notices
from services_hall.clock import local_day, utc_now
from services_hall.database import end_reading, reading, transaction


def has_late_supplements(session: Session, now: datetime) -> bool:
    """Whether a case must be closed."""
    return bool(notices.late_case_ids(session, today=local_day(now)))


def has_reminders(session: Session, now: datetime) -> bool:
    """Whether an applicant must be reminded."""
    return bool(notices.case_ids_to_remind(session, today=local_day(now)))


def close_late_supplements() -> int:
    """Closes each case in a transaction of its own; returns their number. Repeated, it changes nothing."""
    now = utc_now()
    case_ids = notices.late_case_ids(reading(), today=local_day(now))
    end_reading()
    count = 0
    for case_id in case_ids:
        with transaction() as session:
            count += notices.close_case(session, queries.lock_case_by_id(session, case_id), now=now)
    return count


def remind_of_supplements() -> None:
    """Marks the demands whose day is near, each case in a transaction of its own."""
    now = utc_now()
    case_ids = notices.case_ids_to_remind(reading(), today=local_day(now))
    end_reading()
    for case_id in case_ids:
        with transaction() as session:
            notices.remind(session, queries.lock_case_by_id(session, case_id), now=now)

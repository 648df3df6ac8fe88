"""Promised materials that were not handed in: reminders before the day, and termination after it."""

from datetime import datetime

from sqlalchemy.orm import Session

from services_hall.applications.reads import queries
from services_hall.applications.tolerance import promised_materials
from services_hall.clock import local_day, utc_now
from services_hall.database import end_reading, reading, transaction


def has_unsupplied_cases(session: Session, now: datetime) -> bool:
    """Whether a case must be terminated."""
    return bool(promised_materials.late_case_ids(session, today=local_day(now)))


def has_supply_reminders(session: Session, now: datetime) -> bool:
    """Whether an applicant must be reminded."""
    return bool(promised_materials.case_ids_to_remind(session, today=local_day(now)))


def terminate_unsupplied() -> int:
    """Terminates each late case in its own transaction; returns their number."""
    now = utc_now()
    case_ids = promised_materials.late_case_ids(reading(), today=local_day(now))
    end_reading()
    count = 0
    for case_id in case_ids:
        with transaction() as session:
            count += promised_materials.terminate_unsupplied(
                session, queries.lock_case_by_id(session, case_id), now=now
            )
    return count


def remind_of_supply() -> None:
    """Marks the materials whose day is near, each case in its own transaction."""
    now = utc_now()
    case_ids = promised_materials.case_ids_to_remind(reading(), today=local_day(now))
    end_reading()
    for case_id in case_ids:
        with transaction() as session:
            promised_materials.remind(session, queries.lock_case_by_id(session, case_id), now=now)

"""Acceptance by silence of all cases whose day for a notice has passed."""

from datetime import datetime

from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from services_hall.applications.acceptance import deemed_acceptance
from services_hall.applications.reads import queries
from services_hall.clock import local_day, utc_now
from services_hall.database import end_reading, reading, transaction


def has_silent_cases(session: Session, now: datetime) -> bool:
    """Whether a case counts as accepted and is not recorded so."""
    return bool(deemed_acceptance.overdue_case_ids(session, today=local_day(now)))


def deem_cases_accepted() -> int:
    """Accepts each case in a transaction of its own; returns their number. Repeated, it changes nothing."""
    now = utc_now()
    case_ids = deemed_acceptance.overdue_case_ids(reading(), today=local_day(now))
    end_reading()
    count = 0
    for case_id in case_ids:
        with transaction() as session:
            case = queries.lock_case_by_id(session, case_id)
            calendar = load_calendar(session, since=case.filed_on)
            count += deemed_acceptance.deem_accepted(session, case, calendar=calendar, now=now)
    return count

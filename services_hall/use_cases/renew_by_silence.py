"""Renewal by silence of all licences that expired while their renewal was undecided."""

from datetime import datetime

from sqlalchemy.orm import Session

from guides.calendar.official_days import load_calendar
from services_hall.applications.certificates import silent_renewals
from services_hall.applications.reads import queries
from services_hall.clock import local_day, utc_now
from services_hall.database import end_reading, reading, transaction


def has_silent_renewals(session: Session, now: datetime) -> bool:
    """Whether a licence counts as renewed and is not recorded so."""
    return bool(silent_renewals.expired_case_ids(session, today=local_day(now)))


def renew_by_silence() -> int:
    """Renews each licence in a transaction of its own; returns their number. Repeated, it changes nothing."""
    now = utc_now()
    case_ids = silent_renewals.expired_case_ids(reading(), today=local_day(now))
    end_reading()
    count = 0
    for case_id in case_ids:
        with transaction() as session:
            case = queries.lock_case_by_id(session, case_id)
            calendar = load_calendar(session, since=local_day(now))
            count += silent_renewals.renew_in_silence(session, case, calendar=calendar, now=now)
    return count

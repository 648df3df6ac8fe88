"""Check of a waiting worker for a due job."""

from services_hall.clock import utc_now
from services_hall.database import end_reading, reading
from services_hall.jobs.leases import abandoned_jobs, has_due


def has_due_jobs() -> bool:
    """Whether a job is due or its worker is gone; holds no transaction afterwards."""
    now = utc_now()
    try:
        return has_due(reading(), now) or bool(abandoned_jobs(reading(), now=now))
    finally:
        end_reading()

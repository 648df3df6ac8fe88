"""Recalculation of the due days of all open cases after a change of the calendar."""

from services_hall.applications.due_day_updates import reckon_batch
from services_hall.clock import utc_now
from services_hall.database import transaction


def reckon_cases() -> int:
    """Reckons all open cases in batches, each in a transaction of its own; returns how many days moved.

    Repeated, it changes nothing: it may be interrupted at any time.
    """
    after: int | None = 0
    count = 0
    while after is not None:
        with transaction() as session:
            after, moved = reckon_batch(session, after=after, now=utc_now())
        count += moved
    return count

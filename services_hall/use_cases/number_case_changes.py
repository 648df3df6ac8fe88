"""Numbering of what changed in cases since the last time, for the feeds of the agencies."""

from services_hall.agency_systems.case_changes import has_unnumbered, number_changes
from services_hall.database import end_reading, reading, transaction


def number_new_changes() -> bool:
    """Numbers committed events, one batch; returns whether there were any."""
    is_needed = has_unnumbered(reading())
    end_reading()
    if not is_needed:
        return False
    with transaction() as session:
        return bool(number_changes(session))


def number_all_changes() -> None:
    """Numbers committed events until there are none, each batch in a transaction of its own."""
    while number_new_changes():
        pass

"""Numbering of what changed in cases, for the feeds of the agencies, with the messages about it."""

from services_hall.agency_systems.case_changes import has_unnumbered, number_changes
from services_hall.agency_systems.endpoints import write_deliveries
from services_hall.database import end_reading, reading, transaction


def number_new_changes() -> bool:
    """Numbers committed events, one batch; returns whether there were any."""
    is_needed = has_unnumbered(reading())
    end_reading()
    if not is_needed:
        return False
    with transaction() as session:
        event_ids = number_changes(session)
        write_deliveries(session, event_ids)
        return bool(event_ids)


def number_all_changes() -> None:
    """Numbers committed events until there are none, each batch in a transaction of its own."""
    while number_new_changes():
        pass

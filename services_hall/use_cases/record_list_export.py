"""Entry in the audit record that an officer took the list of cases as a file."""

from collections.abc import Mapping

from services_hall.audit.record import record_action
from services_hall.database import transaction
from services_hall.identity import Actor


def record_list_export(actor: Actor, filters: Mapping[str, str], *, rows: int, is_searched: bool) -> None:
    """Writes who exported how many rows by which filters; what was searched for is personal data."""
    details = {"rows": rows, "is_searched": is_searched, **filters}
    with transaction() as session:
        record_action(
            session, actor=actor.public_id, action="desk.export", subject=actor.public_id, details=details
        )

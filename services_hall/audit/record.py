"""Writing of audit entries, in the transaction of the action; no shared row, so no lock contention."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services_hall.audit.models import AuditEntry
from services_hall.clock import utc_now


def record_action(
    session: Session, *, actor: str, action: str, subject: str, details: Mapping[str, Any] | None = None
) -> AuditEntry:
    """Add an entry: `actor` and `subject` are public ids or codes, `details` has no personal data."""
    entry = AuditEntry(at=utc_now(), actor=actor, action=action, subject=subject, details=dict(details or {}))
    session.add(entry)
    return entry

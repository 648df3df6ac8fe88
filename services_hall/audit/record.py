"""Writes a deed down, in the transaction that does it; no row is shared, so that nobody waits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services_hall.audit.models import AuditEntry
from services_hall.clock import utc_now


def record_action(
    session: Session, *, actor: str, action: str, subject: str, details: Mapping[str, Any] | None = None
) -> AuditEntry:
    """The entry of a deed: `actor` and `subject` are public ids or codes, `details` names no person."""
    entry = AuditEntry(at=utc_now(), actor=actor, action=action, subject=subject, details=dict(details or {}))
    session.add(entry)
    return entry

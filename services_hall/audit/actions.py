"""Audit entries of the hall's own actions; persons appear by public id, never by name."""

from typing import Final

from sqlalchemy.orm import Session

from guides.models import BundleEdition, GuideEdition
from services_hall.audit.record import record_action

CLOCK: Final = "clock"
"""The actor for an approved change that took effect automatically on its day."""
COMMAND_LINE: Final = "command-line"
UNKNOWN_PERSON: Final = "somebody"
"""The subject of a failed sign-in without a known staff name: the typed text may be anything."""


def record_edition_change(
    session: Session, action: str, edition: GuideEdition | BundleEdition, *, actor: str
) -> None:
    """Record that an edition was approved, published or withdrawn; its content is identified by its hash."""
    kind = "bundle" if isinstance(edition, BundleEdition) else "guide"
    record_action(
        session,
        actor=actor,
        action=f"{kind}.{action}",
        subject=f"{edition.subject.code}:{edition.number}",
        details={"sha256": edition.sha256},
    )


def record_sign_in(session: Session, public_id: str) -> None:
    """Record that a staff member signed in."""
    record_action(session, actor=public_id, action="sign-in", subject=public_id)


def record_failed_sign_in(session: Session, public_id: str | None) -> None:
    """Record a wrong password: for a staff member, or (None) for any other name that was typed.

    Both cases are recorded, so that the response time does not reveal whether the name is a staff account.
    """
    record_action(session, actor=UNKNOWN_PERSON, action="sign-in.failed", subject=public_id or UNKNOWN_PERSON)

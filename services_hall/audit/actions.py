"""What the hall writes into the record of its own deeds; people are told by public ids, never by name."""

from typing import Final

from sqlalchemy.orm import Session

from guides.models import BundleEdition, GuideEdition
from services_hall.audit.record import record_action

CLOCK: Final = "clock"
"""The actor of what was approved for a day, and happened when it came."""
COMMAND_LINE: Final = "command-line"
UNKNOWN_PERSON: Final = "somebody"
"""The subject of a failed sign-in that names no member of staff: what was typed may be anything."""


def record_edition_change(
    session: Session, action: str, edition: GuideEdition | BundleEdition, *, actor: str
) -> None:
    """An edition was approved, published or withdrawn; its text is told by its hash."""
    kind = "bundle" if isinstance(edition, BundleEdition) else "guide"
    record_action(
        session,
        actor=actor,
        action=f"{kind}.{action}",
        subject=f"{edition.subject.code}:{edition.number}",
        details={"sha256": edition.sha256},
    )


def record_sign_in(session: Session, public_id: str) -> None:
    """A member of staff signed in."""
    record_action(session, actor=public_id, action="sign-in", subject=public_id)


def record_failed_sign_in(session: Session, public_id: str | None) -> None:
    """A password was wrong: for a member of staff, or (None) for whatever else was typed as a name.

    Both are written, so that the time of an answer does not tell whether the name is one of staff.
    """
    record_action(session, actor=UNKNOWN_PERSON, action="sign-in.failed", subject=public_id or UNKNOWN_PERSON)

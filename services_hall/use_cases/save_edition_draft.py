"""Saving of a draft of a guide or a bundle, with optional submission for approval."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from guides.editions import EditionT, Terms, edition_type, lock_edition, revise_draft, submit_edition
from guides.enumerations import EditionStatus
from guides.errors import BlockingFindings, GuidesError
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor


class EditionDraftOvertaken(GuidesError):
    """Another user changed the draft after the form was made from it."""


@dataclass(frozen=True)
class EditionChanges:
    """New terms of a draft; `base` is the hash of the terms from which they were made.

    A `change_note` of None does not change the note.
    """

    terms: Terms
    base: str
    change_note: str | None


def save_edition_draft(
    editions: type[EditionT], code: str, number: int, changes: EditionChanges, *, actor: Actor
) -> None:
    """Saves the draft. Raises EditionNotFound, EditionDraftOvertaken, EditionTransitionRefused."""
    with transaction() as session:
        _write(session, edition_type(editions).edition(session, code, number), changes, actor)


def submit_edition_draft(
    editions: type[EditionT],
    code: str,
    number: int,
    changes: EditionChanges,
    *,
    actor: Actor,
    certificate_types: Collection[str],
) -> None:
    """Saves the draft and submits it for approval; it is saved even if a finding blocks the submission.

    `certificate_types` are the codes of the known types; if it is empty, types are not checked. Raises the
    errors of `save_edition_draft`, and BlockingFindings.
    """
    with transaction() as session:
        edition = edition_type(editions).edition(session, code, number)
        _write(session, edition, changes, actor)
        findings = edition_type(editions).findings(session, edition, certificate_types=certificate_types)
        blocking = [finding for finding in findings if finding.is_blocking]
        if not blocking:
            submit_edition(session, edition, author=actor.public_id, now=utc_now())
    if blocking:
        raise BlockingFindings(blocking)


def _write(session: Session, edition: EditionT, changes: EditionChanges, actor: Actor) -> None:
    lock_edition(session, edition)
    if edition.status is EditionStatus.DRAFT and edition.sha256 != changes.base:
        raise EditionDraftOvertaken
    revise_draft(session, edition, changes.terms, author=actor.public_id, change_note=changes.change_note)

"""Drafts of guide and bundle editions: creation, revision and submission by editors."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from guides.editions.lifecycle import next_edition_status
from guides.editions.type_registry import edition_type
from guides.editions.types import EditionT, EditionType
from guides.enumerations import EditionAction
from guides.errors import CodeTaken, DraftInvalid
from guides.models import Bundle, BundleEdition, GuideEdition, ServiceItem
from guides.terms import canonical_bytes, public_content, terms_hash


def open_draft(
    session: Session,
    editions: type[EditionT],
    *,
    code: str,
    content: Mapping[str, Any],
    author: str,
    now: datetime,
    change_note: str = "",
) -> EditionT:
    """A new draft with the next number; an unknown code creates an item or a bundle.

    `editions` is the type of editions that `code` belongs to: guides or bundles. Raises DraftInvalid when the
    content has the wrong shape or contains another code, CodeTaken when the same code is created at the same
    time.
    """
    of_type = edition_type(editions)
    loaded = loaded_for(of_type, code, content)
    subject = locked_subject(session, editions, code) or add_subject(session, of_type, loaded)
    last = session.scalar(select(func.max(editions.number)).where(editions.subject_id == subject.id))
    edition = editions(
        subject=subject,
        number=(last or 0) + 1,
        change_note=change_note,
        drafted_by=author,
        drafted_at=now,
        authors=[author],
    )
    write(edition, loaded)
    session.add(edition)
    session.flush()
    return edition


def revise_draft(
    session: Session,
    edition: EditionT,
    content: Mapping[str, Any],
    *,
    author: str,
    change_note: str | None = None,
) -> EditionT:
    """Replaces the content of a draft; `author` becomes one of its authors.

    Raises DraftInvalid for an invalid content, EditionTransitionRefused for an edition that is no draft.
    """
    lock_edition(session, edition)
    next_edition_status(edition.status, EditionAction.REVISE)
    write(edition, loaded_for(edition_type(type(edition)), edition.subject.code, content))
    add_author(edition, author)
    if change_note is not None:
        edition.change_note = change_note
    session.flush()
    return edition


def submit_edition(session: Session, edition: EditionT, *, author: str, now: datetime) -> EditionT:
    """Submits a draft for approval; its text cannot change afterwards. Raises EditionTransitionRefused."""
    lock_edition(session, edition)
    edition.status = next_edition_status(edition.status, EditionAction.SUBMIT)
    edition.submitted_at = now
    add_author(edition, author)
    session.flush()
    return edition


def loaded_for(of_type: EditionType[EditionT], code: str, content: Mapping[str, Any]) -> dict[str, Any]:
    loaded = of_type.load_terms(content)
    if loaded["code"] != code:
        raise DraftInvalid({"code": [of_type.other_code(code, loaded["code"])]})
    return loaded


def write(edition: GuideEdition | BundleEdition, loaded: dict[str, Any]) -> None:
    """Writes `loaded` into the edition, with its canonical bytes and their hash."""
    edition.content = loaded
    edition.canonical = canonical_bytes(public_content(loaded))
    edition.sha256 = terms_hash(edition.canonical)


def add_author(edition: GuideEdition | BundleEdition, author: str) -> None:
    if author not in edition.authors:
        edition.authors = [*edition.authors, author]


def lock_edition(session: Session, edition: GuideEdition | BundleEdition) -> None:
    """Reads the edition again and locks it against changes until the transaction ends.

    The lock does not block applications that refer to the edition.
    """
    session.refresh(edition, with_for_update={"key_share": True, "of": type(edition)})


def locked_subject(session: Session, editions: type[EditionT], code: str) -> ServiceItem | Bundle | None:
    """The item or bundle of `code`, locked against others who open or publish its editions."""
    subjects: type[Any] = edition_type(editions).subjects
    subject: ServiceItem | Bundle | None = session.scalar(
        select(subjects).where(subjects.code == code).with_for_update(key_share=True)
    )
    return subject


def add_subject(
    session: Session, of_type: EditionType[EditionT], loaded: Mapping[str, Any]
) -> ServiceItem | Bundle:
    """Adds a new item or bundle; raises CodeTaken when another transaction has added it meanwhile."""
    subject = of_type.new_subject(loaded)
    session.add(subject)
    try:
        session.flush()
    except IntegrityError as error:
        raise CodeTaken(loaded["code"]) from error
    return subject

"""Queries for papers of any kind of subject; a paper that the actor may not see is reported as not found."""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from certificate_store.text_input.numbers import paper_number, scanned_code
from services_hall.documents.errors import PaperNotFound
from services_hall.documents.models import Paper
from services_hall.identity import Actor

PaperReader = Callable[[Actor], ColumnElement[bool]]
"""The condition for the papers of a kind of subject that an actor may read."""

PaperReaders = Mapping[str, PaperReader]
"""The conditions by kind of subject."""


def paper_for(session: Session, readers: PaperReaders, actor: Actor, public_id: str) -> Paper:
    """A paper that the condition of its kind of subject lets the actor read; raises PaperNotFound."""
    may_read = [and_(Paper.subject_kind == kind, condition(actor)) for kind, condition in readers.items()]
    paper = session.scalars(
        select(Paper).where(Paper.public_id == public_id, or_(false(), *may_read))
    ).one_or_none()
    if paper is None:
        raise PaperNotFound
    return paper


def paper_by_hash(session: Session, sha256: str) -> Paper | None:
    """A finished paper by the hash of its file, for verification of the file."""
    return session.scalars(select(Paper).where(Paper.sha256 == sha256)).one_or_none()


def paper_by_number(session: Session, number: str) -> Paper | None:
    """A finished paper by its printed number, for public verification."""
    return session.scalars(
        select(Paper).where(Paper.number == paper_number(scanned_code(number)), Paper.made_at.is_not(None))
    ).one_or_none()

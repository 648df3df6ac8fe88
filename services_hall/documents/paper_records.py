"""Papers as they are written: the row and the job that numbers and renders it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.documents.models import Paper
from services_hall.identity.random_tokens import new_public_id
from services_hall.jobs import outbox
from services_hall.jobs.names import JobName

AnyPaper = TypeVar("AnyPaper", bound=Paper)


@dataclass(frozen=True)
class PaperRow:
    """The columns of a paper that filing writes; without `issuer_code` it is in the site's own series."""

    public_id: str
    kind: StrEnum
    subject_kind: StrEnum
    subject_id: int
    written_at: datetime
    details: Mapping[str, Any] | None = None
    issuer_code: str | None = None


def write_paper(
    session: Session,
    model: type[AnyPaper],
    kind: StrEnum,
    subject_id: int,
    *,
    issuer_code: str | None,
    now: datetime,
    ordinal: int = 1,
    details: Mapping[str, Any] | None = None,
) -> AnyPaper:
    """Create the paper's row and its job, which adds number and file.

    A subject has one paper per kind and ordinal: written again, the earlier one is returned unchanged.
    `details` are values that JSON can hold; the text reads them from the paper.
    """
    earlier = session.scalar(
        select(model).where(model.subject_id == subject_id, model.kind == kind, model.ordinal == ordinal)
    )
    if earlier is not None:
        return earlier
    paper = model(
        public_id=new_public_id(),
        kind=kind,
        subject_id=subject_id,
        ordinal=ordinal,
        issuer_code=issuer_code,
        details=None if details is None else dict(details),
        written_at=now,
    )
    session.add(paper)
    session.flush()
    enqueue_rendering(session, paper.id)
    return paper


def void_paper(paper: Paper, cause: StrEnum, *, now: datetime) -> None:
    """Note that the paper no longer holds, and why; its number and file stay, and so does the first cause."""
    if paper.void_at is None:
        paper.void_at, paper.void_cause = now, cause


def enqueue_rendering(session: Session, paper_id: int) -> None:
    """Enqueue the job that numbers and renders the paper, once."""
    payload = {"paper_id": paper_id}
    outbox.insert_job(session, JobName.RENDER_PAPER, payload, unique_key=f"paper:{paper_id}")

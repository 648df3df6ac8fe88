"""Writing of papers: the row and the job that numbers and renders it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.documents.models import Paper
from services_hall.identity.random_tokens import new_public_id
from services_hall.jobs import outbox
from services_hall.jobs.names import JobName

AnyPaper = TypeVar("AnyPaper", bound=Paper)


@dataclass(frozen=True)
class PaperRow:
    """The columns of a paper of the site that is written together with its subject."""

    public_id: str
    kind: StrEnum
    subject_kind: StrEnum
    subject_id: int
    written_at: datetime


def write_paper(
    session: Session,
    model: type[AnyPaper],
    kind: StrEnum,
    subject_id: int,
    *,
    issuer_code: str | None,
    now: datetime,
) -> AnyPaper:
    """Create the paper's row and its job, which adds number and file. A subject has one paper per kind."""
    earlier = session.scalar(select(model).where(model.subject_id == subject_id, model.kind == kind))
    if earlier is not None:
        return earlier
    paper = model(
        public_id=new_public_id(), kind=kind, subject_id=subject_id, issuer_code=issuer_code, written_at=now
    )
    session.add(paper)
    session.flush()
    enqueue_rendering(session, paper.id)
    return paper


def enqueue_rendering(session: Session, paper_id: int) -> None:
    """Enqueue the job that numbers and renders the paper, once."""
    payload = {"paper_id": paper_id}
    outbox.insert_job(session, JobName.RENDER_PAPER, payload, unique_key=f"paper:{paper_id}")

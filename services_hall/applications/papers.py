"""Numbered papers: kinds, titles, creation and gapless numbers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.counters import take_numbers
from guides.enumerations import ItemType
from services_hall.applications.models import Case, Paper
from services_hall.clock import local_day
from services_hall.identity.random_tokens import new_public_id
from services_hall.jobs import outbox
from services_hall.jobs.names import JobName

RECEIPT: Final = "receipt"
ACCEPTANCE: Final = "acceptance"
REFUSAL: Final = "refusal"
GRANT: Final = "grant"
DENIAL: Final = "denial"


class PaperTitle(StrEnum):
    """The titles printed on papers."""

    RECEIPT = "接收回执"
    ACCEPTANCE = "受理通知书"
    REFUSAL = "不予受理通知书"
    LICENCE_GRANT = "准予行政许可决定书"
    GRANT = "批准决定书"
    LICENCE_DENIAL = "不予行政许可决定书"
    DENIAL = "不予批准决定书"


@dataclass(frozen=True)
class PaperKind:
    """The name of a kind of paper, and the character in its numbers (收, 受, 拒, 准, 驳).

    A paper's own title is Chinese by law; pages show the kind in the user's language.
    """

    title: PaperTitle
    title_for_others: PaperTitle
    mark: str

    def title_for(self, item_type: ItemType | None) -> PaperTitle:
        """The title; licences have titles defined by law, other items the general one."""
        return self.title if item_type is ItemType.LICENCE else self.title_for_others


KINDS: Final[dict[str, PaperKind]] = {
    RECEIPT: PaperKind(PaperTitle.RECEIPT, PaperTitle.RECEIPT, "收"),
    ACCEPTANCE: PaperKind(PaperTitle.ACCEPTANCE, PaperTitle.ACCEPTANCE, "受"),
    REFUSAL: PaperKind(PaperTitle.REFUSAL, PaperTitle.REFUSAL, "拒"),
    GRANT: PaperKind(PaperTitle.LICENCE_GRANT, PaperTitle.GRANT, "准"),
    DENIAL: PaperKind(PaperTitle.LICENCE_DENIAL, PaperTitle.DENIAL, "驳"),
}


def write_paper(
    session: Session, kind: str, application_id: int, case_id: int | None, *, now: datetime
) -> Paper:
    """Create the paper's row and its job, which adds number and file. Each case has one paper per kind."""
    earlier = session.scalar(
        select(Paper).where(
            Paper.application_id == application_id, Paper.case_id == case_id, Paper.kind == kind
        )
    )
    if earlier is not None:
        return earlier
    paper = Paper(
        public_id=new_public_id(), kind=kind, application_id=application_id, case_id=case_id, written_at=now
    )
    session.add(paper)
    session.flush()
    outbox.enqueue(session, JobName.RENDER_PAPER, {"paper_id": paper.id}, unique_key=f"paper:{paper.id}")
    return paper


def give_number(session: Session, paper_id: int) -> str:
    """Assign the paper's number, gapless within its kind and year; the counter is locked last."""
    paper = session.get_one(Paper, paper_id, with_for_update=True, populate_existing=True)
    if paper.number is None:
        year = local_day(paper.written_at).year
        mark = KINDS[paper.kind].mark
        paper.number = f"演政服{mark}〔{year}〕{take_numbers(session, f'paper:{paper.kind}:{year}')}号"
        session.flush()
    return paper.number


def paper_title(paper: Paper, case: Case | None) -> PaperTitle:
    """The title of the paper for its type of item."""
    item_type = case.application_item.edition.terms.item_type if case is not None else None
    return KINDS[paper.kind].title_for(item_type)

"""Numbered papers: which there are, who may have them, and how they get their gapless numbers."""

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
    """The titles of papers, in the words that stand on them."""

    RECEIPT = "接收回执"
    ACCEPTANCE = "受理通知书"
    REFUSAL = "不予受理通知书"
    LICENCE_GRANT = "准予行政许可决定书"
    GRANT = "批准决定书"
    LICENCE_DENIAL = "不予行政许可决定书"
    DENIAL = "不予批准决定书"


@dataclass(frozen=True)
class PaperKind:
    """What a kind of paper is called, and the character of its numbers (收, 受, 拒, 准, 驳).

    A paper itself is titled in Chinese by law; pages name it in their reader's language.
    """

    title: PaperTitle
    title_for_others: PaperTitle
    mark: str

    def title_for(self, item_type: ItemType | None) -> PaperTitle:
        """Its title: licences have names of their own in law, other items the general one."""
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
    """The paper's row and its job; number and file follow. There is one of a kind a case."""
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
    """The paper's number, given once, without gaps within its kind and year; the counter is taken last."""
    paper = session.get_one(Paper, paper_id, with_for_update=True, populate_existing=True)
    if paper.number is None:
        year = local_day(paper.written_at).year
        mark = KINDS[paper.kind].mark
        paper.number = f"演政服{mark}〔{year}〕{take_numbers(session, f'paper:{paper.kind}:{year}')}号"
        session.flush()
    return paper.number


def paper_title(paper: Paper, case: Case | None) -> PaperTitle:
    """The paper's title, as the law names it for its kind of item."""
    item_type = case.application_item.edition.terms.item_type if case is not None else None
    return KINDS[paper.kind].title_for(item_type)

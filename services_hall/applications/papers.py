"""The kinds of papers of applications and cases."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from services_hall.applications import paper_texts
from services_hall.applications.delivery import deliver_decision
from services_hall.applications.enumerations import PaperCode, PaperTitle
from services_hall.applications.models import AnyPaper, Case, CasePaper
from services_hall.documents.kinds import PaperKind, kinds_by_code
from services_hall.documents.writing import write_paper

T, C = PaperTitle, PaperCode

KINDS: Final = kinds_by_code(
    PaperKind(C.RECEIPT, "收", T.RECEIPT, T.RECEIPT, paper_texts.receipt_text),
    PaperKind(C.ACCEPTANCE, "受", T.ACCEPTANCE, T.ACCEPTANCE, paper_texts.acceptance_text),
    PaperKind(C.REFUSAL, "拒", T.REFUSAL, T.REFUSAL, paper_texts.refusal_text),
    PaperKind(C.GRANT, "准", T.LICENCE_GRANT, T.GRANT, paper_texts.grant_text, deliver_decision),
    PaperKind(C.DENIAL, "驳", T.LICENCE_DENIAL, T.DENIAL, paper_texts.denial_text, deliver_decision),
)


def write_case_paper(session: Session, case: Case, kind: PaperCode, *, now: datetime) -> CasePaper:
    """Create a paper that the case's agency issues; a job adds its number and file."""
    return write_paper(session, CasePaper, kind, case.id, issuer_code=case.agency_code, now=now)


def paper_title(paper: AnyPaper) -> PaperTitle:
    """The title of the paper for its type of item."""
    return PaperTitle(KINDS[paper.kind].title_for(paper.item_type))

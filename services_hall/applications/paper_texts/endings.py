"""Texts of the papers about cases that end without a decision."""

from typing import Final

from services_hall.applications.delivery.result_delivery import deliver_decision
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import CasePaper
from services_hall.applications.paper_texts.parts import basis_clause, case_text, filed_sentence, sentence
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing


def termination_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that the handling of a case was terminated, with the reason and the remedies."""
    case = paper.case
    reason = sentence((paper.details or {}).get("reason") or case.reason, "")
    basis = basis_clause(case) if case.basis_key else ""
    paragraphs = [f"{filed_sentence(case)}。{basis}现终止办理。", f"理由：{reason}"]
    return case_text(paper, printing, paragraphs, has_remedies=True)


KINDS: Final = (
    PaperKind(PaperCode.TERMINATION, "终", "终止办理告知书", termination_text, consequence=deliver_decision),
)

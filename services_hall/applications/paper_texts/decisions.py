"""Texts of decisions: grant and denial."""

from guides.enumerations import StepKind
from services_hall.applications.models import Case, CasePaper
from services_hall.applications.paper_texts.parts import case_text, chinese_day
from services_hall.documents.texts import PaperText, Printing


def denial_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that denies, with the reason and the remedies."""
    case = paper.case
    paragraphs = [f"您申请的“{case.item_name}”，经审查，决定不予批准。", f"理由：{case.reason or ''}"]
    return case_text(paper, printing, paragraphs, has_remedies=True)


def grant_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that grants."""
    return case_text(paper, printing, _grant_paragraphs(paper.case))


def _grant_paragraphs(case: Case) -> list[str]:
    terms = case.application_item.edition.terms
    text = [f"您申请的“{case.item_name}”，经审查符合规定条件，决定予以批准。"]
    if case.is_by_commitment:
        check = next((step for step in case.steps if step.kind is StepKind.AFTER_CHECK and step.due_on), None)
        text = [f"您申请的“{case.item_name}”，依据您作出的承诺，当场决定予以批准。"]
        if check is not None and check.due_on is not None:
            consequence = terms.commitment.consequence if terms.commitment is not None else ""
            text.append(f"本部门将于{chinese_day(check.due_on)}前核查。{consequence}")
    result = terms.result
    if result.certificate_type:
        text.append(f"所发《{result.name}》为电子证照，已存入电子证照库，可在“我的证照”下载、出示。")
    if case.reason:
        text.append(f"说明：{case.reason}")
    return text

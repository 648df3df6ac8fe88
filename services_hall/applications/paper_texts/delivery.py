"""Texts of papers between the applicant and the agency: withdrawal and delivery."""

from services_hall.applications.models import CasePaper
from services_hall.applications.paper_texts.parts import case_text
from services_hall.documents.texts import PaperText, Printing


def withdrawal_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The confirmation that the applicant withdrew a case before its decision."""
    paragraphs = [
        f"你（单位）撤回“{paper.case.item_name}”的申请，本机关已经收到，自收到之时起不再办理，不作决定。"
    ]
    if reason := (paper.details or {}).get("reason"):
        paragraphs.append(f"撤回的原因：{reason}")
    paragraphs.append("以后需要办理的，可以重新提出申请。")
    return case_text(paper, printing, paragraphs)

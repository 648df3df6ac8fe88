"""Texts of the papers at the door: receipt, acceptance, refusal to accept."""

from services_hall.applications.models import ApplicationPaper, CasePaper
from services_hall.applications.paper_texts.parts import (
    MATERIALS_HEAD,
    MET_BY,
    case_text,
    chinese_day,
    edition_line,
    facts,
)
from services_hall.clock import local_day
from services_hall.documents.texts import PaperText, Printing


def receipt_text(paper: ApplicationPaper, printing: Printing) -> PaperText:
    """The receipt of an application, with all its materials."""
    application = paper.application
    rows = {
        requirement.name: MET_BY[requirement.met_by]
        for item in application.items
        for requirement in item.requirements
    }
    return PaperText(
        title=printing.title,
        number=printing.number,
        addressee=application.holder_name,
        facts=facts(application, None),
        paragraphs=[
            f"您提交的申请（{application.name}）已经收到，系统记录的提交时间即为收到时间。",
            f"本次申请分为 {len(application.cases)} 个办件，由各部门分别办理。",
            "收件不等于受理；受理后另发受理通知书。",
        ],
        table_head=MATERIALS_HEAD,
        table=list(rows.items()),
        remedies=(),
        signed_by=printing.site_name,
        signed_on=chinese_day(local_day(paper.written_at)),
        edition_line=edition_line(application.items),
        verify_url=printing.verify_url,
        is_demo=printing.is_demo,
    )


def acceptance_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that a case is accepted, with its materials."""
    case = paper.case
    return case_text(
        paper,
        printing,
        [f"您申请的“{case.item_name}”，申请材料齐全、符合法定形式，现予受理。"],
        table_head=MATERIALS_HEAD,
        table=[(one.name, MET_BY[one.met_by]) for one in case.application_item.requirements],
    )


def refusal_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that a case is not accepted, with the reason and the remedies."""
    case = paper.case
    paragraphs = [f"您申请的“{case.item_name}”，不予受理。", f"理由：{case.reason or ''}"]
    return case_text(paper, printing, paragraphs, has_remedies=True)

"""Texts of the papers at the door: receipt, acceptance, refusal to accept."""

from collections.abc import Sequence

from services_hall.applications.enumerations import MetBy
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
    """The receipt of an application, with all its materials as they were when it was filed."""
    application = paper.application
    missing = (paper.details or {}).get("missing", [])
    rows = {
        requirement.name: MET_BY[MetBy.MISSING if requirement.name in missing else requirement.met_by]
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
            *_missing_paragraphs(missing),
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


def _missing_paragraphs(missing: Sequence[str]) -> list[str]:
    if not missing:
        return []
    return [
        f"提交时尚缺材料 {len(missing)} 份：{'、'.join(missing)}。"
        "需要补正的，由办理部门一次告知全部内容和期限；补齐以前不受理。"
    ]


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


def not_in_power_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that another body, named here, is in power (行政许可法 art. 32(2))."""
    case = paper.case
    body = (paper.details or {}).get("body", "")
    paragraphs = [
        f"你（单位）申请的“{case.item_name}”，依法不属于本机关职权范围，决定不予受理。",
        f"请向有权办理的机关申请：{body}。",
        f"理由：{case.reason or ''}",
    ]
    return case_text(paper, printing, paragraphs, has_remedies=True)


def no_licence_needed_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that the matter needs no licence (行政许可法 art. 32(1))."""
    case = paper.case
    paragraphs = [
        f"你（单位）申请的“{case.item_name}”，依法不需要取得行政许可，现告知不受理。",
        f"理由：{case.reason or ''}",
    ]
    return case_text(paper, printing, paragraphs, has_remedies=True)

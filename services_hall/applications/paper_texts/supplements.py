"""Texts of the papers about supplements: the notice that lists everything, and the return without one."""

from datetime import date
from typing import Final

from services_hall.applications.delivery.result_delivery import deliver_decision, deliver_paper
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import CasePaper
from services_hall.applications.paper_texts.addressees import quoted
from services_hall.applications.paper_texts.parts import FROM_DELIVERY, case_text, chinese_day, supplement_law
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing

DEMANDS_HEAD: Final = ("需要补正的内容", "存在的问题", "补正要求")


def notice_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The supplement notice: each material and field with its problem, the way to correct it, and the day."""
    details = paper.details or {}
    demands: list[list[str]] = details.get("demands", [])
    due_on = chinese_day(date.fromisoformat(details["due_on"]))
    paragraphs = [
        f"你（单位）申请的{quoted(paper.case.item_name)}，申请材料不齐全或者不符合法定形式。"
        f"{supplement_law(paper.case)}，现一次告知需要补正的全部内容，共{len(demands)}项。",
        f"请于{due_on}前（含当日）补正，可以网上提交，也可以到任一综合窗口提交。"
        f"{FROM_DELIVERY}收到全部补正材料后，重新计算是否受理的期限。",
        "逾期没有补正的，退回申请材料；补齐后可以重新申请。",
    ]
    return case_text(paper, printing, paragraphs, table_head=DEMANDS_HEAD, table=demands)


def return_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that the application goes back because its supplement did not come in time."""
    details = paper.details or {}
    due_on = chinese_day(date.fromisoformat(details["due_on"]))
    missing = "、".join(details.get("missing", []))
    paragraphs = [
        f"你（单位）申请的{quoted(paper.case.item_name)}，本机关已经告知补正。截至{due_on}，没有收到：{missing}。",
        "现终结此件并退回申请材料。材料补齐后，可以重新提出申请。",
    ]
    return case_text(paper, printing, paragraphs, has_remedies=True)


KINDS: Final = (
    PaperKind(PaperCode.SUPPLEMENT_NOTICE, "补", "补正告知书", notice_text, consequence=deliver_paper),
    PaperKind(PaperCode.RETURN, "退", "退件通知书", return_text, consequence=deliver_decision),
)

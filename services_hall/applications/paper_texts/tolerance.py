"""Text of the notice of tolerant acceptance."""

from datetime import date
from typing import Final

from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import CasePaper
from services_hall.applications.paper_texts.addressees import quoted
from services_hall.applications.paper_texts.parts import case_text, chinese_day, deemed_sentence, due_clause
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing

MATERIALS_HEAD: Final = ("暂缺或者有瑕疵的材料", "最迟补交时间（自受理之日起）")


def tolerant_acceptance_text(paper: CasePaper, printing: Printing) -> PaperText:
    """What is missing, how and by when it follows, and what happens otherwise (容缺受理通知书)."""
    case, details = paper.case, paper.details or {}
    until = chinese_day(date.fromisoformat(details["supply_until"]))
    paragraphs = [
        f"你（单位）申请的{quoted(case.item_name)}，主要申请材料齐全、符合法定形式，下列材料暂缺或者有瑕疵。"
        "根据你（单位）自愿作出的承诺，现予容缺受理。",
        *([deemed_sentence(case)] if case.is_deemed_accepted else []),
        f"请于{until}前（含当日）补交下列材料，可以网上提交，也可以到任一综合窗口提交。",
        "补齐以前不作出准予的决定，不发证照。逾期没有补齐的，终止办理；在补正以前，你（单位）不再适用容缺受理。",
        "因不可抗力不能按期补交的，请在到期前向本机关说明，由本机关另定日期。",
        *([due] if (due := due_clause(case)) else []),
    ]
    return case_text(paper, printing, paragraphs, table_head=MATERIALS_HEAD, table=details["materials"])


KINDS: Final = (PaperKind(PaperCode.TOLERANT_ACCEPTANCE, "容", "容缺受理通知书", tolerant_acceptance_text),)

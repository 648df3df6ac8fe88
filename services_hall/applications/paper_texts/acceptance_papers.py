"""Texts of the papers that accompany an acceptance: what is to be paid, and what the window handed over."""

from typing import Final

from guides.scenario import applicable_entries
from guides.terms import Fee
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import Case, CasePaper
from services_hall.applications.paper_texts.parts import (
    MATERIALS_HEAD,
    case_text,
    chinese_minute,
    cited,
    filed_sentence,
    materials,
)
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing

FEES_HEAD: Final = ("收费项目", "标准", "依据")


def fees_of(case: Case) -> tuple[Fee, ...]:
    """The fees that the guide asks of this applicant; empty where nothing costs anything."""
    return applicable_entries(case.application_item.edition.terms.fees, case.application.scenario)


def payment_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The payment notice: each fee with its standard and basis; what is not listed costs nothing."""
    case = paper.case
    bases = {basis.key: basis for basis in case.application_item.edition.terms.legal_bases}
    rows = [
        (fee.name, fee.standard, "；".join(cited(bases[key]) for key in fee.bases if key in bases))
        for fee in fees_of(case)
    ]
    paragraphs = [
        f"{filed_sentence(case)}。依照下列规定，请你（单位）缴纳：",
        "除表列项目外，本机关不收取其他费用。",
    ]
    return case_text(paper, printing, paragraphs, table_head=FEES_HEAD, table=rows)


def transfer_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The voucher of the materials that the window took in and handed to the agency."""
    case = paper.case
    paragraphs = [
        f"综合窗口于{chinese_minute(case.application.filed_at)}收取你（单位）申请“{case.item_name}”的下列材料，"
        f"本机关于{chinese_minute(paper.written_at)}接收。",
        "移交人（签名）：　　　　　　　接收人（签名）：",
    ]
    return case_text(
        paper, printing, paragraphs, table_head=MATERIALS_HEAD, table=materials([case.application_item])
    )


KINDS: Final = (
    PaperKind(PaperCode.PAYMENT_NOTICE, "缴", "缴费通知书", payment_text),
    PaperKind(PaperCode.TRANSFER, "转", "物料流转凭证", transfer_text),
)

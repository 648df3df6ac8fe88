"""Texts of the papers that accompany an acceptance: what is to be paid, and what the window handed over."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from guides.scenario import applicable_entries
from guides.terms import Fee
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import Case, CasePaper
from services_hall.applications.paper_texts.addressees import as_record, quoted
from services_hall.applications.paper_texts.parts import (
    MATERIALS_HEAD,
    SIGNATURE,
    case_text,
    chinese_minute,
    cited,
    filed_sentence,
    materials,
)
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing

FEES_HEAD: Final = ("收费项目", "金额", "标准", "依据")


def fees_of(case: Case) -> tuple[Fee, ...]:
    """The fees that the guide asks of this applicant; empty where nothing costs anything."""
    return applicable_entries(case.application_item.edition.terms.fees, case.application.scenario)


def payment_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The payment notice: each fee with amount, standard and basis, then how, where and by when to pay.

    What is not listed costs nothing.
    """
    case = paper.case
    fees = fees_of(case)
    bases = {basis.key: basis for basis in case.application_item.edition.terms.legal_bases}
    rows = [
        (
            fee.name,
            "" if fee.amount_fen is None else _yuan(fee.amount_fen),
            fee.standard,
            "；".join(cited(bases[key]) for key in fee.bases if key in bases),
        )
        for fee in fees
    ]
    paragraphs = [
        f"{filed_sentence(case)}。请你（单位）按下表所列的标准和依据缴费。",
        *_total(fees),
        *(line for fee in fees for line in _how_to_pay(fee, is_only=len(fees) == 1)),
        *_left_open(case, fees),
        "除表列项目外，本机关不收取其他费用。",
    ]
    return case_text(paper, printing, paragraphs, table_head=FEES_HEAD, table=rows)


def _total(fees: Sequence[Fee]) -> list[str]:
    amounts = [fee.amount_fen for fee in fees if fee.amount_fen is not None]
    if len(fees) < 2 or len(amounts) < len(fees):
        return []
    return [f"合计：{_yuan(sum(amounts))}。"]


def _how_to_pay(fee: Fee, *, is_only: bool) -> list[str]:
    """One line of what the guide says about the payment of the fee; none where it says nothing."""
    told = (
        ("缴费方式：", fee.pay_ways),
        ("缴费地点或者网址：", fee.pay_place),
        ("", "" if fee.pay_days is None else f"收到本通知书次日起 {fee.pay_days} 个工作日内缴清"),
    )
    line = "；".join(f"{label}{text}" for label, text in told if text)
    return [f"{'' if is_only else f'{fee.name}——'}{line}。"] if line else []


def _left_open(case: Case, fees: Sequence[Fee]) -> list[str]:
    """Whom to ask what the guide does not say about payment."""
    topics = {
        "缴费方式": all(fee.pay_ways for fee in fees),
        "缴费地点": all(fee.pay_place for fee in fees),
        "缴费期限": all(fee.pay_days is not None for fee in fees),
    }
    still_open = [topic for topic, is_answered in topics.items() if not is_answered]
    if not still_open:
        return []
    phone = case.implementation.enquiry_phone
    how = f"可以拨打咨询电话{phone}询问" if phone else "可以按本通知书所列的联系方式询问"
    return [f"{'、'.join(still_open)}，由{case.agency.name}另行告知，{how}。"]


def _yuan(fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02}元" if rest else f"{yuan}元"


def transfer_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The voucher of the materials that the window took in and handed to the agency."""
    case = paper.case
    paragraphs = [
        f"综合窗口于{chinese_minute(case.application.filed_at)}收取申请人申请{quoted(case.item_name)}的下列材料，"
        f"本机关于{chinese_minute(paper.written_at)}接收。",
    ]
    text = case_text(
        paper, printing, paragraphs, table_head=MATERIALS_HEAD, table=materials([case.application_item])
    )
    signatures = (f"移交人（签名）：{SIGNATURE}　　接收人（签名）：{SIGNATURE}",)
    return as_record(replace(text, signature_lines=signatures), "申请人")


KINDS: Final = (
    PaperKind(PaperCode.PAYMENT_NOTICE, "缴", "缴费通知书", payment_text),
    PaperKind(PaperCode.TRANSFER, "转", "物料流转凭证", transfer_text),
)

"""The kinds of papers of applications and cases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from services_hall.applications.delivery import confirm_delivery_choice, deliver_decision
from services_hall.applications.enumerations import Channel, PaperCode
from services_hall.applications.models import Case, CasePaper
from services_hall.applications.paper_texts import (
    acceptance_papers,
    clocks,
    commitments,
    decisions,
    endings,
    filings,
    grant_ends,
    hearing_notices,
    intake,
    site_checks,
    supplements,
    tolerance,
)
from services_hall.applications.paper_texts import delivery as delivery_texts
from services_hall.documents.kinds import PaperKind, kinds_by_code
from services_hall.documents.writing import write_paper

KINDS: Final = kinds_by_code(
    PaperKind(
        PaperCode.RECEIPT,
        "收",
        "接收回执",
        intake.receipt_text,
        consequence=confirm_delivery_choice,
        title_of=intake.receipt_title,
    ),
    PaperKind(PaperCode.ACCEPTANCE, "受", "受理通知书", intake.acceptance_text),
    PaperKind(PaperCode.REFUSAL, "拒", "不予受理通知书", intake.refusal_text, consequence=deliver_decision),
    PaperKind(PaperCode.SUPPLEMENT_NOTICE, "补", "补正告知书", supplements.notice_text),
    PaperKind(PaperCode.RETURN, "退", "退件通知书", supplements.return_text),
    PaperKind(
        PaperCode.NOT_IN_POWER,
        "辖",
        "不予受理通知书",
        intake.not_in_power_text,
        consequence=deliver_decision,
    ),
    PaperKind(PaperCode.NO_LICENCE_NEEDED, "免", "不受理告知书", intake.no_licence_needed_text),
    PaperKind(PaperCode.SITE_CHECK_RECORD, "核", "现场核查笔录", site_checks.record_text),
    PaperKind(PaperCode.PAYMENT_NOTICE, "缴", "缴费通知书", acceptance_papers.payment_text),
    PaperKind(PaperCode.TRANSFER, "转", "物料流转凭证", acceptance_papers.transfer_text),
    PaperKind(
        PaperCode.TERMINATION, "终", "终止办理告知书", endings.termination_text, consequence=deliver_decision
    ),
    PaperKind(
        PaperCode.FILING_RECORD,
        "备",
        "备案凭证",
        filings.record_text,
        consequence=deliver_decision,
        title_of=filings.record_title,
    ),
    PaperKind(
        PaperCode.GRANT,
        "准",
        "批准决定书",
        decisions.grant_text,
        consequence=deliver_decision,
        title_of=decisions.grant_title,
    ),
    PaperKind(
        PaperCode.DENIAL,
        "驳",
        "不予批准决定书",
        decisions.denial_text,
        consequence=deliver_decision,
        title_of=decisions.denial_title,
    ),
    PaperKind(PaperCode.DELIVERY_ADDRESS, "址", "送达地址确认书", delivery_texts.delivery_address_text),
    PaperKind(PaperCode.DELIVERY_RECEIPT, "达", "送达回证", delivery_texts.delivery_receipt_text),
    PaperKind(PaperCode.WITHDRAWAL, "回", "撤回申请确认书", delivery_texts.withdrawal_text),
    PaperKind(PaperCode.SPECIAL_PROCEDURE, "特", "特别程序告知书", clocks.procedure_text),
    PaperKind(PaperCode.EXTENSION, "延", "延长办理期限通知书", clocks.extension_text),
    PaperKind(PaperCode.DELAY, "逾", "逾期说明", clocks.delay_text),
    PaperKind(PaperCode.TOLERANT_ACCEPTANCE, "容", "容缺受理通知书", tolerance.tolerant_acceptance_text),
    PaperKind(PaperCode.COMMITMENT, "诺", "申请人承诺书", commitments.promise_text),
    PaperKind(PaperCode.CORRECTION_ORDER, "改", "责令限期改正通知书", commitments.correction_text),
    PaperKind(PaperCode.THIRD_PARTY_NOTICE, "利", "利害关系人告知书", hearing_notices.third_party_text),
    PaperKind(PaperCode.HEARING_NOTICE, "听", "听证权利告知书", hearing_notices.hearing_text),
    PaperKind(PaperCode.PRIOR_NOTICE, "告", "陈述申辩权利告知书", grant_ends.prior_notice_text),
    PaperKind(
        PaperCode.ANNULMENT,
        "撤",
        "撤销决定书",
        grant_ends.annulment_text,
        title_of=grant_ends.annulment_title,
    ),
    PaperKind(
        PaperCode.GRANT_WITHDRAWAL,
        "撤回",
        "撤回决定书",
        grant_ends.withdrawal_text,
        title_of=grant_ends.withdrawal_title,
    ),
    PaperKind(
        PaperCode.CANCELLATION,
        "销",
        "注销决定书",
        grant_ends.cancellation_text,
        title_of=grant_ends.cancellation_title,
    ),
)


def write_acceptance_papers(
    session: Session,
    case: Case,
    *,
    now: datetime,
    notice: PaperCode = PaperCode.ACCEPTANCE,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Create the acceptance notice, and what goes with it: fees to pay, materials from the window."""
    write_case_paper(session, case, notice, now=now, details=details)
    if acceptance_papers.fees_of(case):
        write_case_paper(session, case, PaperCode.PAYMENT_NOTICE, now=now)
    if case.application.channel is Channel.WINDOW:
        write_case_paper(session, case, PaperCode.TRANSFER, now=now)


def write_case_paper(
    session: Session,
    case: Case,
    kind: PaperCode,
    *,
    now: datetime,
    ordinal: int = 1,
    details: Mapping[str, Any] | None = None,
) -> CasePaper:
    """Create a paper that the case's agency issues; a job adds its number and file."""
    return write_paper(
        session,
        CasePaper,
        kind,
        case.id,
        issuer_code=case.agency_code,
        now=now,
        ordinal=ordinal,
        details=details,
    )

"""Texts of notice and commitment: the applicant's promise, and the order to correct a broken one."""

from dataclasses import replace
from datetime import date
from typing import Final

from services_hall.applications.delivery.result_delivery import deliver_paper
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.filing.promises import PromiseAuthentication
from services_hall.applications.models import CasePaper
from services_hall.applications.paper_texts.addressees import addressee_of, quoted
from services_hall.applications.paper_texts.parts import (
    APPLICANT_NOTE,
    case_text,
    chinese_day,
    chinese_minute,
    cited,
    sentence,
)
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing

AUTHENTICATIONS: Final = {
    PromiseAuthentication.SIGNED_IN: "申请人登录本人账号后在线确认",
    PromiseAuthentication.IN_PRESENCE: "申请人到场，窗口核对身份后确认",
    PromiseAuthentication.AGENCY_SYSTEM: "由提交申请的业务系统核对身份后确认",
}


def promise_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The promise that the applicant signed, to the agency: what was shown, when and how it was confirmed."""
    case, details = paper.case, paper.details or {}
    proof = AUTHENTICATIONS[PromiseAuthentication(details["authentication"])]
    text = case_text(paper, printing, str(details["text"]).split("\n"))
    return replace(
        text,
        addressee=case.agency.name,
        facts=[
            *text.facts,
            ("确认时间", chinese_minute(paper.written_at)),
            ("确认方式", proof),
            ("内容校验码（SHA-256）", str(details["sha256"])),
        ],
        letterhead="",
        signed_by=addressee_of(case),
        signature_note=APPLICANT_NOTE,
    )


def correction_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The order to correct, within a time, what does not agree with the commitment (责令限期改正通知书)."""
    case, details = paper.case, paper.details or {}
    until = chinese_day(date.fromisoformat(details["correct_until"]))
    commitment = case.application_item.edition.terms.commitment
    bases = {basis.key: cited(basis) for basis in case.application_item.edition.terms.legal_bases}
    law = details.get("article") or "、".join(
        bases[key] for key in (commitment.bases if commitment else ()) if key in bases
    )
    paragraphs = [
        f"你（单位）以告知承诺方式取得{quoted(case.item_name)}的准予决定后，本机关对承诺事项进行了核查，"
        f"发现下列情况与承诺内容不符：{sentence(details['finding'], '')}",
        f"{f'根据{law}的规定，' if law else ''}责令你（单位）于{until}前（含当日）改正。",
        "期限从送达起算，天数不变；期满再次核查。逾期不改正或者仍达不到要求的，依法撤销原准予决定，撤销前另行告知，"
        "你（单位）有权陈述、申辩。",
    ]
    return case_text(paper, printing, paragraphs, has_remedies=True)


KINDS: Final = (
    PaperKind(PaperCode.COMMITMENT, "诺", "申请人承诺书", promise_text),
    PaperKind(
        PaperCode.CORRECTION_ORDER, "改", "责令限期改正通知书", correction_text, consequence=deliver_paper
    ),
)

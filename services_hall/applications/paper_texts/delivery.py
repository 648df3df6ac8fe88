"""Texts of papers between the applicant and the agency: withdrawal and delivery."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from services_hall.applications.enumerations import DeliveryWay, PaperCode
from services_hall.applications.models import ApplicationPaper, CasePaper
from services_hall.applications.paper_texts.addressees import (
    addressed_to_third_party,
    applicant_of,
    as_record,
    quoted,
)
from services_hall.applications.paper_texts.parts import (
    APPLICANT_NOTE,
    case_text,
    chinese_day,
    chinese_minute,
    edition_line,
    facts,
    sentence,
)
from services_hall.clock import local_day
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing

WAYS: Final = {
    DeliveryWay.ELECTRONIC: "电子送达",
    DeliveryWay.WINDOW: "直接送达（窗口领取）",
    DeliveryWay.POST: "邮寄送达",
}
AGREEMENTS: Final = {
    DeliveryWay.ELECTRONIC: (
        "本人（单位）同意采用电子方式送达本次申请的文书和电子证照，并以到达上述页面之时为送达时间。",
        "申请行政复议、提起行政诉讼的期限，从送达之时起计算。",
    ),
    DeliveryWay.WINDOW: ("本人（单位）到办理窗口领取本次申请的文书和证件，以签收之时为送达时间。",),
    DeliveryWay.POST: ("本人（单位）同意按上述地址邮寄送达本次申请的文书和证件，以签收之时为送达时间。",),
}


def withdrawal_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The confirmation that the applicant withdrew a case before its decision."""
    paragraphs = [
        f"你（单位）撤回{quoted(paper.case.item_name)}的申请，本机关已经收到，自收到之时起不再办理，不作决定。"
    ]
    if reason := (paper.details or {}).get("reason"):
        paragraphs.append(f"撤回的原因：{sentence(reason, '')}")
    paragraphs.append("以后需要办理的，可以重新提出申请。")
    return case_text(paper, printing, paragraphs)


def delivery_address_text(paper: ApplicationPaper, printing: Printing) -> PaperText:
    """The applicant's confirmation of how and where papers are delivered (送达地址确认书)."""
    application, details = paper.application, paper.details or {}
    applicant, way = applicant_of(application), DeliveryWay(details["way"])
    rows = [("送达方式", WAYS[way])]
    if way is DeliveryWay.POST:
        rows.append(("送达地址", details["address"]))
    elif way is DeliveryWay.ELECTRONIC:
        rows.append(("送达地址", f"{printing.site_name}“我的”页面（{printing.base_url}/my/）"))
    rows += [("联系电话", application.phone or "未留"), ("确认时间", _minute_of(details["confirmed_at"]))]
    return PaperText(
        title=printing.title,
        number=printing.number,
        letterhead="",
        addressee=printing.site_name,
        facts=[("受送达人", applicant), *facts(application, None), *rows],
        paragraphs=[
            *AGREEMENTS[way],
            "送达方式或者地址有变化的，请及时告知办理部门；没有告知的，按本确认书送达。",
        ],
        table_head=(),
        table=(),
        remedies=(),
        signed_by=applicant,
        signature_note=APPLICANT_NOTE,
        signed_on=chinese_day(local_day(paper.written_at)),
        edition_line=edition_line(application.items),
        verify_url=printing.verify_url,
        is_demo=printing.is_demo,
    )


def delivery_receipt_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The record of a delivery at a window or by post (送达回证): what, to whom, how, when, by whom."""
    details = paper.details or {}
    way = DeliveryWay(details["way"])
    rows = [("送达方式", WAYS[way])]
    if details.get("address"):
        rows.append(("送达地址", details["address"]))
    if details.get("tracking_number"):
        rows.append(("邮件号", details["tracking_number"]))
    rows += [
        ("送达时间", _minute_of(details["delivered_at"])),
        ("签收人", details["receiver"]),
        ("送达人", details["deliverer"]),
    ]
    text = case_text(
        paper,
        printing,
        ["下列文书、证件已经送达受送达人。"],
        table_head=("送达的文书、证件", "编号"),
        table=details["delivered"],
    )
    if addressee := details.get("addressee"):
        text = addressed_to_third_party(text, paper.case, addressee)
    return as_record(replace(text, facts=[*text.facts, *rows]), "受送达人")


def _minute_of(instant: str) -> str:
    return chinese_minute(datetime.fromisoformat(instant))


KINDS: Final = (
    PaperKind(PaperCode.DELIVERY_ADDRESS, "址", "送达地址确认书", delivery_address_text),
    PaperKind(PaperCode.DELIVERY_RECEIPT, "达", "送达回证", delivery_receipt_text),
    PaperKind(PaperCode.WITHDRAWAL, "回", "撤回申请确认书", withdrawal_text),
)

"""Texts of the notices before a decision: to a third party, of the right to a hearing, of its day."""

from typing import Final

from services_hall.applications.delivery.result_delivery import deliver_paper
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import Case, CasePaper
from services_hall.applications.paper_details import HearingDateDetails, PriorNoticeDetails
from services_hall.applications.paper_texts.addressees import addressed_to_third_party, addressee_of, quoted
from services_hall.applications.paper_texts.parts import FROM_DELIVERY, case_text, chinese_day, sentence
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing


def third_party_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice to a third party whose major interests a licence touches (利害关系人告知书)."""
    case, details = paper.case, paper.details_as(PriorNoticeDetails)
    subject = sentence(details.facts, "")
    until = chinese_day(details.answer_until)
    paragraphs = [
        f"本机关正在审查{addressee_of(case)}申请的{quoted(case.item_name)}。"
        f"该事项直接关系你（单位）的重大利益：{subject}",
        f"根据{details.article}的规定，你（单位）有权陈述、申辩。请于{until}前（含当日）向本机关提出。"
        f"{FROM_DELIVERY}",
    ]
    return _to_whom_it_names(case_text(paper, printing, paragraphs), case, details.addressee)


def hearing_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice of the right to demand a hearing (听证权利告知书)."""
    case, details = paper.case, paper.details_as(PriorNoticeDetails)
    subject = sentence(details.facts, "")
    until = chinese_day(details.answer_until)
    paragraphs = [
        f"{_applicant(case, details.addressee)}申请办理的{quoted(case.item_name)}，"
        f"直接涉及申请人与他人之间的重大利益关系：{subject}",
        f"根据{details.article}的规定，作出决定前，你（单位）享有要求听证的权利。要求听证的，请于{until}前（含当日）"
        "向本机关提出；本告知书送达时距该日不足五个工作日的，自送达之日起五个工作日内提出。本机关不收取组织听证的费用；"
        "逾期未提出的，视为放弃该项权利。",
    ]
    return _to_whom_it_names(case_text(paper, printing, paragraphs), case, details.addressee)


def hearing_date_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice of the day and place of a hearing (听证通知书)."""
    case, details = paper.case, paper.details_as(HearingDateDetails)
    subject = sentence(details.facts, "")
    day = chinese_day(details.day)
    why = (
        "本机关根据《中华人民共和国行政许可法》第四十六条的规定，向社会公告并公开举行听证"
        if details.is_public
        else "本机关应要求举行听证"
    )
    paragraphs = [
        f"关于{_applicant(case, details.addressee)}申请办理的{quoted(case.item_name)}，{why}。"
        f"听证事项：{subject}",
        f"听证时间：{day} {details.time}",
        f"听证地点：{details.place}",
        "根据《中华人民共和国行政许可法》第四十八条的规定，你（单位）可以在听证中提出证据，并进行申辩和质证；认为听证主持人与"
        "该事项有直接利害关系的，有权申请其回避。听证制作笔录，交听证参加人确认无误后签字或者盖章；本机关根据听证笔录作出决定。",
        "你（单位）不承担本机关组织听证的费用。听证所需时间不计算在办理期限内（《中华人民共和国行政许可法》第四十五条）。",
    ]
    return _to_whom_it_names(case_text(paper, printing, paragraphs), case, details.addressee)


def _applicant(case: Case, addressee: str | None) -> str:
    """The applicant as the reader knows them: 你（单位） for themselves, the name for anybody else."""
    return addressee_of(case) if addressee else "你（单位）"


def _to_whom_it_names(text: PaperText, case: Case, addressee: str | None) -> PaperText:
    return addressed_to_third_party(text, case, addressee) if addressee else text


KINDS: Final = (
    PaperKind(
        PaperCode.THIRD_PARTY_NOTICE, "利", "利害关系人告知书", third_party_text, consequence=deliver_paper
    ),
    PaperKind(PaperCode.HEARING_NOTICE, "听", "听证权利告知书", hearing_text, consequence=deliver_paper),
    PaperKind(
        PaperCode.THIRD_PARTY_HEARING_NOTICE, "权", "听证权利告知书", hearing_text, consequence=deliver_paper
    ),
    PaperKind(PaperCode.HEARING_DATE, "通", "听证通知书", hearing_date_text, consequence=deliver_paper),
    PaperKind(
        PaperCode.THIRD_PARTY_HEARING_DATE, "知", "听证通知书", hearing_date_text, consequence=deliver_paper
    ),
)

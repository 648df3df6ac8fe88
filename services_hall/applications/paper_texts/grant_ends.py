"""Texts of the end of a grant: the prior notice, annulment, withdrawal and cancellation."""

from typing import Final

from guides.enumerations import ItemType
from guides.vocabulary import ITEM_TYPES
from services_hall.applications.delivery.result_delivery import deliver_paper
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.grounds.grant_bases import CancelGround
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseOutcome
from services_hall.applications.models import Case, CasePaper, NoticeKind
from services_hall.applications.paper_details import GrantEndDetails, HolderAnswer, PriorNoticeDetails
from services_hall.applications.paper_texts.addressees import quoted
from services_hall.applications.paper_texts.parts import FROM_DELIVERY, case_text, chinese_day, sentence
from services_hall.clock import local_day
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing

INTENDED: Final = {
    NoticeKind.ANNULMENT: "撤销",
    NoticeKind.GRANT_WITHDRAWAL: "撤回",
}
CANCEL_GROUNDS: Final = {
    CancelGround.HOLDER_REQUEST: "你（单位）申请注销",
    CancelGround.EXPIRED: "有效期届满未延续",
    CancelGround.DEATH_OR_DISSOLUTION: "取得人死亡或者丧失行为能力，或者法人、其他组织依法终止",
}
OBJECTS: Final = {ItemType.LICENCE: ITEM_TYPES[ItemType.LICENCE], ItemType.FILING: "备案"}
"""What a decision ends, in its title."""
HEARD: Final = {
    HolderAnswer.STATEMENT: "本机关已听取你（单位）的陈述、申辩，并进行了复核。",
    HolderAnswer.NO_STATEMENT: "你（单位）在告知的期限内没有提出陈述、申辩。",
}


def annulment_title(paper: CasePaper) -> str:
    """The title of the decision that annuls a grant."""
    return _title(paper, "撤销")


def withdrawal_title(paper: CasePaper) -> str:
    """The title of the decision that withdraws a grant."""
    return _title(paper, "撤回")


def cancellation_title(paper: CasePaper) -> str:
    """The title of the decision that cancels a grant."""
    return _title(paper, "注销")


def prior_notice_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice of an intended decision and of the right to be heard (陈述申辩权利告知书)."""
    case, details = paper.case, paper.details_as(PriorNoticeDetails)
    verb = INTENDED[details.kind]
    until = chinese_day(details.answer_until)
    law = "根据《中华人民共和国行政许可法》第七条的规定，" if _is_licence(case) else ""
    paragraphs = [
        f"关于{quoted(case.item_name)}{_decision(case)}，本机关查明：{sentence(details.facts, '')}",
        f"根据{details.article}的规定，本机关拟作出{verb}该{_what(case)}的决定。",
        f"{law}你（单位）有权陈述、申辩。请于{until}前（含当日）"
        "在网上办事大厅、任一综合窗口或者以书面形式向本机关提出；逾期未提出的，视为放弃该项权利。"
        f"{FROM_DELIVERY}",
    ]
    return case_text(paper, printing, paragraphs)


def annulment_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that annuls a grant (撤销决定书, 行政许可法 art. 69)."""
    fate = f"原{_what(paper.case)}自始不再有效，{_fate(paper.case)}{_bar(paper)}"
    return _end_text(paper, printing, "撤销", fate)


def withdrawal_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that withdraws a grant (撤回决定书, 行政许可法 art. 8)."""
    consequence = (
        "原决定自本决定送达之日起失效，所发证照同时注销。由此给你（单位）造成财产损失的，依法给予补偿。"
    )
    return _end_text(paper, printing, "撤回", consequence)


def cancellation_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that cancels a grant (注销决定书, 行政许可法 art. 70)."""
    details = paper.details_as(GrantEndDetails)
    ground = CANCEL_GROUNDS[details.ground or CancelGround.HOLDER_REQUEST]
    consequence = f"注销的情形：{ground}。所发证照同时注销，请停止使用。"
    return _end_text(paper, printing, "注销", consequence, ended=OBJECTS.get(_type_of(paper.case), "证照"))


def _fate(case: Case) -> str:
    """What becomes of the certificate: one that was only changed or renewed goes back to what it was."""
    if case.application.source_certificate is None:
        return "所发证照同时注销，请停止使用并交回。"
    return "证照恢复为作出该决定以前的内容，请停止使用按该决定换发的证照。"


def _bar(paper: CasePaper) -> str:
    """Until when no new application is possible after a licence obtained by fraud (行政许可法 art. 79)."""
    until = paper.details_as(GrantEndDetails).barred_until
    if until is None:
        return ""
    day = chinese_day(until)
    law = "《中华人民共和国行政许可法》第七十九条"
    return f"根据{law}的规定，至{day}止的三年内，你（单位）不得再次申请该行政许可。"


def _title(paper: CasePaper, verb: str) -> str:
    return f"{verb}{OBJECTS.get(_type_of(paper.case), '')}决定书"


def _end_text(
    paper: CasePaper, printing: Printing, verb: str, consequence: str, *, ended: str | None = None
) -> PaperText:
    """The decision that ends a grant; `ended` names what ends, where it is not the decision itself."""
    case, details = paper.case, paper.details_as(GrantEndDetails)
    subject = f"关于{quoted(case.item_name)}{_decision(case, details.decision)}"
    paragraphs = [
        f"{subject}，本机关查明：{sentence(details.reason, '')}",
        *([HEARD[details.heard]] if details.heard is not None else []),
        f"根据{details.article}的规定，决定{verb}上述{ended or _what(case)}。",
        consequence,
    ]
    return case_text(paper, printing, paragraphs, has_remedies=True)


def _type_of(case: Case) -> ItemType:
    return case.application_item.edition.terms.item_type


def _is_licence(case: Case) -> bool:
    return HANDLING[_type_of(case)].is_licensing


def _what(case: Case) -> str:
    return "备案" if case.outcome is CaseOutcome.RECORDED else "决定"


def _decision(case: Case, number: str = "") -> str:
    """The decision that ends, by its day and number."""
    day = chinese_day(local_day(case.decided_at)) if case.decided_at else ""
    what = "的备案" if case.outcome is CaseOutcome.RECORDED else "作出的准予决定"
    return f"（{day}{what}{'，' + number if number else ''}）"


KINDS: Final = (
    PaperKind(
        PaperCode.PRIOR_NOTICE,
        "告",
        "陈述申辩权利告知书",
        prior_notice_text,
        consequence=deliver_paper,
    ),
    PaperKind(
        PaperCode.ANNULMENT,
        "撤",
        "撤销决定书",
        annulment_text,
        title_of=annulment_title,
        consequence=deliver_paper,
    ),
    PaperKind(
        PaperCode.GRANT_WITHDRAWAL,
        "撤回",
        "撤回决定书",
        withdrawal_text,
        title_of=withdrawal_title,
        consequence=deliver_paper,
    ),
    PaperKind(
        PaperCode.CANCELLATION,
        "销",
        "注销决定书",
        cancellation_text,
        title_of=cancellation_title,
        consequence=deliver_paper,
    ),
)

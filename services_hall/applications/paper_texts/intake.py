"""Texts of the papers until acceptance: receipt, acceptance, refusal to accept."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from guides.enumerations import ItemType
from services_hall.applications.cases.case_notices import tell_of_receipt
from services_hall.applications.delivery.result_delivery import confirm_delivery_choice, deliver_decision
from services_hall.applications.enumerations import MetBy, PaperCode
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.models import ApplicationPaper, Case, CasePaper, Requirement
from services_hall.applications.paper_texts import words
from services_hall.applications.paper_texts.addressees import applicant_of, quoted
from services_hall.applications.paper_texts.parts import (
    MATERIALS_HEAD,
    RECEIVED,
    basis_clause,
    case_text,
    chinese_day,
    contact,
    deemed_sentence,
    due_clause,
    edition_line,
    facts,
    filed_sentence,
    materials,
    sentence,
    warning_lines,
)
from services_hall.applications.paper_texts.remedies import inaction_remedy
from services_hall.clock import local_day
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing

UNPRINTED: Final = re.compile(
    r"[^\x20-\x7e\u00c0-\u00ff\u2010-\u2026\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]"
)
"""Characters of a file's name for which the fonts of papers may have no letter, such as pictures."""


def receipt_title(paper: ApplicationPaper) -> str:
    """The title of the receipt; registrations have one of their own."""
    return words.receipt_title({item.edition.terms.item_type for item in paper.application.items})


def receipt_text(paper: ApplicationPaper, printing: Printing) -> PaperText:
    """The receipt of an application, with all its materials as they were when it was filed."""
    application = paper.application
    types = {item.edition.terms.item_type for item in application.items}
    missing = (paper.details or {}).get("missing", [])
    rows = {
        requirement.name: RECEIVED[MetBy.MISSING] if requirement.name in missing else _given(requirement)
        for item in application.items
        for requirement in item.requirements
    }
    return PaperText(
        title=printing.title,
        number=printing.number,
        addressee=applicant_of(application),
        facts=facts(application, None),
        paragraphs=[
            f"你（单位）提交的{quoted(application.name)}申请已经收到，系统记录的提交时间即为收到时间。",
            _handlers(application.cases),
            *_missing_paragraphs(missing, is_recorded=types == {ItemType.FILING}),
            _next_paper(types),
        ],
        table_head=MATERIALS_HEAD,
        table=list(rows.items()),
        remedies=(),
        signed_by=printing.site_name,
        signed_on=chinese_day(local_day(paper.written_at)),
        edition_line=edition_line(application.items),
        verify_url=printing.verify_url,
        is_demo=printing.is_demo,
        contact=contact(application.cases[0]) if len(application.cases) == 1 else (),
    )


def _given(requirement: Requirement) -> str:
    """How the material was given, with the name of each file as far as a paper can show it."""
    first = requirement.attachment
    words = RECEIVED[requirement.met_by]
    if first is None:
        return words
    return f"{words}：{'、'.join(UNPRINTED.sub('_', file.name) for file in first.group)}"


def _handlers(cases: Sequence[Case]) -> str:
    """Which body handles the application, or that several do."""
    if len(cases) == 1:
        return f"本次申请由{cases[0].agency.name}办理。"
    return f"本次申请分为{len(cases)}个办件，由各部门分别办理。"


def _next_paper(types: Collection[ItemType]) -> str:
    """What the receipt is not, and which paper follows it; a filing is recorded, never accepted."""
    if ItemType.FILING not in types:
        return "收件不等于受理；受理后另发受理通知书。"
    recorded = "备案材料收齐即予备案，另发备案凭证。"
    return recorded if types == {ItemType.FILING} else f"收件不等于受理；受理后另发受理通知书。{recorded}"


def _missing_paragraphs(missing: Sequence[str], *, is_recorded: bool) -> list[str]:
    if not missing:
        return []
    waits = "补齐以前不予备案" if is_recorded else "补齐以前不受理"
    return [
        f"提交时尚缺材料{len(missing)}份：{'、'.join(missing)}。"
        f"需要补正的，由办理部门一次告知全部内容和期限；{waits}。"
    ]


def acceptance_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that a case is accepted, its materials and the day of the decision (行政许可法 art. 32)."""
    case = paper.case
    return case_text(
        paper,
        printing,
        [_accepted(case), *_owed(paper), *filter(None, [due_clause(case), inaction_remedy(case)])],
        table_head=MATERIALS_HEAD,
        table=materials([case.application_item]),
    )


def _accepted(case: Case) -> str:
    filed = f"你（单位）于{chinese_day(case.filed_on)}提出{quoted(case.item_name)}申请"
    if case.is_deemed_accepted:
        return f"{filed}。{deemed_sentence(case)}"
    return f"{filed}，经审查，申请材料齐全、符合法定形式，现予受理。"


def _owed(paper: CasePaper) -> list[str]:
    """What was missing when the case counted as accepted: it can still be given, and a grant waits for it."""
    missing = (paper.details or {}).get("missing", ())
    if not missing:
        return []
    return [
        f"尚缺材料{len(missing)}份：{'、'.join(missing)}。请在本机关作出决定以前补交，"
        "可以网上提交，也可以到任一综合窗口提交；补齐以前不作出准予的决定。"
    ]


def refusal_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that a case is not accepted, with reason, article and remedies (行政许可法 arts. 32, 38)."""
    case = paper.case
    paragraphs = [
        f"{filed_sentence(case)}。经审查，{sentence(case.reason, '不符合受理条件')}",
        f"{basis_clause(case)}本机关决定不予受理。",
        *warning_lines(paper.details or {}),
    ]
    return case_text(paper, printing, paragraphs, has_remedies=True)


def not_in_power_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that another body, named here, is in power (行政许可法 art. 32(2))."""
    case = paper.case
    body = (paper.details or {}).get("body", "")
    paragraphs = [
        _examined(case),
        f"{_licensing_law(case, '第二项')}该事项依法不属于本机关职权范围，本机关决定不予受理。",
        f"请向有权办理的机关申请：{body}。",
    ]
    return case_text(paper, printing, paragraphs, has_remedies=True)


def no_licence_needed_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that the matter needs no licence (行政许可法 art. 32(1))."""
    case = paper.case
    paragraphs = [
        _examined(case),
        f"{_licensing_law(case, '第一项')}该事项依法不需要取得行政许可，现告知不受理。",
    ]
    return case_text(paper, printing, paragraphs, has_remedies=True)


def _examined(case: Case) -> str:
    """When the applicant applied for what, and the officer's reason where there is one."""
    found = sentence(case.reason, "") if case.reason else ""
    return f"{filed_sentence(case)}。{f'经审查，{found}' if found else ''}"


def _licensing_law(case: Case, number: str) -> str:
    """根据…: the law on acceptance, for licences."""
    is_licence = HANDLING[case.application_item.edition.terms.item_type].is_licensing
    return f"根据《中华人民共和国行政许可法》第三十二条第一款{number}的规定，" if is_licence else ""


def follow_receipt(session: Session, receipt: ApplicationPaper, *, now: datetime) -> None:
    """What follows when the receipt is made: the paper about the delivery, and a notice."""
    confirm_delivery_choice(session, receipt, now=now)
    tell_of_receipt(session, receipt, now=now)


KINDS: Final = (
    PaperKind(
        PaperCode.RECEIPT,
        "收",
        "接收回执",
        receipt_text,
        consequence=follow_receipt,
        title_of=receipt_title,
    ),
    PaperKind(PaperCode.ACCEPTANCE, "受", "受理通知书", acceptance_text),
    PaperKind(PaperCode.REFUSAL, "拒", "不予受理通知书", refusal_text, consequence=deliver_decision),
    PaperKind(
        PaperCode.NOT_IN_POWER,
        "辖",
        "不予受理通知书",
        not_in_power_text,
        consequence=deliver_decision,
    ),
    PaperKind(
        PaperCode.NO_LICENCE_NEEDED,
        "免",
        "不受理告知书",
        no_licence_needed_text,
        consequence=deliver_decision,
    ),
)

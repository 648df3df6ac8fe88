"""The texts of the papers of applications and cases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from guides.enumerations import StepKind, Unit
from guides.terms import short_hash
from guides.vocabulary import period_text
from services_hall.applications.enumerations import MetBy
from services_hall.applications.models import Application, ApplicationItem, ApplicationPaper, Case, CasePaper
from services_hall.clock import local_day, local_time
from services_hall.documents.texts import PaperText, Printing

MET_BY: Final = {
    MetBy.FILE: "已收电子文件",
    MetBy.CERTIFICATE: "免提交（电子证照库核验）",
    MetBy.THIS_APPLICATION: "免提交（本次申请内办理）",
    MetBy.SEEN: "窗口已核验原件",
}
TABLE_HEAD: Final = ("材料", "收取情况")


def receipt_text(paper: ApplicationPaper, printing: Printing) -> PaperText:
    """The receipt of an application, with all its materials."""
    application = paper.application
    rows = {
        requirement.name: MET_BY[requirement.met_by]
        for item in application.items
        for requirement in item.requirements
    }
    return PaperText(
        title=printing.title,
        number=printing.number,
        addressee=application.holder_name,
        facts=_facts(application, None),
        paragraphs=[
            f"您提交的申请（{application.name}）已经收到，系统记录的提交时间即为收到时间。",
            f"本次申请分为 {len(application.cases)} 个办件，由各部门分别办理。",
            "收件不等于受理；受理后另发受理通知书。",
        ],
        table_head=TABLE_HEAD,
        table=list(rows.items()),
        remedies=(),
        signed_by=printing.site_name,
        signed_on=chinese_day(local_day(paper.written_at)),
        edition_line=_edition_line(application.items),
        verify_url=printing.verify_url,
        is_demo=printing.is_demo,
    )


def acceptance_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that a case is accepted, with its materials."""
    case = paper.case
    text = _case_text(
        paper, printing, [f"您申请的“{case.item_name}”，申请材料齐全、符合法定形式，现予受理。"]
    )
    rows = [(one.name, MET_BY[one.met_by]) for one in case.application_item.requirements]
    return replace(text, table_head=TABLE_HEAD, table=rows)


def refusal_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that a case is not accepted, with the reason and the remedies."""
    case = paper.case
    text = _case_text(
        paper, printing, [f"您申请的“{case.item_name}”，不予受理。", f"理由：{case.reason or ''}"]
    )
    return replace(text, remedies=_remedies(case))


def denial_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that denies, with the reason and the remedies."""
    case = paper.case
    text = _case_text(
        paper, printing, [f"您申请的“{case.item_name}”，经审查，决定不予批准。", f"理由：{case.reason or ''}"]
    )
    return replace(text, remedies=_remedies(case))


def grant_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that grants."""
    return _case_text(paper, printing, _grant_paragraphs(paper.case))


def _case_text(paper: CasePaper, printing: Printing, paragraphs: Sequence[str]) -> PaperText:
    case = paper.case
    return PaperText(
        title=printing.title,
        number=printing.number,
        addressee=case.application.holder_name,
        facts=_facts(case.application, case),
        paragraphs=paragraphs,
        table_head=(),
        table=(),
        remedies=(),
        signed_by=case.agency.name,
        signed_on=chinese_day(local_day(paper.written_at)),
        edition_line=_edition_line([case.application_item]),
        verify_url=printing.verify_url,
        is_demo=printing.is_demo,
    )


def chinese_day(day: date) -> str:
    """2026年11月23日"""
    return f"{day.year}年{day.month}月{day.day}日"


def _minute(instant: datetime) -> str:
    local = local_time(instant)
    return f"{chinese_day(local.date())} {local:%H:%M}"


def _facts(application: Application, case: Case | None) -> list[tuple[str, str]]:
    facts = [("申请编号", application.number), ("申请事项", application.name)]
    if case is not None:
        facts += [("办件编号", case.number), ("办理事项", case.item_name), ("办理部门", case.agency.name)]
    facts.append(("提交时间", _minute(application.filed_at)))
    if case is not None and case.accepted_at is not None:
        facts.append(("受理时间", _minute(case.accepted_at)))
    if case is not None and case.decision_due_on is not None:
        facts.append(("承诺办结日", _due(case)))
    return facts


def _due(case: Case) -> str:
    assert case.decision_due_on is not None  # noqa: S101 - checked by the caller
    limit = period_text(case.limit_amount or 0, case.limit_unit or Unit.WORKING_DAY)
    counted = f"自受理次日起{limit}" if case.limit_amount else f"{limit}决定"
    doubt = "，该年放假安排尚未公布，届时以公布为准" if case.is_due_provisional else ""
    return f"{chinese_day(case.decision_due_on)}（{counted}{doubt}）"


def _grant_paragraphs(case: Case) -> list[str]:
    terms = case.application_item.edition.terms
    text = [f"您申请的“{case.item_name}”，经审查符合规定条件，决定予以批准。"]
    if case.is_by_commitment:
        check = next((step for step in case.steps if step.kind is StepKind.AFTER_CHECK and step.due_on), None)
        text = [f"您申请的“{case.item_name}”，依据您作出的承诺，当场决定予以批准。"]
        if check is not None and check.due_on is not None:
            consequence = terms.commitment.consequence if terms.commitment is not None else ""
            text.append(f"本部门将于{chinese_day(check.due_on)}前核查。{consequence}")
    result = terms.result
    if result.certificate_type:
        text.append(f"所发《{result.name}》为电子证照，已存入电子证照库，可在“我的证照”下载、出示。")
    if case.reason:
        text.append(f"说明：{case.reason}")
    return text


def _remedies(case: Case) -> list[str]:
    remedies = case.application_item.edition.terms.remedies
    reconsideration, lawsuit = remedies.reconsideration, remedies.lawsuit
    ways = []
    if reconsideration:
        ways.append(f"自收到本文书之日起 {reconsideration.days} 日内向{reconsideration.to}申请行政复议")
    if lawsuit:
        ways.append(f"自收到本文书之日起 {lawsuit.months} 个月内向{lawsuit.to}提起行政诉讼")
    return [f"如不服本决定，可以{'；也可以'.join(ways)}。"] if ways else []


def _edition_line(items: Sequence[ApplicationItem]) -> str:
    return "；".join(
        f"{item.edition.terms.short_name or item.edition.terms.name} 第 {item.edition.number} 版"
        f" {short_hash(item.edition.sha256)}"
        for item in items
    )

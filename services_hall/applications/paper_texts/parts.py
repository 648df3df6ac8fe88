"""Parts that the papers of applications and cases share: facts, materials, remedies, editions, days."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from guides.enumerations import Unit
from guides.terms import short_hash
from guides.vocabulary import period_text
from services_hall.applications.enumerations import MetBy
from services_hall.applications.models import Application, ApplicationItem, Case, CasePaper
from services_hall.clock import local_day, local_time
from services_hall.documents.texts import PaperText, Printing

MET_BY: Final = {
    MetBy.FILE: "已收电子文件",
    MetBy.CERTIFICATE: "免提交（电子证照库核验）",
    MetBy.THIS_APPLICATION: "免提交（本次申请内办理）",
    MetBy.SEEN: "窗口已核验原件",
    MetBy.MISSING: "尚缺",
}
MATERIALS_HEAD: Final = ("材料", "收取情况")


def case_text(
    paper: CasePaper,
    printing: Printing,
    paragraphs: Sequence[str],
    *,
    table_head: Sequence[str] = (),
    table: Sequence[Sequence[str]] = (),
    has_remedies: bool = False,
) -> PaperText:
    """The text of a paper that the case's agency issues: the paragraphs between its usual parts."""
    case = paper.case
    return PaperText(
        title=printing.title,
        number=printing.number,
        addressee=case.application.holder_name,
        facts=facts(case.application, case),
        paragraphs=paragraphs,
        table_head=table_head,
        table=table,
        remedies=remedies(case) if has_remedies else (),
        signed_by=case.agency.name,
        signed_on=chinese_day(local_day(paper.written_at)),
        edition_line=edition_line([case.application_item]),
        verify_url=printing.verify_url,
        is_demo=printing.is_demo,
    )


def chinese_day(day: date) -> str:
    """2026年11月23日"""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_minute(instant: datetime) -> str:
    """2026年11月23日 09:30, in local time"""
    local = local_time(instant)
    return f"{chinese_day(local.date())} {local:%H:%M}"


def facts(application: Application, case: Case | None) -> list[tuple[str, str]]:
    """Rows that identify an application, and one of its cases with its times."""
    rows = [("申请编号", application.number), ("申请事项", application.name)]
    if case is not None:
        rows += [("办件编号", case.number), ("办理事项", case.item_name), ("办理部门", case.agency.name)]
    rows.append(("提交时间", chinese_minute(application.filed_at)))
    if case is not None and case.accepted_at is not None:
        rows.append(("受理时间", chinese_minute(case.accepted_at)))
    if case is not None and case.decision_due_on is not None:
        rows.append(("承诺办结日", _due(case)))
    return rows


def _due(case: Case) -> str:
    assert case.decision_due_on is not None  # noqa: S101 - checked by the caller
    limit = period_text(case.limit_amount or 0, case.limit_unit or Unit.WORKING_DAY)
    counted = f"自受理次日起{limit}" if case.limit_amount else f"{limit}决定"
    doubt = "，该年放假安排尚未公布，届时以公布为准" if case.is_due_provisional else ""
    return f"{chinese_day(case.decision_due_on)}（{counted}{doubt}）"


def remedies(case: Case) -> list[str]:
    """What can be done against the decision, as paragraphs (行政许可法 art. 38)."""
    terms = case.application_item.edition.terms.remedies
    reconsideration, lawsuit = terms.reconsideration, terms.lawsuit
    ways = []
    if reconsideration:
        ways.append(f"自收到本文书之日起 {reconsideration.days} 日内向{reconsideration.to}申请行政复议")
    if lawsuit:
        ways.append(f"自收到本文书之日起 {lawsuit.months} 个月内向{lawsuit.to}提起行政诉讼")
    return [f"如不服本决定，可以{'；也可以'.join(ways)}。"] if ways else []


def edition_line(items: Sequence[ApplicationItem]) -> str:
    """The editions of the guides on which the paper rests."""
    return "；".join(
        f"{item.edition.terms.short_name or item.edition.terms.name} 第 {item.edition.number} 版"
        f" {short_hash(item.edition.sha256)}"
        for item in items
    )

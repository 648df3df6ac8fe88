"""Parts that the papers of applications and cases share: facts, legal basis, materials, contact, editions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from guides.enumerations import LimitStart, Unit
from guides.terms import LegalBasis, short_hash
from guides.validation import item_bases
from guides.vocabulary import period_text
from services_hall.applications.enumerations import MetBy
from services_hall.applications.grounds.decision_grounds import named_basis
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.models import Application, ApplicationItem, ApplicationParty, Case, CasePaper
from services_hall.applications.paper_texts.addressees import addressee_of, quoted
from services_hall.applications.paper_texts.remedies import remedies
from services_hall.applications.vocabulary import CAPACITIES, MANDATE_ACTS, MET_BY
from services_hall.clock import local_day, local_time
from services_hall.documents.texts import PaperText, Printing
from services_hall.identity.capacities import MANDATED, Evidence

RECEIVED: Final = {**MET_BY, MetBy.MISSING: "尚缺"}
"""How a receipt says that a material was received, or is missing."""
MOVES_CLOCK: Final = frozenset({CaseAction.PAUSE, CaseAction.EXTEND})
"""Actions after which a due day no longer follows from the limit alone."""
MATERIALS_HEAD: Final = ("材料", "收取情况")
APPLICANT_NOTE: Final = "（申请人确认）电子签名作技术证明，由本平台附加"
"""Under the signature of an applicant."""
SIGNATURE: Final = "＿＿＿＿＿＿＿＿"
"""Room for a signature."""
WHOLE_TEXT: Final = "全文"
"""What an editor writes as the article of a basis that is named without one."""
FROM_DELIVERY: Final = "送达晚于出具之日的，期限从送达起算，天数不变。"
"""What a notice says whose period starts with its delivery."""


def case_text(
    paper: CasePaper,
    printing: Printing,
    paragraphs: Sequence[str],
    *,
    table_head: Sequence[str] = (),
    table: Sequence[Sequence[str]] = (),
    has_remedies: bool = False,
) -> PaperText:
    """The text of a paper that the case's agency issues: the paragraphs between its usual parts.

    The paragraphs say the facts, the legal basis, what is decided, limits and duties, in this order; they
    address 你（单位）. A paper that burdens the applicant has remedies (行政许可法 art. 38).
    """
    case = paper.case
    return PaperText(
        title=printing.title,
        number=printing.number,
        addressee=addressee_of(case),
        facts=facts(case.application, case),
        paragraphs=paragraphs,
        table_head=table_head,
        table=table,
        remedies=remedies(case) if has_remedies else (),
        contact=contact(case),
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
    """Rows that identify an application, and one of its cases, each with its time; a name stands once."""
    rows = [("申请编号", application.number), ("提交时间", chinese_minute(application.filed_at))]
    if case is None or case.item_name != application.name:
        rows.append(("申请事项", application.name))
    if case is not None:
        rows.append(("办件编号", case.number))
        if case.accepted_at is not None:
            rows.append(("受理时间", chinese_minute(case.accepted_at)))
        rows.append(("办理事项", case.item_name))
    if trader := application.sole_trader:
        rows.append(("个体工商户", f"{trader.name}（统一社会信用代码 {trader.code}）"))
    if application.agent is not None:
        rows.append(("代办人", _agent_words(application.agent)))
    return rows


def _agent_words(agent: ApplicationParty) -> str:
    """Who acted, in what capacity, and by what mandate; one on paper with its last day (民法典 art. 165)."""
    mandate = agent.mandate
    if mandate is None:
        is_given_here = agent.evidence is Evidence.CONFIRMED and agent.capacity in MANDATED
        return f"{agent.name}（{CAPACITIES[agent.capacity]}{'；申请人在网上授权' if is_given_here else ''}）"
    acts = "、".join(words for act, words in MANDATE_ACTS.items() if act in mandate.acts)
    until = "" if mandate.ends_on is None else f"，至{chinese_day(mandate.ends_on)}"
    return f"{agent.name}（{CAPACITIES[agent.capacity]}；授权委托书：{acts}{until}）"


def filed_sentence(case: Case) -> str:
    """The facts that begin a sentence: when the applicant applied for what, and when it was accepted."""
    filed = f"你（单位）于{chinese_day(case.filed_on)}提出{quoted(case.item_name)}申请"
    if case.accepted_at is None:
        return filed
    return f"{filed}，本机关于{chinese_day(local_day(case.accepted_at))}受理"


def sentence(text: str | None, otherwise: str) -> str:
    """The officer's words as a whole sentence; `otherwise` where there are none."""
    words = (text or "").strip() or otherwise
    return words if words.endswith(("。", "！", "？")) else f"{words}。"


def basis_of(case: Case, key: str | None = None) -> LegalBasis | None:
    """The basis that the officer chose, the one of this key, or else the first basis of the item."""
    terms = case.application_item.edition.terms
    return named_basis(terms, key or case.basis_key) or next(iter(item_bases(terms)), None)


def cited(basis: LegalBasis) -> str:
    """《中华人民共和国食品安全法》第三十五条; a basis without article with its number instead."""
    if basis.article and basis.article != WHOLE_TEXT:
        return f"《{basis.law}》{basis.article}"
    return f"《{basis.law}》（{basis.number}）" if basis.number else f"《{basis.law}》"


def basis_clause(case: Case, key: str | None = None) -> str:
    """根据《…》第…条的规定， — or an empty text for an item that names no basis."""
    basis = basis_of(case, key)
    return f"根据{cited(basis)}的规定，" if basis is not None else ""


def supplement_law(case: Case) -> str:
    """根据…: the law on supplements, for licences 行政许可法 art. 32(4), otherwise the guide's own basis."""
    terms = case.application_item.edition.terms
    if HANDLING[terms.item_type].is_licensing:
        return "根据《中华人民共和国行政许可法》第三十二条第一款第四项"
    key = terms.supplement.basis if terms.supplement is not None else None
    basis = next((one for one in terms.legal_bases if one.key == key), None)
    return f"根据{cited(basis)}" if basis is not None else "根据办事指南"


def due_clause(case: Case) -> str | None:
    """Until when the agency decides, with how this day is counted; None before a clock runs."""
    if case.decision_due_on is None:
        return None
    limit = period_text(case.limit_amount or 0, case.limit_unit or Unit.WORKING_DAY)
    counted = f"自{start_event(case)}次日起{limit}" if case.limit_amount else f"{limit}决定"
    if any(event.action in MOVES_CLOCK for event in case.events):
        counted = "已按特别程序、延长期限重新计算"
    doubt = "，该年放假安排尚未公布，届时以公布为准" if case.is_due_provisional else ""
    return f"本机关将于{chinese_day(case.decision_due_on)}前作出决定（{counted}{doubt}）。"


def deemed_sentence(case: Case) -> str:
    """Why the case counts as accepted since its receipt (行政许可法 art. 32(4))."""
    assert case.accepted_at is not None  # noqa: S101 - set with the mark
    day = chinese_day(local_day(case.accepted_at))
    return f"本机关没有在期限内告知补正，{supplement_law(case)}，自{day}收到申请材料之日起即为受理。"


def start_event(case: Case) -> str:
    """What the decision limit of the case starts with: 收件 or 受理."""
    limits = case.application_item.edition.terms.limits
    at_once = case.is_deemed_accepted or case.is_by_commitment
    runs_from_receipt = at_once or limits.starts_with is LimitStart.RECEIPT
    return "收件" if runs_from_receipt else "受理"


def warning_lines(details: Mapping[str, Any]) -> list[str]:
    """The warning because of false papers, and until when nothing new is possible (行政许可法 art. 78)."""
    if not details.get("false_papers"):
        return []
    law = "《中华人民共和国行政许可法》第七十八条"
    lines = [f"你（单位）隐瞒有关情况或者提供虚假材料。根据{law}的规定，给予警告。"]
    if until := details.get("barred_until"):
        lines.append(
            f"至{chinese_day(date.fromisoformat(until))}止的一年内，你（单位）不得再次申请该行政许可。"
        )
    return lines


def materials(items: Sequence[ApplicationItem]) -> list[tuple[str, str]]:
    """Rows of all materials, each once, and how they were met."""
    rows = {
        requirement.name: RECEIVED[requirement.met_by] for item in items for requirement in item.requirements
    }
    return list(rows.items())


def contact(case: Case) -> list[str]:
    """How the applicant reaches the agency; only what the catalogue knows of it."""
    place = case.implementation
    lines = (
        ("联系地址", place.address),
        ("咨询电话", place.enquiry_phone),
        ("投诉电话", place.complaint_phone),
    )
    return [f"{label}：{value}" for label, value in lines if value]


def edition_line(items: Sequence[ApplicationItem]) -> str:
    """The editions of the guides on which the paper rests."""
    return "；".join(
        f"{item.edition.terms.short_name or item.edition.terms.name} 第 {item.edition.number} 版"
        f" {short_hash(item.edition.sha256)}"
        for item in items
    )

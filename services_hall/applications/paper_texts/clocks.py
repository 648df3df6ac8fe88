"""Texts of the papers about the clock of a case: special procedure, extension, delay."""

from typing import Final

from guides.terms import LegalBasis
from guides.vocabulary import period_text
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.models import CasePaper
from services_hall.applications.paper_details import DelayDetails, ExtensionDetails, ProcedureDetails
from services_hall.applications.paper_texts.addressees import quoted
from services_hall.applications.paper_texts.parts import basis_of, case_text, chinese_day, cited, sentence
from services_hall.applications.paper_texts.remedies import inaction_remedy
from services_hall.applications.vocabulary import PROCEDURES
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing


def procedure_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that a special procedure begins, how long it takes, and that its time does not count."""
    details = paper.details_as(ProcedureDetails)
    name = PROCEDURES[details.kind]
    basis = "根据《中华人民共和国行政许可法》第四十五条，" if _is_licence(paper) else ""
    begun_on, until = chinese_day(details.begun_on), chinese_day(details.planned_until)
    return case_text(
        paper,
        printing,
        [
            f"你（单位）申请的{quoted(paper.case.item_name)}，在办理中依法需要{name}。"
            f"理由：{sentence(details.reason, '')}",
            f"{name}自{begun_on}开始，预计到{until}结束。{basis}所需时间不计算在办理期限内。",
            f"{name}结束后，办理期限继续计算；实际结束日期与预计不同的，办结日相应变动。",
        ],
    )


def extension_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The notice that the decision limit is extended, by whose approval, why, and until when."""
    details = paper.details_as(ExtensionDetails)
    length = period_text(details.amount, details.unit)
    basis = _extension_basis(paper)
    return case_text(
        paper,
        printing,
        [
            f"你（单位）申请的{quoted(paper.case.item_name)}，不能在原定期限内作出决定。"
            f"理由：{sentence(details.reason, '')}",
            f"{basis}经{_approver(details.approval)}批准，办理期限延长{length}，至{chinese_day(details.due_on)}。",
        ],
    )


def delay_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The reason why the decision, or the card, was not there on the promised day."""
    details = paper.details_as(DelayDetails)
    met_on = details.met_on
    return case_text(
        paper,
        printing,
        [
            f"你（单位）申请的{quoted(paper.case.item_name)}，"
            f"本机关承诺于{chinese_day(details.due_on)}前办结，未能如期办结。",
            f"原因：{sentence(details.reason, '')}",
            f"本机关{f'已于{chinese_day(met_on)}办结' if met_on else '将尽快办结'}。"
            "对逾期办理有意见的，可以向本机关反映。",
            *filter(None, [None if met_on else inaction_remedy(paper.case)]),
        ],
    )


def _approver(approval: str | None) -> str:
    return f"本级人民政府负责人（{approval}）" if approval else "本机关负责人"


def _extension_basis(paper: CasePaper) -> str:
    extension = paper.case.application_item.edition.terms.limits.extension
    basis: LegalBasis | None = None
    if extension is not None and extension.basis is not None:
        basis = basis_of(paper.case, extension.basis)
    if basis is not None:
        return f"根据{cited(basis)}，"
    return "根据《中华人民共和国行政许可法》第四十二条，" if _is_licence(paper) else ""


def _is_licence(paper: CasePaper) -> bool:
    return HANDLING[paper.case.application_item.edition.terms.item_type].is_licensing


KINDS: Final = (
    PaperKind(PaperCode.SPECIAL_PROCEDURE, "特", "特别程序告知书", procedure_text),
    PaperKind(PaperCode.EXTENSION, "延", "延长办理期限通知书", extension_text),
    PaperKind(PaperCode.DELAY, "逾", "逾期说明", delay_text),
)

"""Text of the proof that a filing was recorded (备案凭证)."""

from typing import Final

from services_hall.applications.delivery.result_delivery import deliver_decision
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import CasePaper
from services_hall.applications.paper_texts.addressees import quoted
from services_hall.applications.paper_texts.decisions import result_lines
from services_hall.applications.paper_texts.parts import basis_clause, case_text, chinese_day
from services_hall.applications.paper_texts.words import decision_words
from services_hall.clock import local_day
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing


def record_title(paper: CasePaper) -> str:
    """The title of the proof, in the words of the guide where it has its own."""
    return decision_words(paper.case.application_item.edition.terms).grant_title


def record_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The proof of a filing: given on receipt, without examination (优化营商环境条例 art. 39)."""
    case = paper.case
    verb = decision_words(case.application_item.edition.terms).grant
    received_on = chinese_day(local_day(case.received_at or paper.written_at))
    paragraphs = [
        f"你（单位）报送的{quoted(case.item_name)}备案材料，本机关于{received_on}收齐。{basis_clause(case)}现{verb}。",
        "本凭证证明上述材料已经报送备案。备案不是行政许可，本机关没有对材料作实质审查；"
        "报送的材料应当真实，以后核查发现不真实的，依法处理。",
        *result_lines(case),
    ]
    return case_text(paper, printing, paragraphs)


KINDS: Final = (
    PaperKind(
        PaperCode.FILING_RECORD,
        "备",
        "备案凭证",
        record_text,
        consequence=deliver_decision,
        title_of=record_title,
    ),
)

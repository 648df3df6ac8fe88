"""Text of the record of an on-site verification."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services_hall.applications.enumerations import PaperCode
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.models import CasePaper
from services_hall.applications.paper_texts.addressees import as_record, quoted
from services_hall.applications.paper_texts.parts import SIGNATURE, case_text, chinese_day, sentence
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing


def record_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The record of the verification: day, place, officers, findings, result, room for signatures.

    The day of the visit and that of the record are two; records written before knew only one.
    """
    details = paper.details or {}
    day = chinese_day(date.fromisoformat(details["day"]))
    officers: list[str] = details["officers"]
    unsigned = details.get("unsigned_reason")
    written_on = details.get("recorded_on")
    recorded = [f"记录时间：{chinese_day(date.fromisoformat(written_on))}"] if written_on else []
    result = "符合" if details["is_passed"] else "不符合"
    is_licence = HANDLING[paper.case.application_item.edition.terms.item_type].is_licensing
    law = "根据《中华人民共和国行政许可法》第三十四条，" if is_licence else ""
    paragraphs = [
        f"{law}本机关指派{'、'.join(officers)}，"
        f"于{day}对被核查人申请的{quoted(paper.case.item_name)}进行现场核查。",
        f"核查地点：{details['place']}",
        f"核查情况：{sentence(details['record'], '')}",
        f"核查结果：{result}规定条件。",
        *recorded,
    ]
    text = replace(case_text(paper, printing, paragraphs), signature_lines=_signatures(officers, unsigned))
    return as_record(text, "被核查人")


def _signatures(officers: Sequence[str], unsigned_reason: str | None) -> list[str]:
    """Room for the officers and for the party, who may object; or why the party did not sign."""
    of_officers = [f"核查人员（签名）：{officer}{SIGNATURE}" for officer in officers]
    if unsigned_reason:
        return [*of_officers, f"被核查人一方没有签名，原因：{sentence(unsigned_reason, '')}由核查人员记明。"]
    return [
        f"被核查人或者其代表的意见：{SIGNATURE}{SIGNATURE}",
        f"被核查人或者其代表（签名、日期）：{SIGNATURE}",
        *of_officers,
    ]


KINDS: Final = (PaperKind(PaperCode.SITE_CHECK_RECORD, "核", "现场核查笔录", record_text),)

"""Examples of the data that papers keep for their texts, and all kinds of papers rendered from them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import ApplicationPaper, Case
from services_hall.applications.papers import KINDS, write_case_paper
from services_hall.clock import utc_now
from services_hall.documents.paper_records import write_paper
from services_hall.documents.texts import PaperText, Printing

DETAILS: Final[Mapping[str, Mapping[str, Any]]] = {
    PaperCode.RECEIPT: {"missing": ["营业执照"]},
    PaperCode.SUPPLEMENT_NOTICE: {
        "demands": [
            ["经营布局图", "看不清尺寸", "请重新拍照，标明尺寸"],
            ["经营场所使用证明", "租赁合同缺少签名页", "请补充签名页"],
        ],
        "due_on": "2026-12-18",
    },
    PaperCode.RETURN: {"due_on": "2026-12-18", "missing": ["经营布局图"]},
    PaperCode.NOT_IN_POWER: {"body": "武汉市市场监督管理局"},
    PaperCode.TERMINATION: {"reason": "没有在承诺的期限内补齐容缺的材料。"},
    PaperCode.SITE_CHECK_RECORD: {
        "day": "2026-12-02",
        "recorded_on": "2026-12-03",
        "officers": ["陈演示", "周演示"],
        "place": "武汉市江岸区演示路1号（演示地址）",
        "record": "场所整洁，设施与申报一致。",
        "is_passed": True,
    },
    PaperCode.SPECIAL_PROCEDURE: {
        "kind": "expert_review",
        "begun_on": "2026-12-01",
        "planned_until": "2026-12-11",
        "reason": "设备布局需要专家评审。",
    },
    PaperCode.EXTENSION: {
        "amount": 5,
        "unit": "working_day",
        "reason": "现场核查需要再次进行。",
        "due_on": "2026-12-18",
    },
    PaperCode.DELAY: {"due_on": "2026-12-04", "reason": "核查人员临时调整。"},
    PaperCode.TOLERANT_ACCEPTANCE: {
        "supply_until": "2026-12-03",
        "materials": [["食品安全规章制度目录清单", "3个工作日"], ["操作流程说明", "3个工作日"]],
    },
    PaperCode.COMMITMENT: {
        "text": "行政机关告知的内容（营业前消防安全检查）：\n应当具备的条件：场所符合消防技术标准。\n"
        "申请人的承诺：\n本单位已知晓全部告知事项。",
        "sha256": "7f3a9c21" * 8,
        "authentication": "signed_in",
    },
    PaperCode.CORRECTION_ORDER: {"finding": "疏散通道被占用", "correct_until": "2026-12-18"},
    PaperCode.PRIOR_NOTICE: {
        "kind": "annulment",
        "facts": "逾期没有改正，疏散通道仍被占用",
        "article": "《中华人民共和国消防法》第五十八条",
        "answer_until": "2026-12-18",
    },
    PaperCode.THIRD_PARTY_NOTICE: {
        "kind": "third_party",
        "addressee": "江岸区演示路2号住户",
        "answer_until": "2026-12-10",
        "facts": "经营场所的排烟口朝向你（单位）的住房。",
        "article": "《中华人民共和国行政许可法》第三十六条",
    },
    PaperCode.HEARING_NOTICE: {
        "kind": "hearing",
        "addressee": "江岸区演示路2号住户",
        "answer_until": "2026-12-10",
        "facts": "经营场所的排烟口朝向他人住房。",
        "article": "《中华人民共和国行政许可法》第四十七条第一款",
    },
    PaperCode.THIRD_PARTY_HEARING_NOTICE: {
        "kind": "hearing",
        "addressee": "江岸区演示路3号住户",
        "answer_until": "2026-12-10",
        "facts": "经营场所的排烟口朝向他人住房。",
        "article": "《中华人民共和国行政许可法》第四十七条第一款",
    },
    PaperCode.HEARING_DATE: {
        "addressee": None,
        "day": "2026-12-21",
        "time": "上午9时30分",
        "place": "江岸区市场监督管理局二楼听证室",
        "facts": "经营场所的排烟口朝向他人住房。",
    },
    PaperCode.THIRD_PARTY_HEARING_DATE: {
        "addressee": "江岸区演示路3号住户",
        "day": "2026-12-21",
        "time": "上午9时30分",
        "place": "江岸区市场监督管理局二楼听证室",
        "facts": "经营场所的排烟口朝向他人住房。",
    },
    PaperCode.ANNULMENT: {
        "cause": "annulled",
        "reason": "逾期没有改正，疏散通道仍被占用",
        "article": "《中华人民共和国消防法》第五十八条",
        "decision": "岸消准〔2026〕3号",
        "heard": "statement",
    },
    PaperCode.GRANT_WITHDRAWAL: {
        "cause": "withdrawn",
        "reason": "所依据的客观情况发生重大变化",
        "article": "《中华人民共和国行政许可法》第八条",
        "heard": "statement",
    },
    PaperCode.CANCELLATION: {
        "cause": "expired_surrender",
        "reason": "店铺停业",
        "article": "《中华人民共和国行政许可法》第七十条",
        "ground": "holder_request",
    },
    PaperCode.DELIVERY_ADDRESS: {
        "way": "post",
        "address": "武汉市江岸区演示路1号（演示地址）",
        "confirmed_at": "2026-12-01T01:30:00+00:00",
    },
    PaperCode.DELIVERY_RECEIPT: {
        "way": "post",
        "address": "武汉市江岸区演示路1号（演示地址）",
        "tracking_number": "EX000000000CN",
        "delivered_at": "2026-12-03T01:30:00+00:00",
        "receiver": "李样例",
        "deliverer": "周演示",
        "delivered": [["准予行政许可决定书", "岸市监准〔2026〕3号"], ["食品经营许可证", "JY00000000"]],
    },
    PaperCode.WITHDRAWAL: {"reason": "换了经营场所"},
}
"""The details of each kind whose text needs some; a new kind adds its own."""

ITEM: Final = "SPJY-XB"
ITEMS: Final = {
    PaperCode.FILING_RECORD: "HWZP-SZ",
    PaperCode.PAYMENT_NOTICE: "SFZ-BL",
    PaperCode.COMMITMENT: "XFJC-YYQ",
    PaperCode.CORRECTION_ORDER: "XFJC-YYQ",
    PaperCode.PRIOR_NOTICE: "XFJC-YYQ",
    PaperCode.ANNULMENT: "XFJC-YYQ",
}
"""The item whose case is the example of a kind, where a food permit (ITEM) would never get such a paper."""
OF_APPLICATIONS: Final = frozenset({PaperCode.RECEIPT, PaperCode.DELIVERY_ADDRESS})
ORDINAL: Final = 90
LONG_WORD: Final = "W" * 300
LONG_TEXT: Final = f"第一行超长内容{'没有空格的内容' * 40}\n第二行\n{LONG_WORD}\n最后一行"
_PLAIN: Final = re.compile(r"[\d\-:T+.]+|[a-z_]+")


def hostile(value: Any) -> Any:
    """`value` with every sentence replaced by a long text; days, numbers and codes stay."""
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else LONG_TEXT
    if isinstance(value, Mapping):
        return {name: hostile(part) for name, part in value.items()}
    return [hostile(part) for part in value] if isinstance(value, list) else value


BEFORE_ACCEPTANCE: Final = frozenset(
    {
        PaperCode.SUPPLEMENT_NOTICE,
        PaperCode.RETURN,
        PaperCode.REFUSAL,
        PaperCode.NOT_IN_POWER,
        PaperCode.NO_LICENCE_NEEDED,
    }
)
"""Papers of cases that are not accepted."""


def paper_texts(
    session: Session, cases: Mapping[str, Case], *, is_hostile: bool
) -> Iterator[tuple[str, PaperText]]:
    """Code and text of every kind, each of a case of its item, or else of the first.

    Roll the session back afterwards.
    """
    some_case = next(iter(cases.values()))
    if is_hostile:
        for case in cases.values():
            case.application.holder_name = case.item_name = case.application.name = LONG_WORD
            case.reason = LONG_TEXT
    for code, kind in KINDS.items():
        case, kind_code = cases.get(ITEMS.get(PaperCode(code), ITEM), some_case), PaperCode(code)
        details: Any = DETAILS.get(code)
        accepted_at = case.accepted_at
        case.accepted_at = None if code in BEFORE_ACCEPTANCE else accepted_at
        paper = _written(session, case, kind_code, hostile(details) if is_hostile else details)
        series = "武政务" if code in OF_APPLICATIONS else case.agency.document_prefix
        printing = Printing(
            title=kind.title_for(paper),
            number=f"{series}{kind.mark}〔2026〕1234号",
            site_name="武汉市政务服务大厅（演示）",
            base_url="http://127.0.0.1:8000",
            is_demo=True,
        )
        yield code, kind.text(paper, printing)
        case.accepted_at = accepted_at


def _written(session: Session, case: Case, code: PaperCode, details: Any) -> Any:
    """A paper of this kind with these details, of the case or of its application."""
    now = utc_now()
    if code not in OF_APPLICATIONS:
        return write_case_paper(session, case, code, now=now, ordinal=ORDINAL, details=details)
    return write_paper(
        session,
        ApplicationPaper,
        code,
        case.application_id,
        issuer_code=None,
        now=now,
        ordinal=ORDINAL,
        details=details,
    )

"""Terms of editions that differ in every way that the feed can report, for a guide and a bundle."""

from typing import Any, Final

from tests.support.bundle_terms import bundle_content
from tests.support.guide_terms import LAW_KEY, MINIMAL, guide_content

LICENCE: Final[dict[str, Any]] = MINIMAL["materials"][0]
PLAN: Final = LICENCE | {
    "key": "plan",
    "name": "布局图",
    "kind": "electronic",
    "issuer_type": "applicant",
    "necessity": "conditional",
    "when": {"place": ["hall", "stall"]},
    "spared_by": [{"data_check": "real-estate"}],
    "deferrable": {"days": 5, "unit": "working_day", "note": "先受理"},
}
QUESTION: Final = {
    "key": "place",
    "text": "在哪里经营？",
    "kind": "choice",
    "options": [
        {"value": "hall", "label": "店堂"},
        {"value": "stall", "label": "摊位", "stop": {"reason": "不发证", "basis": LAW_KEY}, "tell": "先问"},
    ],
}
FEE: Final = {
    "key": "card",
    "name": "工本费",
    "standard": "每本",
    "amount_fen": 1000,
    "bases": [LAW_KEY],
    "waiver": "100%",
    "when": {},
}
GUIDE_CHANGES: Final[list[dict[str, Any]]] = [
    {},
    {
        "name": "食品经营许可（新办）→ 新名称，100%",
        "item_type": "filing",
        "audience": ["person"],
        "levels": ["district", "street"],
        "agency_role": "health",
        "life_events": [],
        "legal_bases": [
            *MINIMAL["legal_bases"],
            {"key": "rule", "law": "某规章", "rank": "rule", "number": "2号", "article": None, "text": ""},
        ],
        "conditions": [{**MINIMAL["conditions"][0], "when": {"place": ["hall"]}, "bases": []}],
        "materials": [
            LICENCE
            | {
                "name": "营业执照，副本",
                "kind": "copy",
                "copies": 2,
                "is_proof": True,
                "deferrable": {"days": 0, "unit": "hour", "note": ""},
                "spared_by": [],
            },
            PLAN,
        ],
        "steps": [{**MINIMAL["steps"][0], "days": 3, "unit": "hour"}, *MINIMAL["steps"][1:4]],
        "limits": {
            "legal": {"days": None, "unit": "month", "open": True, "note": "见办理点"},
            "promised": {"days": 0, "unit": "working_day", "note": ""},
            "extension": {
                "days": 10,
                "unit": "calendar_day",
                "times": 1,
                "approver": "负责人",
                "basis": LAW_KEY,
            },
            "issuing": None,
        },
        "supplement": None,
        "decision_kind": "on_the_spot",
        "commitment": {
            "text": "承诺",
            "after_check": {"days": 2, "unit": "month"},
            "consequence": "撤销",
            "bases": [LAW_KEY],
            "question": "place",
            "value": "hall",
        },
        "fees": [FEE],
        "result": MINIMAL["result"]
        | {"renewal": {"from_days": 90, "until_days": 30, "unit": "calendar_day", "note": ""}},
        "remedies": {"reconsideration": {**MINIMAL["remedies"]["reconsideration"], "first": True}},
        "access": MINIMAL["access"] | {"visits": 1, "by_post": False, "service_depth": "one_visit"},
        "questions": [QUESTION],
        "form_fields": [
            *MINIMAL["form_fields"],
            {"key": "seats", "label": "座位数", "type": "integer", "required": False},
        ],
        "faqs": [{"question": "要到现场吗？", "answer": "要。"}],
        "open_points": [{"element": "limits.legal", "note": "待核对"}],
    },
    {
        "materials": [PLAN, LICENCE],
        "fees": [FEE | {"amount_fen": None, "waiver": ""}],
        "faqs": [],
        "questions": [QUESTION],
    },
]
GUIDE_TERMS: Final = [guide_content(**changes) for changes in GUIDE_CHANGES]
BUNDLE_CHANGES: Final[list[dict[str, Any]]] = [
    {},
    {
        "summary": "一起办。",
        "items": [
            {"item": "FOOD", "when": {}, "after": ["REG"], "note": ""},
            {"item": "REG", "when": {"agent": ["yes"]}, "after": [], "note": "先办"},
        ],
        "questions": [{"key": "agent", "text": "有人代办吗？", "kind": "yes_no"}],
    },
]
BUNDLE_TERMS: Final = [bundle_content("REG", "FOOD", **changes) for changes in BUNDLE_CHANGES]

"""Invented contents and rows for tests of the catalogue."""

from copy import deepcopy
from typing import Any, Final

from guides.terms import GuideTerms, build_terms, load_guide_terms

LAW_KEY: Final = "food-law-35"

MINIMAL: Final[dict[str, Any]] = {
    "code": "TEST-XB",
    "name": "食品经营许可（新办）",
    "short_name": "食品经营许可",
    "item_type": "licence",
    "audience": ["person", "organisation"],
    "topics": ["准营准办"],
    "life_events": ["开办餐饮店"],
    "levels": ["district"],
    "agency_role": "market_supervision",
    "certificate_subject": "applicant",
    "legal_bases": [
        {
            "key": LAW_KEY,
            "law": "中华人民共和国食品安全法",
            "rank": "law",
            "number": None,
            "article": "第三十五条",
            "text": "国家对食品生产经营实行许可制度。",
        }
    ],
    "conditions": [{"key": "place", "text": "有与经营的食品相适应的场所", "bases": [LAW_KEY], "when": {}}],
    "situations": [],
    "materials": [
        {
            "key": "business-licence",
            "name": "营业执照",
            "kind": "original",
            "copies": 1,
            "is_proof": False,
            "issuer_type": "government",
            "issued_by": "市场监督管理部门",
            "bases": [LAW_KEY],
            "necessity": "required",
            "when": {},
            "spared_by": [{"certificate_type": "business-licence"}],
        }
    ],
    "steps": [
        {
            "key": "receipt",
            "name": "收件",
            "kind": "receipt",
            "days": 0,
            "unit": "working_day",
            "by": "综合窗口",
        },
        {"key": "acceptance", "name": "受理", "kind": "acceptance", "days": 0, "unit": "working_day"},
        {"key": "review", "name": "审查", "kind": "review", "days": 4, "unit": "working_day"},
        {"key": "decision", "name": "决定", "kind": "decision", "days": 1, "unit": "working_day"},
        {"key": "delivery", "name": "送达", "kind": "delivery", "days": 0, "unit": "working_day"},
    ],
    "limits": {
        "legal": {"days": 10, "unit": "working_day", "basis": LAW_KEY},
        "promised": {"days": 5, "unit": "working_day", "note": "演示数据"},
        "extension": None,
        "issuing": None,
    },
    "supplement": {"days": 5, "unit": "working_day", "silence": "accepted", "basis": None},
    "decision_kind": "promised",
    "commitment": None,
    "fees": [],
    "quantity_limit": None,
    "intermediary": None,
    "result": {
        "name": "食品经营许可证",
        "certificate_type": "food-business-permit",
        "sample": "food-business-permit.pdf",
        "validity": "5年",
        "validity_months": 60,
        "renewal": None,
    },
    "remedies": {
        "reconsideration": {"to": "本级人民政府", "days": 60, "basis": None, "first": False},
        "lawsuit": {"to": "有管辖权的人民法院", "months": 6, "basis": None},
    },
    "access": {
        "visits": 0,
        "visits_reason": "",
        "service_depth": "online",
        "online": True,
        "by_post": True,
        "served_for": "全区通办",
    },
    "questions": [],
    "form_fields": [
        {"key": "applicant_name", "label": "申请人姓名", "type": "person_name", "prefill": "applicant.name"}
    ],
    "faqs": [{"question": "要到现场吗？", "answer": "不用。"}],
    "open_points": [],
}


def guide_content(**changes: Any) -> dict[str, Any]:
    """A valid, minimal content without any finding; `changes` replace whole elements (code="X", fees=[…])."""
    return load_guide_terms(deepcopy(MINIMAL) | changes)


def guide_terms(**changes: Any) -> GuideTerms:
    """The terms of `guide_content`."""
    return build_terms(GuideTerms, guide_content(**changes))

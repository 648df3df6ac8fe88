"""Answers and form fields of the demonstration's applicant."""

from collections.abc import Mapping
from typing import Any, Final

from services_hall.demo.accounts import RESIDENTS

BUNDLE: Final = "open-restaurant"
FILER: Final = "market_supervision"
APPLICANT: Final = RESIDENTS[1]
SCENARIO: Final = {
    "operator": "individual",
    "licence": "yes",
    "place": "420102000000",
    "cooking": "fumes",
    "premises": "commercial",
    "drains": "yes",
    "entertainment": "no",
    "delivery": "no",
    "area": "86",
    "seats": "40",
    "handling": "commitment",
    "sign": "yes",
    "lighting": "no",
    "advertisement": "no",
    "tobacco": "yes",
    "near_school": "no",
    "separate": "yes",
    "agent": "no",
}
ANSWERS: Final = {
    "applicant_name": APPLICANT.name,
    "applicant_identifier": APPLICANT.identity_number or "",
    "applicant_phone": APPLICANT.phone or "",
    "premises_name": "江岸演示小炒餐饮店",
    "premises_address": "武汉市江岸区示范街 1 号（演示地址）",
    "food_safety_manager": APPLICANT.name,
    "fire_safety_manager": APPLICANT.name,
    "floor_position": "1 层",
    "sign_size": "300×80×10",
    "sign_text": "江岸演示小炒",
}
STEPS_DONE: Final[Mapping[str, Any]] = {
    "is_review_confirmed": True,
    "site_check_reason": "申请人提交的照片和图纸已经说明现场情况",
}
"""What the decisions of the demonstration say of the review and of the site check, which nobody recorded."""
EXAMPLES: Final = {
    "integer": "2",
    "amount": "86",
    "money": "1000.00",
    "bank_card": "4111111111111111",
    "date": "2026-01-01",
    "account": "4201000012345",
    "dimensions": "300×80×10",
    "place": "420102002000",
}
"""A valid input for each type of field that takes no free text."""


def demo_value(form_field: Mapping[str, Any], known: Mapping[str, str] = ANSWERS) -> str:
    """The demo input for a field: the `known` value for its key, otherwise an example of its type."""
    if form_field["key"] in known:
        return known[form_field["key"]]
    if form_field["options"]:
        return str(form_field["options"][0]["value"])
    if not form_field["required"]:
        return ""
    return EXAMPLES.get(form_field["type"], "演示内容")

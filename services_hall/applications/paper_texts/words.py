"""Words of decisions by type of item: titles of the two decisions, and the verbs with which they decide."""

from typing import Final

from guides.enumerations import HandlingKind, ItemType
from guides.terms import DecisionWords, GuideTerms
from guides.vocabulary import CERTIFICATE_ACTIONS, ITEM_TYPES
from services_hall.applications.item_handling import HANDLING

BY_TYPE: Final = {
    ItemType.LICENCE: DecisionWords(
        grant_title="准予行政许可决定书",
        grant="准予行政许可",
        denial_title="不予行政许可决定书",
        denial="不予行政许可",
    ),
    ItemType.REGISTRATION: DecisionWords(
        grant_title="登记通知书", grant="准予登记", denial_title="不予登记通知书", denial="不予登记"
    ),
    ItemType.FILING: DecisionWords(
        grant_title="备案凭证", grant="予以备案", denial_title="材料退回通知书", denial="退回材料"
    ),
    ItemType.CONFIRMATION: DecisionWords(
        grant_title="行政确认决定书",
        grant="予以确认",
        denial_title="不予行政确认决定书",
        denial="不予确认",
    ),
    ItemType.PAYMENT: DecisionWords(
        grant_title="准予提取决定书", grant="准予提取", denial_title="不准提取决定书", denial="不准提取"
    ),
    ItemType.PUBLIC_SERVICE: DecisionWords(
        grant_title="办理结果通知书", grant="予以办理", denial_title="不予办理通知书", denial="不予办理"
    ),
    ItemType.OTHER_POWER: DecisionWords(
        grant_title="批准决定书", grant="予以批准", denial_title="不予批准决定书", denial="不予批准"
    ),
}
"""行政许可法 art. 38; 市场主体登记管理条例 art. 19 (登记); 优化营商环境条例 art. 39 (a filing is
not approved); 住房公积金管理条例 art. 25 (准予提取、不准提取)."""


RECEIPT_TITLE: Final = "接收回执"
REGISTRATION_RECEIPT_TITLE: Final = "接收申请材料凭证"


def decision_words(terms: GuideTerms) -> DecisionWords:
    """The guide's own words for its decisions, or those of its type of item and of what it does."""
    if terms.decision_words is not None:
        return terms.decision_words
    if terms.starts_from is not None:
        return _words_of_action(terms.item_type, terms.starts_from.action)
    return BY_TYPE[terms.item_type]


def _subject(item_type: ItemType) -> str:
    """What is renewed, changed or cancelled, in the words of the item's type."""
    if HANDLING[item_type].is_licensing:
        return ITEM_TYPES[item_type]
    return "登记" if item_type is ItemType.REGISTRATION else ""


def _words_of_action(item_type: ItemType, action: HandlingKind) -> DecisionWords:
    """准予变更行政许可决定书 and 不予变更行政许可决定书 (行政许可法 arts. 49, 50, 70); 变更登记通知书."""
    what = "证照" if action is HandlingKind.REISSUE else _subject(item_type)
    done = "补发" if action is HandlingKind.REISSUE else CERTIFICATE_ACTIONS[action]
    verb = f"{done}{what}"
    paper = "通知书" if item_type is ItemType.REGISTRATION else "决定书"
    is_plain = item_type is ItemType.REGISTRATION or action is HandlingKind.CANCELLATION
    return DecisionWords(
        grant_title=f"{'' if is_plain else '准予'}{verb}{paper}",
        grant=f"准予{verb}",
        denial_title=f"不予{verb}{paper}",
        denial=f"不予{verb}",
    )


def receipt_title(types: set[ItemType]) -> str:
    """The title of the receipt of an application with items of these types."""
    return REGISTRATION_RECEIPT_TITLE if types == {ItemType.REGISTRATION} else RECEIPT_TITLE

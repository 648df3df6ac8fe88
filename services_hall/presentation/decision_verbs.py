"""Verbs of decisions by type of item, for every page, list, filter and message that says how a case ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from guides.enumerations import ItemType
from services_hall.applications.models import Case


@dataclass(frozen=True)
class DecisionVerbs:
    """The verbs of the two decisions, and the noun for what a favourable one gives.

    The papers have the full words of the law, or of the guide itself
    (`services_hall.applications.paper_texts.words`).
    """

    grant: LazyString
    denial: LazyString
    result: LazyString


VERBS: Final[Mapping[ItemType, DecisionVerbs]] = {
    ItemType.LICENCE: DecisionVerbs(_l("准予"), _l("不予许可"), _l("许可")),
    ItemType.REGISTRATION: DecisionVerbs(_l("准予登记"), _l("不予登记"), _l("登记")),
    ItemType.FILING: DecisionVerbs(_l("备案"), _l("退回材料"), _l("备案")),
    ItemType.CONFIRMATION: DecisionVerbs(_l("予以确认"), _l("不予确认"), _l("确认")),
    ItemType.PAYMENT: DecisionVerbs(_l("准予提取"), _l("不准提取"), _l("提取决定")),
    ItemType.PUBLIC_SERVICE: DecisionVerbs(_l("予以办理"), _l("不予办理"), _l("办理结果")),
    ItemType.OTHER_POWER: DecisionVerbs(_l("予以批准"), _l("不予批准"), _l("批准")),
}
"""行政许可法 art. 38; 市场主体登记管理条例 art. 19; 优化营商环境条例 art. 39 (a filing is not approved);
住房公积金管理条例 art. 25."""


def init_app(app: Flask) -> None:
    """Registers the verbs for templates."""
    app.add_template_filter(verbs_of, "decision_verbs")


def item_type_of(case: Case) -> ItemType:
    """The type of the item of a loaded case, by its pinned edition."""
    return case.application_item.edition.terms.item_type


def verbs_of(case: Case) -> DecisionVerbs:
    """The verbs for a loaded case."""
    return VERBS[item_type_of(case)]

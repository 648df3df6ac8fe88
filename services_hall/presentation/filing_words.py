"""Words about what follows a filing: how soon an item is decided, and what becomes of missing materials."""

from collections.abc import Iterable

from flask import Flask
from flask_babel import gettext as _

from guides.enumerations import DecisionKind
from guides.terms import GuideTerms
from services_hall.applications.answers import Offer
from services_hall.applications.item_handling import HANDLING
from services_hall.presentation import formats
from services_hall.presentation.application_form import MaterialRow


def init_app(app: Flask) -> None:
    """Registers the words for templates."""
    app.add_template_filter(decision_pace, "decision_pace")
    app.add_template_global(is_all_filings, "is_all_filings")


def decision_pace(terms: GuideTerms, *, by_commitment: bool) -> str:
    """How soon the item is decided, or recorded, after it was filed completely."""
    if HANDLING[terms.item_type].is_recorded:
        return _("收齐材料当场备案")
    if by_commitment or terms.decision_kind is DecisionKind.ON_THE_SPOT:
        return _("当场决定")
    return _("承诺 %(limit)s", limit=formats.period(terms.limits.promised))


def is_all_filings(missing: Iterable[MaterialRow], offer: Offer) -> bool:
    """Whether only filings (备案) miss these materials: they are recorded, never accepted."""
    codes = {code for row in missing for code, _key in row.material.members}
    return all(HANDLING[offer.items[code].terms.item_type].is_recorded for code in codes)

"""Tolerance (容缺受理) chosen in the form of an application: items that offer it, and their promises."""

from collections.abc import Collection

from guides.bundles import BundleSelection
from guides.vocabulary import period_text
from services_hall.applications.answers import Offer
from services_hall.applications.filing.promises import PromiseText, tolerance_promise
from services_hall.applications.item_handling import HANDLING


def tolerance_promises(
    offer: Offer, selection: BundleSelection, missing: Collection[str]
) -> dict[str, PromiseText]:
    """The promise for each item of which every missing material may follow later, by item code.

    `missing` are the keys of the materials that are not given. Items handled on commitment offer no
    tolerance, and filings need none: they are not accepted.
    """
    offered = {item.code for item in selection.items if not item.by_commitment} - {
        code for code, item in offer.items.items() if HANDLING[item.terms.item_type].is_recorded
    }
    rows: dict[str, list[tuple[str, str]]] = {}
    for asked in selection.materials:
        if asked.key not in missing:
            continue
        for code, key in asked.members:
            terms = offer.items[code].terms
            deferral = next((one.deferrable for one in terms.materials if one.key == key), None)
            if deferral is None:
                offered.discard(code)
            else:
                rows.setdefault(code, []).append((asked.name, period_text(deferral.days, deferral.unit)))
    return {
        code: tolerance_promise(offer.items[code].terms.name, materials)
        for code, materials in rows.items()
        if code in offered
    }

"""Items that can be applied for only at a window: where to go, what to bring, what waits for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from guides import catalog
from guides.bundles import AskedMaterial, BundleSelection, SelectedItem
from guides.errors import CircularOrder, GuideNotFound
from guides.models import ServicePoint
from guides.terms import GuideTerms
from services_hall.applications.answers import select
from services_hall.applications.answers.window_only import left_out
from services_hall.applications.errors import AnswersInvalid, OfferNotFound
from services_hall.applications.filing.offers import current_offer
from services_hall.applications.models import Application

POINTS_SHOWN = 6


@dataclass(frozen=True)
class WindowItem:
    """An item for which the applicant must come: why, after which items, with what, and to which places."""

    code: str
    name: str
    reason: str
    waits_for: Sequence[str]
    materials: Sequence[AskedMaterial]
    points: Sequence[ServicePoint]
    more_points: int


@dataclass(frozen=True)
class LaterItem:
    """An item that is applied for online once those for which it waits have their results."""

    code: str
    name: str
    waits_for: Sequence[str]


@dataclass(frozen=True)
class LeftOutItems:
    """The items of a selection that cannot be filed online now."""

    at_window: Sequence[WindowItem]
    later: Sequence[LaterItem]
    online: int
    """How many items are filed online."""
    is_filed: bool = False
    """Whether the online items are filed already, so that the rest is a reminder."""

    @property
    def total(self) -> int:
        """How many items the applicant needs."""
        return self.online + len(self.at_window) + len(self.later)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all these items."""
        at_window = {item.code for item in self.at_window}
        return frozenset(at_window | {item.code for item in self.later})


def left_out_items(
    session: Session,
    selection: BundleSelection,
    guides: Mapping[str, GuideTerms],
    *,
    division_code: str | None = None,
) -> LeftOutItems:
    """The items of the whole selection that cannot be filed online, with a few service points of each.

    The service points are those of the division, where it is known, else of the whole city.
    """
    skipped = left_out(guides, selection)
    items = {item.code: item for item in selection.items}
    return LeftOutItems(
        at_window=[
            _window_item(session, selection, items[code], guides, division_code) for code in skipped.at_window
        ],
        later=[
            LaterItem(code, guides[code].short_name, _names(items[code].waits_for, guides))
            for code in skipped.later
        ],
        online=len(items) - len(list(skipped)),
    )


def items_still_open(session: Session, application: Application) -> LeftOutItems | None:
    """What an applicant still has to do at a window after the rest of a bundle was filed; None for nothing.

    The bundle and the guides are those in force, because the window goes by them.
    """
    if application.bundle_edition_id is None:
        return None
    try:
        offer = current_offer(session, application.code)
        whole = select(offer, application.scenario)
    except (OfferNotFound, GuideNotFound, AnswersInvalid, CircularOrder):
        return None  # the bundle has changed too much since
    filed = {case.item_code for case in application.cases}
    rest = left_out_items(session, whole, offer.guides, division_code=application.division_code)
    at_window = [item for item in rest.at_window if item.code not in filed]
    later = [item for item in rest.later if item.code not in filed]
    return LeftOutItems(at_window, later, len(filed), is_filed=True) if at_window else None


def _window_item(
    session: Session,
    selection: BundleSelection,
    item: SelectedItem,
    guides: Mapping[str, GuideTerms],
    division_code: str | None,
) -> WindowItem:
    terms = guides[item.code]
    points = catalog.service_points(session, item.code, division_code)
    asked = [one for one in selection.materials if any(code == item.code for code, _key in one.members)]
    return WindowItem(
        code=item.code,
        name=terms.short_name,
        reason=terms.access.visits_reason,
        waits_for=_names(item.waits_for, guides),
        materials=[one for one in asked if one.from_item is None],
        points=points[:POINTS_SHOWN],
        more_points=max(len(points) - POINTS_SHOWN, 0),
    )


def _names(codes: Sequence[str], guides: Mapping[str, GuideTerms]) -> list[str]:
    return [guides[code].short_name for code in codes]

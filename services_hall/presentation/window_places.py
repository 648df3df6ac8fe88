"""Where an applicant goes for items that only a window takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from guides import catalog
from guides.models import ServicePoint
from guides.terms import GuideTerms

POINTS_SHOWN = 6


@dataclass(frozen=True)
class WindowItem:
    """An item for which the applicant must come: why, and to which service points."""

    code: str
    name: str
    reason: str
    points: Sequence[ServicePoint]
    more_points: int


def window_items(session: Session, guides: Iterable[GuideTerms]) -> list[WindowItem]:
    """The items of these guides with their service points, a few of each."""
    items = []
    for terms in guides:
        points = catalog.service_points(session, terms.code, None)
        items.append(
            WindowItem(
                code=terms.code,
                name=terms.short_name,
                reason=terms.access.visits_reason,
                points=points[:POINTS_SHOWN],
                more_points=max(len(points) - POINTS_SHOWN, 0),
            )
        )
    return items

"""Words about items of a bundle that apply only from a size on."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides.bundles import BundleSelection, SizedItem, SizeLimit, SizeVerdict
from guides.terms import GuideTerms
from services_hall.presentation.guide_places import HandlingBody, handling_bodies


@dataclass(frozen=True)
class SizeNote:
    """Why an item is among those to do or not, and the body that knows; None where none is known."""

    item: str
    verdict: SizeVerdict
    text: str
    source: str
    body: HandlingBody | None


def size_notes(
    session: Session, selection: BundleSelection, guides: Mapping[str, GuideTerms]
) -> list[SizeNote]:
    """A note for each item of the selection that depends on a size."""
    return [_note(session, one, guides[one.item].short_name) for one in selection.sized]


def _note(session: Session, sized: SizedItem, name: str) -> SizeNote:
    bodies = handling_bodies(session, sized.item)
    body = next((one for one in bodies if one.division_code == sized.division_code), None)
    place = body.place if body is not None else _("这个区")
    return SizeNote(
        sized.item, sized.verdict, _text(sized, name, place), sized.limit.source if sized.limit else "", body
    )


def _text(sized: SizedItem, name: str, place: str) -> str:
    if sized.limit is None:
        return _(
            "%(place)s规定多大面积、多少座位起要办“%(item)s”，这里还没有登记，先按要办列上。请先问清楚再申请。",
            place=place,
            item=name,
        )
    limits = _limits(sized.limit)
    if sized.verdict is SizeVerdict.TOO_SMALL:
        return _(
            "“%(item)s”这次不用办：%(place)s规定%(limits)s起要办，您的店面不到。面积或者座位有变化的，请改您的回答。",
            place=place,
            item=name,
            limits=limits,
        )
    if sized.verdict is SizeVerdict.APPLIES:
        return _("%(place)s规定%(limits)s起要办，您的店面达到了。", place=place, limits=limits)
    return _("%(place)s规定%(limits)s起要办。", place=place, limits=limits)


def _limits(limit: SizeLimit) -> str:
    parts = []
    if limit.least_area is not None:
        parts.append(_("面积 %(number)s 平方米", number=limit.least_area))
    if limit.least_seats is not None:
        parts.append(_("座位 %(number)s 个", number=limit.least_seats))
    return _("或者").join(parts)

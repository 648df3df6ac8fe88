"""What the page of a guide shows besides its terms: facts, steps, places, bodies, history."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides import catalog
from guides.bundles.catalog import current_bundles
from guides.divisions import districts
from guides.models import GuideEdition
from services_hall.presentation import guide_places
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.formats import period
from services_hall.presentation.key_facts import four_facts

Content = Mapping[str, Any]
POINTS_SHOWN: Final = 12


def shown(session: Session, edition: GuideEdition, *, district: str | None = None) -> dict[str, Any]:
    """Everything that the guide's template needs; `district` is a 12-digit code to narrow the places to."""
    content = edition.content
    everywhere = catalog.service_points(session, content["code"], None)
    points = catalog.service_points(session, content["code"], district) if district else everywhere
    return {
        "edition": edition,
        "bases": bases_by_key(content),
        "facts": four_facts(content, len(everywhere)),
        "parts": parts(content),
        "steps": timeline_of(content["steps"]),
        "points": points[:POINTS_SHOWN],
        "more_points": max(len(points) - POINTS_SHOWN, 0),
        "districts": districts(session),
        "district": district,
        "bodies": guide_places.bodies(session, content["code"]),
        "editions": catalog.published_editions(session, content["code"]),
        "certificate_names": certificate_names(),
        "bundles": current_bundles(session, item_code=content["code"]),
    }


def bases_by_key(content: Content) -> dict[str, Content]:
    """The legal bases under the keys by which the terms cite them."""
    return {basis["key"]: basis for basis in content["legal_bases"]}


def parts(content: Content) -> list[tuple[str, str]]:
    """The sections of the page, for the list beside it."""
    sections = [
        ("conditions", _("要满足什么")),
        ("materials", _("要带什么")),
        ("steps", _("怎么办")),
        ("places", _("在哪办")),
        ("result", _("办完得到什么")),
        ("bases", _("法律依据")),
        ("faqs", _("常见问题")),
        ("history", _("历史版本")),
    ]
    return [section for section in sections if section[0] != "faqs" or content["faqs"]]


def timeline_of(steps: Sequence[Content]) -> list[dict[str, str]]:
    """The steps of a guide for the timeline macro."""
    return [
        {
            "title": step["name"],
            "state": "",
            "when": period(step),
            "more": " · ".join(text for text in (step["by"], step["note"]) if text),
        }
        for step in steps
    ]

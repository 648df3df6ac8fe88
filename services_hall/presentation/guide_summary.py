"""Values of a guide's page besides its terms: facts, steps, places, agencies, history."""

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides import catalog
from guides.bundles.catalog import current_bundles
from guides.divisions import districts
from guides.models import GuideEdition
from guides.terms import GuideTerms, LegalBasis, Step
from services_hall.presentation import guide_places
from services_hall.presentation.case_timeline import TimelineStep
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.formats import period
from services_hall.presentation.key_facts import four_facts

POINTS_SHOWN: Final = 12


def guide_values(session: Session, edition: GuideEdition, *, district: str | None = None) -> dict[str, Any]:
    """All values for the guide's template; `district` is a 12-digit code that restricts the places."""
    terms = edition.terms
    everywhere = catalog.service_points(session, terms.code, None)
    points = catalog.service_points(session, terms.code, district) if district else everywhere
    return {
        "edition": edition,
        "bases": bases_by_key(terms),
        "facts": four_facts(terms, len(everywhere)),
        "parts": parts(terms),
        "steps": timeline_of(terms.steps),
        "points": points[:POINTS_SHOWN],
        "more_points": max(len(points) - POINTS_SHOWN, 0),
        "districts": districts(session),
        "district": district,
        "bodies": guide_places.handling_bodies(session, terms.code),
        "announced": catalog.announced_editions(session, terms.code),
        "editions": catalog.published_editions(session, terms.code),
        "certificate_names": certificate_names(),
        "bundles": current_bundles(session, item_code=terms.code),
    }


def bases_by_key(terms: GuideTerms) -> dict[str, LegalBasis]:
    """The legal bases by the keys with which the terms refer to them."""
    return {basis.key: basis for basis in terms.legal_bases}


def parts(terms: GuideTerms) -> list[tuple[str, str]]:
    """The sections of the page, for its table of contents."""
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
    return [section for section in sections if section[0] != "faqs" or terms.faqs]


def timeline_of(steps: Sequence[Step]) -> list[TimelineStep]:
    """The steps of a guide for the timeline macro."""
    return [
        TimelineStep(
            title=step.name,
            state="",
            when=period(step),
            more=" · ".join(text for text in (step.by, step.note) if text),
        )
        for step in steps
    ]

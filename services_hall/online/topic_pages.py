"""Pages of a topic or of an event of life: its bundles, then its guides."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from guides import catalog
from guides.bundles import BundleTerms
from guides.bundles.catalog import current_bundles, current_terms
from guides.enumerations import FacetKind
from services_hall.database import reading
from services_hall.online import bundle_summary
from services_hall.online.page_cache import cache_page
from services_hall.web.access import PUBLIC, access

MOST_GUIDES = 200

blueprint = Blueprint("topics", __name__)


@blueprint.get("/topics/<name>")
@access(PUBLIC)
def topic(name: str) -> ResponseReturnValue:
    """The guides and bundles of a topic; 404 for an unknown one."""
    return _page(name, FacetKind.TOPIC)


@blueprint.get("/life-events/<name>")
@access(PUBLIC)
def life_event(name: str) -> ResponseReturnValue:
    """The guides and bundles of an event of life; 404 for an unknown one."""
    return _page(name, FacetKind.LIFE_EVENT)


def _page(name: str, kind: FacetKind) -> str:
    session = reading()
    names = catalog.guide_topics(session, kind)
    bundles = [one.terms for one in current_bundles(session) if name in _words(one.terms, kind)]
    if name not in names and not bundles:
        abort(404)
    cache_page(None)
    return render_template(
        "online/topic.html",
        name=name,
        kind=kind,
        others=[one for one in names if one != name],
        bundles=[
            bundle_summary.card(one, current_terms(session, [entry.item for entry in one.items]))
            for one in bundles
        ],
        guides=catalog.current_guides(session, **{kind.value: name}, limit=MOST_GUIDES),
    )


def _words(bundle: BundleTerms, kind: FacetKind) -> tuple[str, ...]:
    return bundle.topics if kind is FacetKind.TOPIC else bundle.life_events

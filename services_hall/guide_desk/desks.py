"""The desks for guides and for bundles, and the choice of the desk for a request or a text."""

from typing import Final

from flask import request

from guides.editions import Terms
from guides.exchange import is_bundle
from services_hall.guide_desk.bundle_edition_desk import BundleEditionDesk
from services_hall.guide_desk.edition_desk import AnyDesk
from services_hall.guide_desk.guide_edition_desk import GuideEditionDesk

GUIDES: Final = GuideEditionDesk()
BUNDLES: Final = BundleEditionDesk()


def requested_desk() -> AnyDesk:
    """The desk to which the pages of this request belong."""
    return BUNDLES if request.blueprint == BUNDLES.blueprint_name else GUIDES


def desk_of_terms(terms: Terms) -> AnyDesk:
    """The desk for validated terms."""
    return BUNDLES if is_bundle(terms) else GUIDES

"""API for the materials that the certificate store can waive for a holder who permits the query."""

from dataclasses import replace
from typing import Any

from certificate_store.holders import Holder
from services_hall.api import schemas
from services_hall.api.operations import FILERS, Blueprint
from services_hall.api.traders import read_sole_trader
from services_hall.applications import answers
from services_hall.applications.answers.window_only import is_from_afar, require_window, window_only
from services_hall.applications.enumerations import Channel, UsePurpose
from services_hall.applications.errors import ConsentMissing
from services_hall.applications.filing import offers
from services_hall.applications.parties import system_parties
from services_hall.database import reading
from services_hall.presentation.proof_words import proof_words
from services_hall.use_cases.preview_waivers import preview_for_parties
from services_hall.web.access import signed_in_actor

blueprint = Blueprint("api_waivers", __name__, description="免提交核验")


@blueprint.operation(
    "/waiver-checks", schemas.WaiverList, roles=FILERS, method="POST", json=schemas.WaiverRequest
)
def check(body: dict[str, Any]) -> dict[str, Any]:
    """The result from the store for each material that a certificate can replace; recorded for the holder

    The materials are those of the application as it would be filed: nothing is looked up for an item that
    only a window takes.
    """
    if not body["consent"]:
        raise ConsentMissing
    parties = system_parties(
        Holder(**body["holder"]), "", None, sole_trader=read_sole_trader(body["sole_trader"])
    )
    is_afar = is_from_afar(Channel.API, is_at_window=body["at_window"])
    offer = replace(offers.current_offer(reading(), body["code"]), is_from_afar=is_afar)
    selection = answers.select(offer, body["scenario"])
    require_window(window_only(offer.guides, selection), is_from_afar=is_afar)
    proofs = preview_for_parties(selection, parties, by=signed_in_actor(), purpose=UsePurpose.SYSTEM_VIEW)
    names = {material.key: material.name for material in selection.materials}
    return {
        "is_store_away": proofs.is_store_away,
        "items": [
            {
                "key": proof.key,
                "name": names[proof.key],
                "outcome": proof.outcome.value,
                "certificate_type": proof.name or None,
                "detail": proof_words(proof),
            }
            for proof in proofs.by_material.values()
        ],
    }

"""Materials that are an identity document: each is asked for in the kind that its party has (pure)."""

from collections.abc import Sequence
from typing import Final

from guides.enumerations import IdentifiedParty
from guides.terms import Material
from services_hall.applications.parties import Party, agent_in, applicants_in

IDENTITY_CARD: Final = "identity-card"
"""The code of the certificate type of the resident identity card."""


def identified_party(material: Material, parties: Sequence[Party]) -> Party | None:
    """The party whose identity document the material is; None for other materials and absent parties.

    Guides that were published before they could say so mean the applicant's where an identity card in the
    store spares the material.
    """
    if material.identity_of is IdentifiedParty.AGENT:
        return agent_in(parties)
    is_card = any(way.certificate_type == IDENTITY_CARD for way in material.spared_by)
    if material.identity_of is None and not is_card:
        return None
    number, applicants = material.of_applicant or 1, applicants_in(parties)
    party = applicants[number - 1] if number <= len(applicants) else None
    return None if party is None or party.holder.is_organisation else party

"""Preview of the materials that the certificate store can waive for a holder before filing."""

import logging
from collections.abc import Collection, Sequence

from certificate_store.holders import Holder
from certificate_store.waivers import Proof
from guides.bundles import AskedMaterial, BundleSelection
from services_hall.applications.enumerations import UsePurpose
from services_hall.applications.parties import Party, agent_in, applicant_in, joint_applicant
from services_hall.applications.parties.joint_applicants import materials_of
from services_hall.applications.prefill import store_proofs
from services_hall.applications.prefill.store_proofs import NO_PROOFS, STORE_AWAY, Proofs
from services_hall.clock import utc_now
from services_hall.identity import Actor
from services_hall.identity.capacities import Capacity
from services_hall.use_cases.store_access import STORE_ERRORS, ask_store

logger = logging.getLogger(__name__)


def view_purpose(parties: Sequence[Party], otherwise: UsePurpose) -> UsePurpose:
    """What the applicant's certificates are looked at for: by an agent, or as the channel says."""
    agent = agent_in(parties)
    is_own = agent is None or agent.capacity in {Capacity.MEMBER, Capacity.LEGAL_REPRESENTATIVE}
    return otherwise if is_own else UsePurpose.VIEW_BY_AGENT


def preview_waivers(
    selection: BundleSelection, holder: Holder | None, *, by: Actor, purpose: UsePurpose = UsePurpose.OWN_VIEW
) -> Proofs:
    """The possible waivers for this holder, who applies alone; STORE_AWAY when the store is unavailable."""
    if holder is None:
        return NO_PROOFS
    return preview_for_parties(selection, [joint_applicant(holder)], by=by, purpose=purpose)


def preview_for_parties(
    selection: BundleSelection, parties: Sequence[Party], *, by: Actor, purpose: UsePurpose
) -> Proofs:
    """The possible waivers for the first applicant, and for those who apply with them and permit it."""
    found: dict[str, Proof] = {}
    is_away = False
    for party, materials in materials_of(selection.materials, parties):
        if party is applicant_in(parties) or party.has_consented:
            one = preview_materials(
                materials, party.holder, by=by, purpose=purpose, preferred=party.trade_names
            )
            found |= one.by_material
            is_away = is_away or one.is_store_away
    return Proofs(found, is_store_away=is_away)


def preview_materials(
    materials: Sequence[AskedMaterial],
    holder: Holder,
    *,
    by: Actor,
    purpose: UsePurpose,
    preferred: Collection[str] = (),
) -> Proofs:
    """What the holder's certificates prove of these materials; STORE_AWAY when the store is unavailable.

    Of several certificates of a type, that of a `preferred` holder is taken, by name or number.
    """
    try:
        return ask_store(
            lambda store: store_proofs.preview_proofs(
                store,
                materials,
                holder=holder,
                by=by.public_id,
                now=utc_now(),
                purpose=purpose,
                preferred=preferred,
            )
        )
    except STORE_ERRORS:
        logger.warning("the certificate store did not answer a preview")
        return STORE_AWAY

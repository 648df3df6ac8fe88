"""Proofs of the certificate store for an application, each asked about the applicant whom it concerns."""

import logging
from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from guides.bundles import AskedMaterial, BundleSelection
from services_hall.applications.parties import Party, applicant_in
from services_hall.applications.parties.joint_applicants import materials_of
from services_hall.applications.prefill import store_proofs
from services_hall.applications.prefill.store_proofs import NO_PROOFS, STORE_AWAY, Proofs
from services_hall.clock import utc_now
from services_hall.identity import Actor
from services_hall.use_cases.store_access import STORE_ERRORS, ask_store

logger = logging.getLogger(__name__)


ProofQuestions = Sequence[tuple[Party, Sequence[AskedMaterial]]]
"""Whom the store is asked about, and for which materials."""


def proof_questions(
    selection: BundleSelection, parties: Sequence[Party], *, has_consented: bool
) -> ProofQuestions:
    """The materials of each applicant who permits the use of certificates, and whom somebody has identified.

    `has_consented` is the first applicant's permission; the joint applicants carry their own.
    """
    first = applicant_in(parties)
    return [
        (party, materials)
        for party, materials in materials_of(selection.materials, parties)
        if not party.is_only_stated and (has_consented if party is first else party.has_consented)
    ]


def gather_proofs(
    questions: ProofQuestions,
    *,
    actor: Actor,
    purpose: str,
    request: str,
    preferred: Collection[str],
) -> Proofs:
    """What the store proves about these applicants, under the permission of each.

    Of several certificates of a type, that of a `preferred` holder is taken, by name or number.
    """
    if not questions:
        return NO_PROOFS

    def gather(store: Session) -> Proofs:
        found = [
            store_proofs.gather_proofs(
                store,
                materials,
                holder=party.holder,
                by=actor.public_id,
                purpose=purpose,
                request=request,
                now=utc_now(),
                preferred=preferred,
            )
            for party, materials in questions
        ]
        return Proofs({key: proof for one in found for key, proof in one.by_material.items()})

    try:
        return ask_store(gather)
    except STORE_ERRORS:
        logger.warning("the certificate store did not answer a filing")
        return STORE_AWAY

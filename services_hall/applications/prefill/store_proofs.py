"""Proofs from the certificate store for an application, requested before the hall's own transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from certificate_store import waivers
from certificate_store.holders import Holder
from certificate_store.lookup import Inquiry
from certificate_store.waivers import ConsentScope, Proof, ProofOutcome, Reason, WaiverNeed
from guides.bundles import AskedMaterial
from services_hall.applications.enumerations import MetBy, UsePurpose
from services_hall.applications.models import Requirement
from services_hall.clock import local_day

GRANT_LASTS: Final = timedelta(days=365)


@dataclass(frozen=True)
class Proofs:
    """The store's answers by material key; `is_store_away` when the store did not answer."""

    by_material: Mapping[str, Proof]
    is_store_away: bool = False

    def proved(self, key: str) -> Proof | None:
        """The proof that waives this material, or None."""
        proof = self.by_material.get(key)
        return proof if proof is not None and proof.is_proved else None


NO_PROOFS: Final = Proofs({})
STORE_AWAY: Final = Proofs({}, is_store_away=True)


def needs_of(materials: Sequence[AskedMaterial]) -> list[WaiverNeed]:
    """What to ask the store: the materials that a certificate or data check can waive."""
    return [
        WaiverNeed(key=material.key, any_of=tuple(_proof_names(material)))
        for material in materials
        if material.spared_by and material.from_item is None
    ]


def preview_proofs(
    store: Session,
    materials: Sequence[AskedMaterial],
    *,
    holder: Holder,
    by: str,
    now: datetime,
    purpose: UsePurpose = UsePurpose.OWN_VIEW,
    preferred: Collection[str] = (),
) -> Proofs:
    """The possible waivers before filing; shown to the holder only, or used with the holder's consent.

    Of several certificates of a type, that of a `preferred` holder is taken, by name or number.
    """
    answers = waivers.check_waivers(
        store,
        needs_of(materials),
        holder=holder,
        on=local_day(now),
        by=by,
        purpose=purpose,
        legal_basis=purpose,
        now=now,
        preferred=preferred,
    )
    return Proofs({proof.key: proof for proof in answers})


def gather_proofs(
    store: Session,
    materials: Sequence[AskedMaterial],
    *,
    holder: Holder,
    by: str,
    purpose: str,
    request: str,
    now: datetime,
    preferred: Collection[str] = (),
) -> Proofs:
    """Record the holder's permission for exactly this purpose and request, and ask the store under it.

    The permission includes the certificates that this application itself will issue, for later re-checks.
    Of several certificates of a type, that of a `preferred` holder is taken, by name or number.
    """
    names = {name for material in materials for name in _types(material)}
    answers = waivers.check_waivers(
        store,
        needs_of(materials),
        holder=holder,
        on=local_day(now),
        by=by,
        purpose=purpose,
        request=request,
        permission=ConsentScope(names, until=now + GRANT_LASTS),
        now=now,
        preferred=preferred,
    )
    return Proofs({proof.key: proof for proof in answers})


@dataclass(frozen=True)
class StoredProofs:
    """The proofs that a case's materials rely on, by requirement id.

    `granted` are certificates used with the holder's permission; `own` were issued by this same application,
    whose agencies handle it together, so they need no separate permission.
    """

    granted: Sequence[Proof]
    own: Sequence[Proof]

    def __bool__(self) -> bool:
        return bool(self.granted or self.own)


def stored_proofs(requirements: Sequence[Requirement]) -> StoredProofs:
    """The proofs that a case's requirements rely on."""
    proved = [one for one in requirements if one.certificate_identifier is not None]
    return StoredProofs(
        granted=[_stored_proof(one) for one in proved if one.met_by is not MetBy.THIS_APPLICATION],
        own=[_stored_proof(one) for one in proved if one.met_by is MetBy.THIS_APPLICATION],
    )


def lost_proofs(store: Session, stored: StoredProofs, inquiry: Inquiry) -> frozenset[int]:
    """The ids of requirements whose certificate no longer proves anything; none if the store is away."""
    checked = [
        proof
        for proofs, legal_basis in ((stored.granted, None), (stored.own, UsePurpose.SAME_APPLICATION))
        for proof in waivers.recheck_waivers(
            store,
            proofs,
            holder=inquiry.holder,
            on=local_day(inquiry.now),
            by=inquiry.by,
            purpose=inquiry.purpose,
            request=inquiry.request,
            case_reference=inquiry.case_reference,
            legal_basis=legal_basis,
            now=inquiry.now,
        )
    ]
    return frozenset(
        int(proof.key)
        for proof in checked
        if proof.outcome not in {ProofOutcome.PROVED, ProofOutcome.UNREACHABLE}
    )


def _stored_proof(requirement: Requirement) -> Proof:
    return Proof(
        key=str(requirement.id),
        outcome=ProofOutcome.PROVED,
        reason=Reason.IN_FORCE,
        certificate_identifier=requirement.certificate_identifier,
        name=requirement.certificate_type or "",
    )


def _proof_names(material: AskedMaterial) -> list[str]:
    return [spared.certificate_type or spared.data_check or "" for spared in material.spared_by]


def _types(material: AskedMaterial) -> list[str]:
    return [spared.certificate_type for spared in material.spared_by if spared.certificate_type]

"""What the certificate store proves for an application, gathered before the hall's own transaction opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from certificate_store import grants, waivers
from certificate_store.holders import Holder
from certificate_store.waivers import Outcome, Proof, WaiverNeed
from guides.bundle_merging import AskedMaterial
from services_hall.applications.models import Requirement
from services_hall.clock import local_day

GRANT_LASTS: Final = timedelta(days=365)
OWN_EYES: Final = "本人查看可免提交的材料"


@dataclass(frozen=True)
class Proofs:
    """The store's answers by asked material; `is_store_away` when it did not answer at all."""

    found: Mapping[str, Proof]
    is_store_away: bool = False

    def proved(self, key: str) -> Proof | None:
        """The proof that spares this material, if there is one."""
        proof = self.found.get(key)
        return proof if proof is not None and proof.is_proved else None


NO_PROOFS: Final = Proofs({})
STORE_AWAY: Final = Proofs({}, is_store_away=True)


def needs_of(materials: Sequence[AskedMaterial]) -> list[WaiverNeed]:
    """What to ask the store: every material that some certificate or data check spares."""
    return [
        WaiverNeed(key=asked.key, any_of=tuple(_names(asked)))
        for asked in materials
        if asked.spared_by and asked.from_item is None
    ]


def preview(
    store: Session, materials: Sequence[AskedMaterial], *, holder: Holder, by: str, now: datetime
) -> Proofs:
    """What could be spared, for the holder's own eyes before anything is filed."""
    answers = waivers.check(
        store,
        needs_of(materials),
        holder=holder,
        on=local_day(now),
        by=by,
        purpose=OWN_EYES,
        legal_basis=OWN_EYES,
        now=now,
    )
    return Proofs({proof.key: proof for proof in answers})


def gather(
    store: Session,
    materials: Sequence[AskedMaterial],
    *,
    holder: Holder,
    by: str,
    purpose: str,
    now: datetime,
) -> Proofs:
    """Writes down the holder's permission for exactly this purpose and asks the store under it.

    The permission covers what this application itself will issue, too, so that it can be proved again later.
    """
    names = {name for asked in materials for name in _types(asked)}
    given = {
        grant.type.code
        for grant in grants.grants_of(store, holder)
        if grant.purpose == purpose and grant.type
    }
    until = now + GRANT_LASTS
    missing = sorted(names - given)
    grants.give_for_types(store, holder=holder, type_codes=missing, purpose=purpose, until=until, now=now)
    answers = waivers.check(
        store, needs_of(materials), holder=holder, on=local_day(now), by=by, purpose=purpose, now=now
    )
    return Proofs({proof.key: proof for proof in answers})


def kept_proofs(requirements: Sequence[Requirement]) -> list[Proof]:
    """The proofs that a case's requirements rest on, keyed by requirement id."""
    return [
        Proof(
            key=str(requirement.id),
            outcome=Outcome.PROVED,
            certificate_identifier=requirement.certificate_identifier,
            name=requirement.certificate_type or "",
        )
        for requirement in requirements
        if requirement.certificate_identifier is not None
    ]


def lost(
    store: Session,
    kept: Sequence[Proof],
    *,
    holder: Holder,
    purpose: str,
    by: str,
    case_reference: str,
    now: datetime,
) -> frozenset[int]:
    """The requirement ids whose certificate no longer proves anything; a store that is away loses nothing."""
    checked = waivers.recheck(
        store,
        kept,
        holder=holder,
        on=local_day(now),
        by=by,
        purpose=purpose,
        case_reference=case_reference,
        now=now,
    )
    return frozenset(
        int(proof.key) for proof in checked if proof.outcome not in {Outcome.PROVED, Outcome.UNREACHABLE}
    )


def _names(asked: AskedMaterial) -> list[str]:
    return [spared.get("certificate_type") or spared["data_check"] for spared in asked.spared_by]


def _types(asked: AskedMaterial) -> list[str]:
    return [spared["certificate_type"] for spared in asked.spared_by if spared.get("certificate_type")]

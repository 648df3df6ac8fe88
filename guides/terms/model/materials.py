"""Materials of an item, and what defers or replaces them, as frozen values."""

from dataclasses import dataclass, field

from guides.enumerations import (
    IdentifiedParty,
    IssuerType,
    MaterialKind,
    Necessity,
)
from guides.terms.applicability import OMITTED, Applicability
from guides.terms.model.limits import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferral(Period):
    """The time after acceptance within which a material can be submitted (容缺补交)."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SparedBy:
    """The source that replaces a material: either a certificate of a type, or a data check."""

    certificate_type: str | None = None
    data_check: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    key: str
    name: str = ""
    kind: MaterialKind = MaterialKind.ORIGINAL
    copies: int = 1
    is_proof: bool = False
    issuer_type: IssuerType = IssuerType.APPLICANT
    issued_by: str = ""
    bases: tuple[str, ...] = ()
    necessity: Necessity = Necessity.REQUIRED
    when: Applicability = field(default_factory=dict)
    deferrable: Deferral | None = None
    by_commitment: bool = False
    spared_by: tuple[SparedBy, ...] = ()
    notes: str = ""
    blank_form: str | None = None
    sample: str | None = None
    merge_key: str | None = None
    of_applicant: int | None = field(default=None, metadata=OMITTED)
    """The number of the joint applicant whom it is about, from 2; None for the first applicant."""
    identity_of: IdentifiedParty | None = field(default=None, metadata=OMITTED)
    """Whose identity document it is; None for everything else."""

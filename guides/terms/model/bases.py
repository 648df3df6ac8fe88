"""Legal bases of an item and what rests on them, its quantity limit and intermediary, as frozen values."""

from dataclasses import dataclass, field

from guides.enumerations import (
    Rank,
)
from guides.terms.applicability import Applicability


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    key: str
    law: str = ""
    rank: Rank = Rank.LAW
    number: str | None = None
    article: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    key: str
    text: str = ""
    bases: tuple[str, ...] = ()
    when: Applicability = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    key: str
    name: str = ""
    when: Applicability = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityLimit:
    text: str
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Intermediary:
    """A service that the applicant has to obtain from a third party."""

    name: str
    note: str = ""
    bases: tuple[str, ...] = ()

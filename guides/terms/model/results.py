"""Result of an item, its decision, fees and remedies, as frozen values."""

from dataclasses import dataclass, field

from guides.enumerations import (
    HandlingKind,
    ResultForm,
    Unit,
)
from guides.terms.applicability import OMITTED, Applicability


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What an item costs, and how it is paid; ways, place and time of payment are empty where nobody knows.

    `pay_days` counts working days from the payment notice.
    """

    key: str
    name: str = ""
    standard: str = ""
    amount_fen: int | None = None
    bases: tuple[str, ...] = ()
    waiver: str = ""
    when: Applicability = field(default_factory=dict)
    pay_ways: str = field(default="", metadata=OMITTED)
    pay_place: str = field(default="", metadata=OMITTED)
    pay_days: int | None = field(default=None, metadata=OMITTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWords:
    """The guide's own titles of its two decisions, and the verbs with which they decide."""

    grant_title: str
    grant: str
    denial_title: str
    denial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    from_days: int | None = None
    until_days: int | None = None
    unit: Unit = Unit.CALENDAR_DAY
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    name: str = ""
    certificate_type: str | None = None
    sample: str | None = None
    validity: str = ""
    validity_months: int | None = None
    renewal: Renewal | None = None
    form: ResultForm | None = field(default=None, metadata=OMITTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartsFrom:
    """The type of certificate that the item renews, changes, replaces or cancels."""

    certificate_type: str
    action: HandlingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconsideration:
    """Administrative reconsideration within `days` calendar days; `first`: required before a lawsuit."""

    to: str
    days: int
    basis: str | None = None
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lawsuit:
    to: str
    months: int
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    reconsideration: Reconsideration | None = None
    lawsuit: Lawsuit | None = None

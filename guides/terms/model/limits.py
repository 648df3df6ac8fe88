"""Steps and limits of an item, its supplement rule and its commitment, as frozen values."""

from dataclasses import dataclass, field

from guides.enumerations import (
    LimitEnd,
    LimitStart,
    Silence,
    StepKind,
    Unit,
)
from guides.terms.applicability import OMITTED, Applicability


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A number of working days, calendar days, months or hours."""

    days: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Period):
    key: str
    name: str = ""
    kind: StepKind = StepKind.REVIEW
    by: str = ""
    note: str = ""
    when: Applicability = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalLimit:
    """The limit of the law; `days` is None if the limit is `open`: the service point publishes it."""

    days: int | None
    unit: Unit
    basis: str | None = None
    note: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedLimit(Period):
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension(Period):
    """The maximum length, the number and the approver of extensions of the limit."""

    times: int = 1
    approver: str = ""
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuingLimit(Period):
    """The time after the decision within which the certificate is issued."""

    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of an item; both the legal and the promised limit run between the same events."""

    legal: LegalLimit
    promised: PromisedLimit
    extension: Extension | None = None
    issuing: IssuingLimit | None = None
    starts_with: LimitStart = field(default=LimitStart.ACCEPTANCE, metadata=OMITTED)
    ends_with: LimitEnd = field(default=LimitEnd.DECISION, metadata=OMITTED)
    joint: bool = field(default=False, metadata=OMITTED)
    """Whether the government organised unified, joint or central handling (行政许可法 arts. 26, 42)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRule(Period):
    """The time within which a supplement can be requested, and the consequence of silence after it."""

    silence: Silence = Silence.NONE
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Notice and commitment (告知承诺), chosen by the answer `value` to `question`.

    `online_decision` is the time from receipt within which an online application is decided; at once where
    absent. With `correction_first`, the law orders a broken commitment to be corrected before an annulment.
    """

    text: str = ""
    online_decision: Period | None = field(default=None, metadata=OMITTED)
    after_check: Period | None = None
    correction_first: bool = field(default=False, metadata=OMITTED)
    consequence: str = ""
    bases: tuple[str, ...] = ()
    question: str
    value: str

"""The terms of a guide as frozen values, in the shape that the schema validates."""

from dataclasses import dataclass, field

from guides.enumerations import (
    AgentRule,
    Audience,
    CertificateSubject,
    DecisionKind,
    DivisionLevel,
    HandlingKind,
    IdentifiedParty,
    IssuerType,
    ItemType,
    LimitEnd,
    LimitStart,
    MaterialKind,
    Necessity,
    QuestionKind,
    Rank,
    ResultForm,
    ServiceDepth,
    Silence,
    StepKind,
    Unit,
)
from guides.terms.applicability import OMITTED, Applicability
from guides.terms.applicants import CitizenRule, JointApplicants
from guides.terms.form_model import FormField


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
class Period:
    """A number of working days, calendar days, months or hours."""

    days: int
    unit: Unit


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
class QuantityLimit:
    text: str
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Intermediary:
    """A service that the applicant has to obtain from a third party."""

    name: str
    note: str = ""
    bases: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The ways to apply for the item: visits, online, by post, places."""

    visits: int = 0
    visits_reason: str = ""
    service_depth: ServiceDepth = ServiceDepth.ONLINE
    online: bool = False
    by_post: bool = False
    served_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRule:
    """The reason why an answer forbids the application, and its legal basis."""

    reason: str
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer to a question; `stop` forbids the application, `tell` is only advice."""

    value: str
    label: str = ""
    hint: str = ""
    stop: StopRule | None = None
    tell: str | None = None
    by_agent: bool = field(default=False, metadata=OMITTED)
    """Whether the answer says that somebody acts for the applicant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of a scenario; a number is counted in `unit` and not below `least`."""

    key: str
    text: str = ""
    kind: QuestionKind = QuestionKind.CHOICE
    hint: str = ""
    when: Applicability = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    unit: str = field(default="", metadata=OMITTED)
    least: int | None = field(default=None, metadata=OMITTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faq:
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """An element that the service point publishes instead, or that an editor must check.

    `note` is for readers, `editor_note` for editors only: it is absent from the terms of an edition.
    """

    element: str
    note: str = ""
    editor_note: str = field(default="", metadata=OMITTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideTerms:
    """All terms of an edition of a guide."""

    code: str
    name: str
    short_name: str = ""
    item_type: ItemType = ItemType.LICENCE
    audience: tuple[Audience, ...] = ()
    agents: AgentRule = field(default=AgentRule.ALL, metadata=OMITTED)
    """Who may act for a person who applies."""
    citizens_only: CitizenRule | None = field(default=None, metadata=OMITTED)
    """None where everybody may apply whatever their identity document."""
    joint_applicants: JointApplicants | None = field(default=None, metadata=OMITTED)
    """None where one alone applies."""
    topics: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    levels: tuple[DivisionLevel, ...] = ()
    agency_role: str = ""
    certificate_subject: CertificateSubject = CertificateSubject.APPLICANT
    concerns_safety: bool = field(default=False, metadata=OMITTED)
    """Whether it directly concerns public safety, health, life or property (行政许可法 arts. 78, 79)."""
    legal_bases: tuple[LegalBasis, ...] = ()
    conditions: tuple[Condition, ...] = ()
    situations: tuple[Situation, ...] = ()
    materials: tuple[Material, ...] = ()
    steps: tuple[Step, ...] = ()
    limits: Limits
    supplement: SupplementRule | None = None
    decision_kind: DecisionKind = DecisionKind.PROMISED
    decision_words: DecisionWords | None = field(default=None, metadata=OMITTED)
    commitment: Commitment | None = None
    fees: tuple[Fee, ...] = ()
    quantity_limit: QuantityLimit | None = None
    intermediary: Intermediary | None = None
    result: Result
    starts_from: StartsFrom | None = field(default=None, metadata=OMITTED)
    remedies: Remedies
    access: Access
    questions: tuple[Question, ...] = ()
    form_fields: tuple[FormField, ...] = ()
    faqs: tuple[Faq, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()

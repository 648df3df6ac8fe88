"""The terms of a guide as frozen values, in the shape that the schema validates."""

from dataclasses import dataclass, field

from guides.enumerations import (
    AgentRule,
    Audience,
    CertificateSubject,
    DecisionKind,
    DivisionLevel,
    ItemType,
)
from guides.terms.applicability import OMITTED
from guides.terms.model.access import Access, Faq, OpenPoint
from guides.terms.model.applicants import CitizenRule, JointApplicants
from guides.terms.model.bases import Condition, Intermediary, LegalBasis, QuantityLimit, Situation
from guides.terms.model.form import FormField
from guides.terms.model.limits import Commitment, Limits, Step, SupplementRule
from guides.terms.model.materials import Material
from guides.terms.model.results import DecisionWords, Fee, Remedies, Result, StartsFrom
from guides.terms.model.scenario import Question


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

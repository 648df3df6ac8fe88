"""The schema of a guide's terms."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError

from guides.enumerations import (
    AgentRule,
    Audience,
    CertificateSubject,
    DecisionKind,
    DivisionLevel,
    ItemType,
)
from guides.errors import DraftInvalid
from guides.terms import fields
from guides.terms.fields import (
    NestedField,
    Reference,
    StrictSchema,
    flat_errors,
)
from guides.terms.schema.access import AccessSchema, FaqSchema, OpenPointSchema
from guides.terms.schema.applicants import CitizenRuleSchema, JointApplicantsSchema
from guides.terms.schema.bases import (
    ConditionSchema,
    IntermediarySchema,
    LegalBasisSchema,
    QuantityLimitSchema,
    SituationSchema,
)
from guides.terms.schema.form import FormFieldSchema
from guides.terms.schema.limits import CommitmentSchema, LimitsSchema, StepSchema, SupplementRuleSchema
from guides.terms.schema.materials import MaterialSchema
from guides.terms.schema.results import (
    DecisionWordsSchema,
    FeeSchema,
    RemediesSchema,
    ResultSchema,
    StartsFromSchema,
)
from guides.terms.schema.scenario import QuestionSchema


class GuideSchema(StrictSchema):
    """All elements of a guide's terms, without implementations and service points."""

    code = fields.key_field()
    name = fields.text_field(300)
    short_name = fields.text_field(100)
    item_type = fields.choice_field(ItemType)
    audience = fields.words_field(required=True, choices=Audience)
    agents = fields.omitted_choice_field(AgentRule.ALL)
    citizens_only = fields.omitted_part_field(CitizenRuleSchema)
    joint_applicants = fields.omitted_part_field(JointApplicantsSchema)
    topics = fields.words_field()
    life_events = fields.words_field()
    levels = fields.words_field(required=True, choices=DivisionLevel)
    agency_role = fields.reference_field(Reference.AGENCY_ROLES)
    certificate_subject = fields.choice_field(
        CertificateSubject, load_default=CertificateSubject.APPLICANT.value
    )
    concerns_safety = fields.omitted_flag_field()
    legal_bases = fields.entries_field(LegalBasisSchema)
    conditions = fields.entries_field(ConditionSchema)
    situations = fields.entries_field(SituationSchema)
    materials = fields.entries_field(MaterialSchema)
    steps = fields.entries_field(StepSchema)
    limits = NestedField(LimitsSchema, required=True)
    supplement = fields.optional_part_field(SupplementRuleSchema)
    decision_kind = fields.choice_field(DecisionKind)
    decision_words = fields.omitted_part_field(DecisionWordsSchema)
    commitment = fields.optional_part_field(CommitmentSchema)
    fees = fields.entries_field(FeeSchema)
    quantity_limit = fields.optional_part_field(QuantityLimitSchema)
    intermediary = fields.optional_part_field(IntermediarySchema)
    result = NestedField(ResultSchema, required=True)
    starts_from = fields.omitted_part_field(StartsFromSchema)
    remedies = NestedField(RemediesSchema, required=True)
    access = NestedField(AccessSchema, required=True)
    questions = fields.entries_field(QuestionSchema)
    form_fields = fields.entries_field(FormFieldSchema)
    faqs = fields.entries_field(FaqSchema)
    open_points = fields.entries_field(OpenPointSchema)


GUIDE_SCHEMA: Final = GuideSchema()


def load_guide_terms(raw: Mapping[str, Any]) -> dict[str, Any]:
    """`raw` with every element present and texts in composed form, in the shape that editions store.

    Raises DraftInvalid with field path → problems for a wrong shape or an unknown field.
    """
    try:
        content: dict[str, Any] = GUIDE_SCHEMA.load(raw)
    except ValidationError as error:
        raise DraftInvalid(flat_errors(error.messages_dict)) from None
    return content

"""The schema of a guide's terms."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError, post_load, validates_schema

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
    YesNo,
)
from guides.errors import DraftInvalid, FieldProblem
from guides.terms import fields
from guides.terms.faults import TermsFault
from guides.terms.fields import (
    ApplicabilityField,
    NestedField,
    Reference,
    StrictSchema,
    flat_errors,
)
from guides.terms.form_schema import FormFieldSchema, MergedShape
from guides.vocabulary import YES_NO


class LegalBasisSchema(StrictSchema):
    key = fields.key_field("basis")
    law = fields.text_field(300)
    rank = fields.choice_field(Rank)
    number = fields.optional_text_field()
    article = fields.optional_text_field()
    text = fields.remark_field(multiline=True)


class ConditionSchema(StrictSchema):
    key = fields.key_field("condition")
    text = fields.text_field(multiline=True)
    bases = fields.pointers_field()
    when = ApplicabilityField()


class SituationSchema(StrictSchema):
    key = fields.key_field("situation")
    name = fields.text_field(300)
    when = ApplicabilityField()


class PeriodSchema(StrictSchema):
    days = fields.amount_field()
    unit = fields.choice_field(Unit)


class DeferralSchema(PeriodSchema):
    note = fields.remark_field()


class SparedBySchema(StrictSchema):
    certificate_type = fields.pointer_field(Reference.CERTIFICATE_TYPES)
    data_check = fields.pointer_field(Reference.DATA_CHECKS)

    @validates_schema
    def name_one(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if bool(data["certificate_type"]) == bool(data["data_check"]):
            raise ValidationError([FieldProblem(TermsFault.SPARED_BY_NOT_ONE)])

    @post_load
    def keep_one(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value}


class MaterialSchema(MergedShape):
    key = fields.key_field("material")
    name = fields.text_field(300)
    kind = fields.choice_field(MaterialKind)
    copies = fields.amount_field(lowest=1, initial=1)
    is_proof = fields.flag_field()
    issuer_type = fields.choice_field(IssuerType)
    issued_by = fields.remark_field()
    bases = fields.pointers_field()
    necessity = fields.choice_field(Necessity)
    when = ApplicabilityField()
    deferrable = fields.optional_part_field(DeferralSchema)
    by_commitment = fields.flag_field()
    spared_by = fields.entries_field(SparedBySchema)
    notes = fields.remark_field(multiline=True)
    blank_form = fields.form_file_field()
    sample = fields.form_file_field()
    merge_key = fields.pointer_field()
    of_applicant = fields.omitted_amount_field(lowest=2)
    identity_of = fields.omitted_choice_or_none_field(IdentifiedParty)


class CitizenRuleSchema(StrictSchema):
    basis = fields.reference_field(Reference.LEGAL_BASES)
    instead = fields.text_field()


class JointApplicantsSchema(StrictSchema):
    least = fields.amount_field(initial=0)
    most = fields.amount_field(lowest=1, initial=1)

    @validates_schema
    def least_up_to_most(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if data["least"] > data["most"]:
            raise ValidationError([FieldProblem(TermsFault.LEAST_ABOVE_MOST)], "most")


class StepSchema(PeriodSchema):
    key = fields.key_field("step")
    name = fields.text_field(100)
    kind = fields.choice_field(StepKind)
    by = fields.remark_field()
    note = fields.remark_field()
    when = ApplicabilityField()


class LegalLimitSchema(StrictSchema):
    days = fields.optional_amount_field()
    unit = fields.choice_field(Unit)
    basis = fields.pointer_field(Reference.LEGAL_BASES)
    note = fields.remark_field()
    open = fields.flag_field()

    @validates_schema
    def open_or_known(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if data["open"] == (data["days"] is not None):
            raise ValidationError([FieldProblem(TermsFault.LIMIT_NEITHER_OPEN_NOR_KNOWN)], "days")


class PromisedLimitSchema(PeriodSchema):
    note = fields.remark_field()


class ExtensionSchema(PeriodSchema):
    days = fields.amount_field(lowest=1)
    times = fields.amount_field(lowest=1)
    approver = fields.text_field(100)
    basis = fields.pointer_field(Reference.LEGAL_BASES)


class IssuingLimitSchema(PeriodSchema):
    basis = fields.pointer_field(Reference.LEGAL_BASES)


class LimitsSchema(StrictSchema):
    legal = NestedField(LegalLimitSchema, required=True)
    promised = NestedField(PromisedLimitSchema, required=True)
    extension = fields.optional_part_field(ExtensionSchema)
    issuing = fields.optional_part_field(IssuingLimitSchema)
    starts_with = fields.omitted_choice_field(LimitStart.ACCEPTANCE)
    ends_with = fields.omitted_choice_field(LimitEnd.DECISION)
    joint = fields.omitted_flag_field()


class SupplementRuleSchema(PeriodSchema):
    silence = fields.choice_field(Silence)
    basis = fields.pointer_field(Reference.LEGAL_BASES)


class CommitmentSchema(StrictSchema):
    text = fields.text_field(multiline=True)
    online_decision = fields.omitted_part_field(PeriodSchema)
    after_check = fields.optional_part_field(PeriodSchema)
    correction_first = fields.omitted_flag_field()
    consequence = fields.text_field(multiline=True)
    bases = fields.pointers_field()
    question = fields.key_field()
    value = fields.text_field(64)


class FeeSchema(StrictSchema):
    key = fields.key_field("fee")
    name = fields.text_field(300)
    standard = fields.text_field()
    amount_fen = fields.optional_amount_field(is_money=True)
    bases = fields.pointers_field()
    waiver = fields.remark_field()
    when = ApplicabilityField()
    pay_ways = fields.omitted_line_field(300)
    pay_place = fields.omitted_line_field(300)
    pay_days = fields.omitted_amount_field(lowest=1)


class QuantityLimitSchema(StrictSchema):
    text = fields.text_field(multiline=True)
    bases = fields.pointers_field()


class IntermediarySchema(StrictSchema):
    name = fields.text_field(300)
    note = fields.remark_field()
    bases = fields.pointers_field()


class RenewalSchema(StrictSchema):
    from_days = fields.optional_amount_field()
    until_days = fields.optional_amount_field()
    unit = fields.choice_field(Unit)
    note = fields.remark_field()


class DecisionWordsSchema(StrictSchema):
    grant_title = fields.text_field(60)
    grant = fields.text_field(60)
    denial_title = fields.text_field(60)
    denial = fields.text_field(60)


class ResultSchema(StrictSchema):
    name = fields.text_field(300)
    certificate_type = fields.pointer_field(Reference.CERTIFICATE_TYPES)
    sample = fields.optional_text_field()
    validity = fields.remark_field()
    validity_months = fields.optional_amount_field(lowest=1)
    renewal = fields.optional_part_field(RenewalSchema)
    form = fields.omitted_choice_or_none_field(ResultForm)


class StartsFromSchema(StrictSchema):
    certificate_type = fields.reference_field(Reference.CERTIFICATE_TYPES)
    action = fields.choice_field(HandlingKind)


class ReconsiderationSchema(StrictSchema):
    to = fields.text_field(300)
    days = fields.amount_field(lowest=1)
    basis = fields.pointer_field(Reference.LEGAL_BASES)
    first = fields.flag_field()


class LawsuitSchema(StrictSchema):
    to = fields.text_field(300)
    months = fields.amount_field(lowest=1)
    basis = fields.pointer_field(Reference.LEGAL_BASES)


class RemediesSchema(StrictSchema):
    reconsideration = fields.optional_part_field(ReconsiderationSchema)
    lawsuit = fields.optional_part_field(LawsuitSchema)


class AccessSchema(StrictSchema):
    visits = fields.amount_field()
    visits_reason = fields.remark_field()
    service_depth = fields.choice_field(ServiceDepth)
    online = fields.flag_field()
    by_post = fields.flag_field()
    served_for = fields.remark_field()


class StopRuleSchema(StrictSchema):
    reason = fields.text_field()
    basis = fields.pointer_field(Reference.LEGAL_BASES)


class OptionSchema(StrictSchema):
    value = fields.text_field(64)
    label = fields.text_field(300)
    hint = fields.remark_field()
    stop = fields.optional_part_field(StopRuleSchema)
    tell = fields.optional_text_field()
    by_agent = fields.omitted_flag_field()


class QuestionSchema(StrictSchema):
    """A question of a guide or a bundle; a yes-no question without options gets the options 是 and 否."""

    key = fields.key_field()
    text = fields.text_field()
    kind = fields.choice_field(QuestionKind)
    hint = fields.remark_field()
    when = ApplicabilityField()
    options = fields.entries_field(OptionSchema)
    unit = fields.omitted_word_field()
    least = fields.omitted_amount_field()

    @validates_schema
    def count_only_numbers(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if data["kind"] == QuestionKind.NUMBER and data["options"]:
            raise ValidationError([FieldProblem(TermsFault.NUMBER_WITH_OPTIONS)], "options")
        for part in ("unit", "least"):
            if data["kind"] != QuestionKind.NUMBER and data[part] not in ("", None):
                raise ValidationError([FieldProblem(TermsFault.ONLY_FOR_NUMBERS)], part)

    @validates_schema
    def offer_something(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        values = [option["value"] for option in data["options"]]
        if data["kind"] == QuestionKind.CHOICE and not values:
            raise ValidationError([FieldProblem(TermsFault.CHOICE_WITHOUT_OPTIONS)], "options")
        if data["kind"] == QuestionKind.YES_NO and values and sorted(values) != sorted(YesNo):
            raise ValidationError([FieldProblem(TermsFault.YES_NO_WITH_OTHER_OPTIONS)], "options")

    @post_load
    def offer_yes_and_no(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        if data["kind"] == QuestionKind.YES_NO and not data["options"]:
            plain = {"hint": "", "stop": None, "tell": None}
            data["options"] = [
                {"value": answer.value, "label": label, **plain} for answer, label in YES_NO.items()
            ]
        return data


class FaqSchema(StrictSchema):
    question = fields.text_field()
    answer = fields.text_field(multiline=True)


class OpenPointSchema(StrictSchema):
    element = fields.text_field(200)
    note = fields.remark_field(multiline=True)
    editor_note = fields.omitted_remark_field()


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

"""The one shape of a guide's terms, its canonical bytes and their SHA-256."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from marshmallow import ValidationError, post_load, validate, validates_schema

from guides import content_fields as fields
from guides.content_fields import Part, Shape, Text, When, flat_errors
from guides.errors import DraftInvalid
from guides.models import DivisionLevel
from guides.told import told
from guides.workdays import Unit

PREFILL: Final = re.compile(r"(applicant\.(name|identifier|phone)|certificate\.[A-Za-z0-9_.-]+)\Z")


class ItemType(StrEnum):
    LICENCE = "licence"
    CONFIRMATION = "confirmation"
    REGISTRATION = "registration"
    FILING = "filing"
    PAYMENT = "payment"
    PUBLIC_SERVICE = "public_service"
    OTHER_POWER = "other_power"


class Rank(StrEnum):
    """The rank of a legal basis."""

    LAW = "law"
    REGULATION = "regulation"
    STATE_COUNCIL = "state_council"
    LOCAL_REGULATION = "local_regulation"
    RULE = "rule"
    NORMATIVE = "normative"


AUDIENCES: Final = ("person", "organisation")
MATERIAL_KINDS: Final = ("original", "copy", "electronic")
ISSUERS: Final = ("applicant", "government", "other")
NECESSITIES: Final = ("required", "conditional")
STEP_KINDS: Final = ("receipt", "acceptance", "review", "site_check", "decision", "delivery", "after_check")
DECISION_KINDS: Final = ("on_the_spot", "promised")
DEPTHS: Final = ("one_visit", "at_once", "online", "nothing")
SILENCES: Final = ("accepted", "none")
FIELD_TYPES: Final = (
    "text",
    "textarea",
    "person_name",
    "identity_number",
    "credit_code",
    "phone",
    "address",
    "date",
    "integer",
    "choice",
)
YES_NO: Final = (("yes", "是"), ("no", "否"))


class LegalBasisSchema(Shape):
    key = fields.key()
    law = fields.text(300)
    rank = fields.choice(Rank)
    number = fields.maybe_text()
    article = fields.maybe_text()
    text = fields.remark()


class ConditionSchema(Shape):
    key = fields.key()
    text = fields.text()
    bases = fields.pointers()
    when = When()


class SituationSchema(Shape):
    key = fields.key()
    name = fields.text(300)
    when = When()


class PeriodSchema(Shape):
    days = fields.amount()
    unit = fields.choice(Unit)


class DeferrableSchema(PeriodSchema):
    note = fields.remark()


class SparedBySchema(Shape):
    certificate_type = fields.pointer()
    data_check = fields.pointer()

    @validates_schema
    def name_one(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if bool(data["certificate_type"]) == bool(data["data_check"]):
            raise ValidationError(told("应在证照（certificate_type）和数据核验（data_check）中写明一个。"))

    @post_load
    def keep_one(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value}


class MergedShape(Shape):
    """An entry that is asked for once with those of other items that have its merge key, at first its own."""

    @post_load
    def merge_by_key(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return data | {"merge_key": data["merge_key"] or data["key"]}


class MaterialSchema(MergedShape):
    key = fields.key()
    name = fields.text(300)
    kind = fields.choice(MATERIAL_KINDS)
    copies = fields.amount(lowest=1)
    is_proof = fields.flag()
    issuer_type = fields.choice(ISSUERS)
    issued_by = fields.remark()
    bases = fields.pointers()
    necessity = fields.choice(NECESSITIES)
    when = When()
    deferrable = fields.maybe_part(DeferrableSchema)
    by_commitment = fields.flag()
    spared_by = fields.entries(SparedBySchema)
    notes = fields.remark()
    blank_form = fields.maybe_text()
    sample = fields.maybe_text()
    merge_key = fields.pointer()


class StepSchema(PeriodSchema):
    key = fields.key()
    name = fields.text(100)
    kind = fields.choice(STEP_KINDS)
    by = fields.remark()
    note = fields.remark()
    when = When()


class LegalLimitSchema(Shape):
    days = fields.maybe_amount()
    unit = fields.choice(Unit)
    basis = fields.pointer()
    note = fields.remark()
    open = fields.flag()

    @validates_schema
    def open_or_known(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if data["open"] == (data["days"] is not None):
            raise ValidationError(
                told("应写明期限，或者标明以办理点公布为准（open），不能都写或都不写。"), "days"
            )


class PromisedLimitSchema(PeriodSchema):
    note = fields.remark()


class ExtensionSchema(PeriodSchema):
    days = fields.amount(lowest=1)
    times = fields.amount(lowest=1)
    approver = fields.text(100)
    basis = fields.pointer()


class IssuingSchema(PeriodSchema):
    basis = fields.pointer()


class LimitsSchema(Shape):
    legal = Part(LegalLimitSchema, required=True)
    promised = Part(PromisedLimitSchema, required=True)
    extension = fields.maybe_part(ExtensionSchema)
    issuing = fields.maybe_part(IssuingSchema)


class SupplementSchema(PeriodSchema):
    silence = fields.choice(SILENCES)
    basis = fields.pointer()


class CommitmentSchema(Shape):
    text = fields.text()
    after_check = fields.maybe_part(PeriodSchema)
    consequence = fields.text()
    bases = fields.pointers()
    question = fields.key()
    value = fields.text(64)


class FeeSchema(Shape):
    key = fields.key()
    name = fields.text(300)
    standard = fields.text()
    amount_fen = fields.maybe_amount()
    bases = fields.pointers()
    waiver = fields.remark()
    when = When()


class QuantityLimitSchema(Shape):
    text = fields.text()
    bases = fields.pointers()


class IntermediarySchema(Shape):
    name = fields.text(300)
    note = fields.remark()
    bases = fields.pointers()


class RenewalSchema(Shape):
    from_days = fields.maybe_amount()
    until_days = fields.maybe_amount()
    unit = fields.choice(Unit)
    note = fields.remark()


class ResultSchema(Shape):
    name = fields.text(300)
    certificate_type = fields.pointer()
    sample = fields.maybe_text()
    validity = fields.remark()
    validity_months = fields.maybe_amount(lowest=1)
    renewal = fields.maybe_part(RenewalSchema)


class ReconsiderationSchema(Shape):
    to = fields.text(300)
    days = fields.amount(lowest=1)
    basis = fields.pointer()
    first = fields.flag()


class LawsuitSchema(Shape):
    to = fields.text(300)
    months = fields.amount(lowest=1)
    basis = fields.pointer()


class RemediesSchema(Shape):
    reconsideration = fields.maybe_part(ReconsiderationSchema)
    lawsuit = fields.maybe_part(LawsuitSchema)


class AccessSchema(Shape):
    visits = fields.amount()
    visits_reason = fields.remark()
    service_depth = fields.choice(DEPTHS)
    online = fields.flag()
    by_post = fields.flag()
    served_for = fields.remark()


class StopSchema(Shape):
    reason = fields.text()
    basis = fields.pointer()


class OptionSchema(Shape):
    value = fields.text(64)
    label = fields.text(300)
    hint = fields.remark()
    stop = fields.maybe_part(StopSchema)
    tell = fields.maybe_text()


class QuestionSchema(Shape):
    """A question of a guide or a bundle; a yes-no question without options gets 是 and 否."""

    key = fields.key()
    text = fields.text()
    kind = fields.choice(("choice", "yes_no"))
    hint = fields.remark()
    when = When()
    options = fields.entries(OptionSchema)

    @validates_schema
    def offer_something(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        values = [option["value"] for option in data["options"]]
        if data["kind"] == "choice" and not values:
            raise ValidationError(told("选择题至少要有一个选项。"), "options")
        if data["kind"] == "yes_no" and values and sorted(values) != ["no", "yes"]:
            raise ValidationError(told("是非题的选项只能是 yes 和 no。"), "options")

    @post_load
    def offer_yes_and_no(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        if data["kind"] == "yes_no" and not data["options"]:
            plain = {"hint": "", "stop": None, "tell": None}
            data["options"] = [{"value": value, "label": label, **plain} for value, label in YES_NO]
        return data


class ChoiceSchema(Shape):
    value = fields.text(64)
    label = fields.text(300)
    hint = fields.remark()


class FormFieldSchema(MergedShape):
    key = fields.key()
    label = fields.text(300)
    type = fields.choice(FIELD_TYPES)
    required = fields.flag(default=True)
    hint = fields.remark()
    max_length = fields.maybe_amount(lowest=1)
    when = When()
    options = fields.entries(ChoiceSchema)
    prefill = Text(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(PREFILL, error=told("没有这种预填来源。")),
    )
    merge_key = fields.pointer()
    personal = fields.flag()


class FaqSchema(Shape):
    question = fields.text()
    answer = fields.text()


class OpenPointSchema(Shape):
    element = fields.text(200)
    note = fields.remark()


class GuideSchema(Shape):
    """Every element of a guide's terms; an implementation or a service point has no place here."""

    code = fields.key()
    name = fields.text(300)
    short_name = fields.text(100)
    item_type = fields.choice(ItemType)
    audience = fields.words(required=True, choices=AUDIENCES)
    topics = fields.words()
    life_events = fields.words()
    levels = fields.words(required=True, choices=DivisionLevel)
    agency_role = fields.key()
    certificate_subject = fields.choice(("applicant",), load_default="applicant")
    legal_bases = fields.entries(LegalBasisSchema)
    conditions = fields.entries(ConditionSchema)
    situations = fields.entries(SituationSchema)
    materials = fields.entries(MaterialSchema)
    steps = fields.entries(StepSchema)
    limits = Part(LimitsSchema, required=True)
    supplement = fields.maybe_part(SupplementSchema)
    decision_kind = fields.choice(DECISION_KINDS)
    commitment = fields.maybe_part(CommitmentSchema)
    fees = fields.entries(FeeSchema)
    quantity_limit = fields.maybe_part(QuantityLimitSchema)
    intermediary = fields.maybe_part(IntermediarySchema)
    result = Part(ResultSchema, required=True)
    remedies = Part(RemediesSchema, required=True)
    access = Part(AccessSchema, required=True)
    questions = fields.entries(QuestionSchema)
    form_fields = fields.entries(FormFieldSchema)
    faqs = fields.entries(FaqSchema)
    open_points = fields.entries(OpenPointSchema)


SCHEMA: Final = GuideSchema()


def load(raw: Mapping[str, Any]) -> dict[str, Any]:
    """`raw` with every element present, texts in composed form; the shape that editions keep.

    Raises DraftInvalid with field path → texts where the shape is wrong or a field is unknown.
    """
    try:
        content: dict[str, Any] = SCHEMA.load(raw)
    except ValidationError as error:
        raise DraftInvalid(flat_errors(error.messages_dict)) from None
    return content


def canonical(content: Mapping[str, Any]) -> bytes:
    """The bytes that stand for `content` wherever it is shown: sorted keys, no blanks, NFC, UTF-8."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", written).encode()


def digest(canonical_bytes: bytes) -> str:
    """The SHA-256 of canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes).hexdigest()


def short_hash(sha256: str) -> str:
    """The first eight digits as people compare them: 7f3a 9c21."""
    return f"{sha256[:4]} {sha256[4:8]}"

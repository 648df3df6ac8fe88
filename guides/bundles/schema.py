"""The schema of a bundle's terms: questions, items, merged entries, passed-on answers."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError

from guides.enumerations import Audience
from guides.errors import DraftInvalid, FieldProblem
from guides.terms import (
    ApplicabilityField,
    ListField,
    NestedField,
    ProblemLength,
    QuestionSchema,
    StrictSchema,
    TermsFault,
    TextField,
    entries_field,
    flat_errors,
    is_key,
    key_field,
    omitted_part_field,
    omitted_pointer_field,
    pointers_field,
    remark_field,
    text_field,
    words_field,
)

MOST_ITEMS: Final = 40
WRONG_COUNT: Final = FieldProblem(TermsFault.WRONG_NUMBER_OF_ITEMS, {"most": MOST_ITEMS})


class SizeRuleSchema(StrictSchema):
    """The questions of the bundle about area, seats and division, which decide whether an item applies."""

    area = omitted_pointer_field()
    seats = omitted_pointer_field()
    place = key_field()


class BundleItemSchema(StrictSchema):
    """An item of the bundle: filed if `when` matches, after those items of `after` that are also filed."""

    item = key_field()
    when = ApplicabilityField()
    after = pointers_field()
    note = remark_field()
    size = omitted_part_field(SizeRuleSchema)


class MergeMemberSchema(StrictSchema):
    item = key_field()
    material = key_field()


class MergeSchema(StrictSchema):
    """Materials of several items that are the same thing and are requested once, under `name`."""

    key = key_field()
    name = text_field(300)
    members = entries_field(MergeMemberSchema)


class PassedAnswerSchema(StrictSchema):
    """The bundle's question `from` answers the item's `question`."""

    item = key_field()
    question = key_field()
    from_question = TextField(required=True, validate=is_key, data_key="from", attribute="from")


class BundleSchema(StrictSchema):
    code = key_field()
    name = text_field(300)
    short_name = text_field(100)
    summary = remark_field()
    lead_agency_role = key_field()
    audience = words_field(required=True, choices=Audience)
    topics = words_field()
    life_events = words_field()
    questions = entries_field(QuestionSchema)
    items = ListField(
        NestedField(BundleItemSchema),
        required=True,
        validate=ProblemLength(WRONG_COUNT, min=1, max=MOST_ITEMS),
    )
    merges = entries_field(MergeSchema)
    answers = entries_field(PassedAnswerSchema)


BUNDLE_SCHEMA: Final = BundleSchema()


def load_bundle_terms(raw: Mapping[str, Any]) -> dict[str, Any]:
    """`raw` with every element present, in the shape that bundle editions store.

    Raises DraftInvalid with field path → problems for a wrong shape or an unknown field. References between
    elements are checked by `guides.bundles.validation`.
    """
    try:
        content: dict[str, Any] = BUNDLE_SCHEMA.load(raw)
    except ValidationError as error:
        raise DraftInvalid(flat_errors(error.messages_dict)) from None
    return content

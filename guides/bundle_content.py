"""The one shape of a bundle's content: questions, items, what is merged, which answers are passed on."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError, validate

from guides import content_fields as fields
from guides.content import AUDIENCES, QuestionSchema
from guides.content_fields import Part, Several, Shape, Text, When, flat_errors
from guides.errors import DraftInvalid
from guides.told import told

MOST_ITEMS: Final = 40
WRONG_COUNT: Final = told("应有 1 到 %(most)s 个事项。", most=MOST_ITEMS)


class BundleItemSchema(Shape):
    """An item of the bundle: filed when `when` matches, after those of `after` that are filed too."""

    item = fields.key()
    when = When()
    after = fields.pointers()
    note = fields.remark()


class MergeMemberSchema(Shape):
    item = fields.key()
    material = fields.key()


class MergeSchema(Shape):
    """Materials of several items that are the same thing and are asked for once, under `name`."""

    key = fields.key()
    name = fields.text(300)
    members = fields.entries(MergeMemberSchema)


class PassedAnswerSchema(Shape):
    """The bundle's question `from` answers the item's `question`."""

    item = fields.key()
    question = fields.key()
    from_question = Text(required=True, validate=fields.is_key, data_key="from", attribute="from")


class BundleSchema(Shape):
    code = fields.key()
    name = fields.text(300)
    short_name = fields.text(100)
    summary = fields.remark()
    lead_agency_role = fields.key()
    audience = fields.words(required=True, choices=AUDIENCES)
    topics = fields.words()
    life_events = fields.words()
    questions = fields.entries(QuestionSchema)
    items = Several(
        Part(BundleItemSchema),
        required=True,
        validate=validate.Length(min=1, max=MOST_ITEMS, error=WRONG_COUNT),
    )
    merges = fields.entries(MergeSchema)
    answers = fields.entries(PassedAnswerSchema)


SCHEMA: Final = BundleSchema()


def load(raw: Mapping[str, Any]) -> dict[str, Any]:
    """`raw` with every element present, the shape that bundle editions keep.

    Raises DraftInvalid with field path → texts where the shape is wrong or a field is unknown. Where its
    pointers lead is checked by `bundle_checks`.
    """
    try:
        content: dict[str, Any] = SCHEMA.load(raw)
    except ValidationError as error:
        raise DraftInvalid(flat_errors(error.messages_dict)) from None
    return content

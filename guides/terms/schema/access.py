"""The schema of ways to apply for an item, questions of readers about it, and open points."""

from guides.enumerations import (
    ServiceDepth,
)
from guides.terms import fields
from guides.terms.fields import (
    StrictSchema,
)


class AccessSchema(StrictSchema):
    visits = fields.amount_field()
    visits_reason = fields.remark_field()
    service_depth = fields.choice_field(ServiceDepth)
    online = fields.flag_field()
    by_post = fields.flag_field()
    served_for = fields.remark_field()


class FaqSchema(StrictSchema):
    question = fields.text_field()
    answer = fields.text_field(multiline=True)


class OpenPointSchema(StrictSchema):
    element = fields.text_field(200)
    note = fields.remark_field(multiline=True)
    editor_note = fields.omitted_remark_field()

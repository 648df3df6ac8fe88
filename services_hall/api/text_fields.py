"""Fields of requests that contain texts or the files of materials."""

from typing import Any, Final

from marshmallow import ValidationError, fields

from guides.bundles import AskedField
from guides.terms import FormField
from services_hall.api.request_schemas import RequestLength, RequestText
from services_hall.applications.answers import FieldInvalid, read_field
from services_hall.attachments.groups import MOST_FILES

MOST_MATERIALS: Final = 100


class AnswerText(RequestText):
    """A text of a request that is read like the corresponding field of a form."""

    def __init__(self, field: FormField, **options: Any) -> None:
        super().__init__(**options)
        self.asked = AskedField(field.key, field, ())

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        try:
            read = read_field(self.asked, super()._deserialize(value, attr, data, **kwargs))
        except FieldInvalid as error:
            raise ValidationError([error.problem]) from None
        return "" if read is None else str(read)


def text(longest: int, **options: Any) -> RequestText:
    """A text field of at most `longest` characters."""
    return RequestText(validate=RequestLength(max=longest), **options)


class FileIds(fields.List[str]):
    """Ids of uploaded files in order; the id of a single file may stand without a list."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        return super()._deserialize([value] if isinstance(value, str) else value, attr, data, **kwargs)


def file_lists() -> fields.Dict:
    """The files of each material, by its key."""
    files = FileIds(text(32), validate=RequestLength(max=MOST_FILES))
    return fields.Dict(
        keys=text(80),
        values=files,
        load_default=dict,
        validate=RequestLength(max=MOST_MATERIALS),
        metadata={
            "description": "the ids of the files of each material, in order; one id alone needs no list"
        },
    )


def text_as(field: FormField, *, longest: int) -> RequestText:
    """A required text field with the same validation as the corresponding form field."""
    return AnswerText(field, required=True, validate=RequestLength(max=longest))

"""Base classes of the API's request schemas, whose errors are codes with values, field by field."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from certificate_store.text_input.reader import TextInvalid, read_lines
from guides.errors import FieldProblem
from services_hall.applications.action_faults import text_problem
from services_hall.presentation.request_messages import RequestFault

GENERAL: Final = {
    "required": RequestFault.REQUIRED,
    "null": RequestFault.NULL,
    "validator_failed": RequestFault.INVALID,
    "type": RequestFault.NOT_AN_OBJECT,
}
INVALID: Final[Mapping[type[fields.Field[Any]], RequestFault]] = {
    fields.String: RequestFault.NOT_A_TEXT,
    fields.Integer: RequestFault.NOT_AN_INTEGER,
    fields.Boolean: RequestFault.NOT_A_BOOLEAN,
    fields.Date: RequestFault.NOT_A_DAY,
    fields.Dict: RequestFault.NOT_AN_OBJECT,
    fields.List: RequestFault.NOT_A_LIST,
}


class RequestText(fields.String):
    """A text as it is kept: without invisible characters, with line ends as LF; refused with the place."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        try:
            return read_lines(super()._deserialize(value, attr, data, **kwargs))
        except TextInvalid as refused:
            raise ValidationError([text_problem(refused)]) from None


class TextNotRead(TypeError):
    """A request schema has a plain text field, around the one reader of texts."""


class RequestSchema(Schema):
    """A request schema that reports problems instead of sentences, and reads every text."""

    error_messages: Any = {  # noqa: RUF012 - the base declares an instance variable
        "unknown": FieldProblem(RequestFault.UNKNOWN_FIELD),
        "type": FieldProblem(RequestFault.NOT_AN_OBJECT),
    }

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Sets the problems of the field and of the fields inside it; raises TextNotRead for a plain text."""
        for field in (field_obj, *inner_fields(field_obj)):
            if isinstance(field, fields.String) and not isinstance(field, RequestText):
                raise TextNotRead(f"{type(self).__name__}.{field_name}")
            field.error_messages = {**field.error_messages, **problems_of(field)}


class StrictRequestSchema(RequestSchema):
    """A request schema that rejects unknown fields."""

    class Meta:
        unknown = RAISE


def inner_fields(field: fields.Field[Any]) -> Iterator[fields.Field[Any]]:
    """The fields of a list's entries, or of a mapping's keys and values."""
    for name in ("inner", "key_field", "value_field"):
        if (inner := getattr(field, name, None)) is not None:
            yield inner


def problems_of(field: fields.Field[Any]) -> dict[str, Any]:
    """The problems for a missing value and for a value of the wrong type, by marshmallow's names of errors.

    Each problem is inside a list, because marshmallow does not change lists.
    """
    invalid = next((code for kind, code in INVALID.items() if isinstance(field, kind)), None)
    codes = dict(GENERAL)
    if invalid is not None:
        codes |= {"invalid": invalid, "invalid_utf8": invalid, "too_large": RequestFault.NUMBER_TOO_LARGE}
    problems = {name: [FieldProblem(code)] for name, code in codes.items()}
    if isinstance(field, fields.Enum):
        choices = tuple(str(choice.value) for choice in field.enum)
        problems["unknown"] = [FieldProblem(RequestFault.NOT_ONE_OF, {"words": choices})]
    return problems


def invalid(code: RequestFault, **values: object) -> ValidationError:
    """The error of a validator, as a code with values."""
    return ValidationError([FieldProblem(code, values)])


class RequestLength(validate.Length):
    """At most `max` characters or entries."""

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)
        except ValidationError:
            raise invalid(RequestFault.TOO_LONG, most=self.max) from None


class RequestRange(validate.Range):
    """A number from `min` to `max`."""

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)
        except ValidationError:
            raise invalid(RequestFault.OUT_OF_RANGE, least=self.min, most=self.max) from None


class RequestOneOf(validate.OneOf):
    """One of the listed words."""

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)
        except ValidationError:
            words = tuple(map(str, self.choices))
            raise invalid(RequestFault.NOT_ONE_OF, words=words) from None


class Pattern(validate.Regexp):
    """A text that matches a regular expression; `code` describes the expected format."""

    def __init__(self, regex: str, code: RequestFault) -> None:
        super().__init__(regex)
        self.code = code

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)
        except ValidationError:
            raise invalid(self.code) from None

"""What a request of the API must be like: what is wrong with its shape is told, field by field."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from marshmallow import RAISE, Schema, fields, validate

from guides.told import Told, joined, told

GENERAL: Final = {
    "required": told("必须填写。"),
    "null": told("不能为空。"),
    "validator_failed": told("填写有误。"),
    "type": told("应为一组字段。"),
}
INVALID: Final[Mapping[type[fields.Field[Any]], Told]] = {
    fields.String: told("应为文字。"),
    fields.Integer: told("应为整数。"),
    fields.Boolean: told("应为是或否（true、false）。"),
    fields.Dict: told("应为一组字段。"),
    fields.List: told("应为列表。"),
}
TOO_LARGE: Final = told("这个数太大。")


class Request(Schema):
    """A request whose fields say in the hall's words what is wrong with them."""

    error_messages = {  # noqa: RUF012 - the base declares an instance variable
        "unknown": told("没有这个字段。"),
        "type": told("应为一组字段。"),
    }

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Gives the field, and those inside it, their messages."""
        for field in (field_obj, *inner_fields(field_obj)):
            field.error_messages = {**field.error_messages, **messages_of(field)}
            for validator in field.validators:
                tell_bounds(validator)


class Strict(Request):
    """A request: what it does not know it refuses."""

    class Meta:
        unknown = RAISE


def inner_fields(field: fields.Field[Any]) -> Iterator[fields.Field[Any]]:
    """The fields of a list's entries, or of a mapping's keys and values."""
    for name in ("inner", "key_field", "value_field"):
        if (inner := getattr(field, name, None)) is not None:
            yield inner


def messages_of(field: fields.Field[Any]) -> dict[str, Told]:
    """What a field says of a missing value and of one of the wrong kind."""
    invalid = next((words for kind, words in INVALID.items() if isinstance(field, kind)), None)
    own = {"invalid": invalid, "invalid_utf8": invalid, "too_large": TOO_LARGE} if invalid else {}
    if isinstance(field, fields.Enum):
        own = {"unknown": only(str(choice.value) for choice in field.enum)}
    return {**GENERAL, **own}


def tell_bounds(validator: Any) -> None:
    """Lets a validator of marshmallow say its bounds; one that has words of its own keeps them."""
    if isinstance(validator, validate.Length) and validator.error is None:
        validator.error = told("太长：最多 %(most)s。", most=validator.max)
    elif isinstance(validator, validate.Range) and validator.error is None:
        validator.error = told("应在 %(least)s 到 %(most)s 之间。", least=validator.min, most=validator.max)
    elif isinstance(validator, validate.OneOf) and validator.error == validator.default_message:
        validator.error = only(map(str, validator.choices))


def only(words: Iterator[str]) -> Told:
    """The words of which one is to be chosen."""
    separator = told("、")  # not inside the calls below: pybabel would miss it
    return told("只能是：%(words)s。", words=joined(separator, words))

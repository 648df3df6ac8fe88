"""The kinds of fields that contents are made of, each saying in Chinese what is wrong with a value."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, Final, TypeAlias

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from guides.told import Told, joined, told

KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
LONGEST_TEXT: Final = 20_000

Messages: TypeAlias = dict[str, str | list[Any] | dict[Any, Any]]


def messages(invalid: Told, **others: Told) -> Messages:
    """What every field says about a missing value, and `invalid` about a value of the wrong kind."""
    missing = {
        "required": told("必须填写。"),
        "null": told("不能为空。"),
        "validator_failed": told("填写有误。"),
    }
    return {**missing, "invalid": invalid, **others}


class Shape(Schema):
    """A schema that refuses unknown fields."""

    error_messages = {  # noqa: RUF012 - the base declares an instance variable
        "unknown": told("没有这个字段。"),
        "type": told("应为一组字段。"),
    }

    class Meta:
        unknown = RAISE


class Text(fields.String):
    """Text in Unicode's composed form, without blanks around it."""

    default_error_messages = messages(told("应为文字。"))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return unicodedata.normalize("NFC", value).strip()


class Whole(fields.Integer):
    """A whole number; a text or a fraction is none."""

    default_error_messages = messages(told("应为整数。"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Flag(fields.Boolean):
    """True or false, nothing that merely reads like it."""

    default_error_messages = messages(told("应为是或否（true、false）。"))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Several(fields.List[Any]):
    """A list."""

    default_error_messages = messages(told("应为列表。"))


class Part(fields.Nested):
    """A group of fields inside another."""

    default_error_messages = messages(told("应为一组字段。"), type=told("应为一组字段。"))


class When(fields.Dict):
    """Question key → the answers with which the entry applies; every key must match."""

    default_error_messages = messages(told("应为“问题：[答案…]”。"))

    def __init__(self) -> None:
        some = validate.Length(min=1, error=told("至少要有一个答案。"))
        answers = Several(Text(validate=filled()), validate=some)
        super().__init__(keys=Text(validate=is_key), values=answers, load_default=dict)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        except ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            raise ValidationError({name: part_of(texts) for name, texts in error.messages.items()}) from None


def part_of(messages: Any) -> Any:
    """marshmallow tells a mapping's wrong key from its wrong value; people only need what is wrong."""
    return messages.get("value") or messages.get("key") or messages


is_key: Final = validate.Regexp(KEY, error=told("应为 1 到 64 个字母、数字、点、横线或下划线。"))


def filled(longest: int = LONGEST_TEXT) -> validate.Length:
    return validate.Length(min=1, max=longest, error=told("应有 1 到 %(longest)s 个字。", longest=longest))


def at_least(lowest: int) -> validate.Range:
    wrong = told("不能小于 %(lowest)s，也不能太大。", lowest=lowest)
    return validate.Range(min=lowest, max=2**31 - 1, error=wrong)


def one_of(words: Collection[str] | type[StrEnum]) -> validate.OneOf:
    allowed = [str(word) for word in words]
    return validate.OneOf(allowed, error=told("只能是：%(words)s。", words=joined(told("、"), allowed)))


def key() -> Text:
    """A name by which other entries point here."""
    return Text(required=True, validate=is_key)


def pointer() -> Text:
    """The key of another entry, or none."""
    return Text(load_default=None, allow_none=True, validate=is_key)


def pointers() -> Several:
    """The keys of other entries."""
    return Several(Text(validate=is_key), load_default=list)


def words(*, required: bool = False, choices: Collection[str] | type[StrEnum] | None = None) -> Several:
    """Short texts; with `choices`, only these."""
    entry = Text(validate=filled(100) if choices is None else one_of(choices))
    if required:
        return Several(entry, required=True, validate=validate.Length(min=1, error=told("至少要有一项。")))
    return Several(entry, load_default=list)


def text(longest: int = LONGEST_TEXT) -> Text:
    """A text that must be there."""
    return Text(required=True, validate=filled(longest))


def remark() -> Text:
    """A text that may be left out."""
    return Text(load_default="", validate=validate.Length(max=LONGEST_TEXT, error=told("文字太长。")))


def maybe_text() -> Text:
    """A text or none."""
    return Text(load_default=None, allow_none=True, validate=filled())


def amount(*, lowest: int = 0) -> Whole:
    """A number that must be there."""
    return Whole(required=True, validate=at_least(lowest))


def maybe_amount(*, lowest: int = 0) -> Whole:
    """A number or none."""
    return Whole(load_default=None, allow_none=True, validate=at_least(lowest))


def choice(choices: Collection[str] | type[StrEnum], **kwargs: Any) -> Text:
    """One of `choices`; required unless it has a default."""
    return Text(validate=one_of(choices), **(kwargs or {"required": True}))


def flag(default: bool = False) -> Flag:
    return Flag(load_default=default)


def entries(schema: type[Schema]) -> Several:
    """A list of groups of fields."""
    return Several(Part(schema), load_default=list)


def maybe_part(schema: type[Schema]) -> Part:
    """A group of fields or none."""
    return Part(schema, load_default=None, allow_none=True)


def flat_errors(messages: Mapping[Any, Any], prefix: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages as field path → texts: {"materials.0.name": ["必须填写。"]}."""
    flat: dict[str, list[str]] = {}
    for name, value in messages.items():
        step = "" if name == "_schema" else str(name)
        path = ".".join(part for part in (prefix, step) if part)
        if isinstance(value, Mapping):
            for inner, texts in flat_errors(value, path).items():
                flat.setdefault(inner, []).extend(texts)
        else:
            flat.setdefault(path, []).extend([value] if isinstance(value, str) else value)
    return flat

"""Field types of the schemas of terms, each with the problem code for an invalid value."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeAlias

from marshmallow import RAISE, Schema, ValidationError, fields, post_load

from guides.errors import FieldProblem
from guides.terms.faults import TermsFault
from guides.terms.validators import ProblemLength, ProblemOneOf, ProblemRange, ProblemRegexp

KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
LONGEST_TEXT: Final = 20_000
LONGEST_WORD: Final = 10

# The keys of a field's metadata, for code that builds forms and documents from a schema.
REFERS_TO: Final = "refers_to"
MULTILINE: Final = "multiline"
IS_MONEY: Final = "is_money"
INITIAL: Final = "initial"
KEY_PREFIX: Final = "key_prefix"
IS_OMITTED: Final = "is_omitted"
IS_FILE: Final = "is_file"

NO_GROUP: Final = FieldProblem(TermsFault.NOT_A_GROUP)

Messages: TypeAlias = dict[str, str | list[Any] | dict[Any, Any]]


class Reference(StrEnum):
    """The kind of entry to which a key in terms refers."""

    LEGAL_BASES = "legal_bases"
    CERTIFICATE_TYPES = "certificate_types"
    DATA_CHECKS = "data_checks"
    AGENCY_ROLES = "agency_roles"


def messages(invalid: FieldProblem, **others: FieldProblem) -> Messages:
    """The problem code of a missing value for every field, and `invalid` for a value of the wrong type."""
    missing = {
        "required": FieldProblem(TermsFault.MISSING),
        "null": FieldProblem(TermsFault.EMPTY),
        "validator_failed": FieldProblem(TermsFault.WRONG),
    }
    return {name: [problem] for name, problem in {**missing, "invalid": invalid, **others}.items()}


class StrictSchema(Schema):
    """A schema that rejects unknown fields."""

    error_messages: dict[str, Any] = {  # noqa: RUF012 - the base declares an instance variable
        "unknown": FieldProblem(TermsFault.UNKNOWN_FIELD),
        "type": NO_GROUP,
    }

    class Meta:
        unknown = RAISE

    @post_load
    def leave_out_defaults(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Leave out fields that editions stored before them do not have, so that their hash stays."""
        omitted = {
            name
            for name, field in self.fields.items()
            if field.metadata.get(IS_OMITTED) and data.get(name) == _default_of(field)
        }
        return {name: value for name, value in data.items() if name not in omitted}


def _default_of(field: Any) -> Any:
    return field.load_default() if callable(field.load_default) else field.load_default


class TextField(fields.String):
    """A text in Unicode's composed form, without surrounding blanks."""

    default_error_messages = messages(FieldProblem(TermsFault.NOT_A_TEXT))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return unicodedata.normalize("NFC", value).strip()


class WholeNumberField(fields.Integer):
    """An integer; texts and fractions are rejected."""

    default_error_messages = messages(FieldProblem(TermsFault.NOT_A_WHOLE_NUMBER))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class FlagField(fields.Boolean):
    """A boolean; other values that can be read as true or false are rejected."""

    default_error_messages = messages(FieldProblem(TermsFault.NOT_A_FLAG))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class ListField(fields.List[Any]):
    """A list."""

    default_error_messages = messages(FieldProblem(TermsFault.NOT_A_LIST))


class NestedField(fields.Nested):
    """A nested group of fields."""

    default_error_messages = messages(
        FieldProblem(TermsFault.NOT_A_GROUP), type=FieldProblem(TermsFault.NOT_A_GROUP)
    )


class ApplicabilityField(fields.Dict):
    """Question key → the answers with which the entry applies; every key must match."""

    default_error_messages = messages(FieldProblem(TermsFault.NOT_AN_APPLICABILITY))

    def __init__(self) -> None:
        some = ProblemLength(FieldProblem(TermsFault.NO_ANSWERS), min=1)
        answers = ListField(TextField(validate=filled_length()), validate=some)
        super().__init__(keys=TextField(validate=is_key), values=answers, load_default=dict)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        except ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            raise ValidationError({name: part_of(texts) for name, texts in error.messages.items()}) from None


def part_of(messages: Any) -> Any:
    """The problems without marshmallow's distinction between keys and values of a mapping."""
    return messages.get("value") or messages.get("key") or messages


is_key: Final = ProblemRegexp(FieldProblem(TermsFault.NOT_A_KEY), KEY)


def is_day(value: str) -> None:
    """Raises ValidationError for a text that is no day written as 2026-11-23."""
    try:
        if date.fromisoformat(value).isoformat() == value:
            return
    except ValueError:
        pass
    raise ValidationError([FieldProblem(TermsFault.NOT_A_DAY)])


def filled_length(longest: int = LONGEST_TEXT) -> ProblemLength:
    return ProblemLength(FieldProblem(TermsFault.WRONG_LENGTH, {"longest": longest}), min=1, max=longest)


def at_least(lowest: int) -> ProblemRange:
    wrong = FieldProblem(TermsFault.OUT_OF_RANGE, {"lowest": lowest})
    return ProblemRange(wrong, min=lowest, max=2**31 - 1)


def one_of(words: Collection[str] | type[StrEnum]) -> ProblemOneOf:
    allowed = [str(word) for word in words]
    return ProblemOneOf(FieldProblem(TermsFault.NOT_A_CHOICE, {"words": tuple(allowed)}), allowed)


def key_field(prefix: str = "") -> TextField:
    """The key by which other entries refer to this one; new entries get keys that begin with `prefix`."""
    return TextField(required=True, validate=is_key, metadata={KEY_PREFIX: prefix})


def reference_field(refers_to: Reference) -> TextField:
    """A required reference to the key of another entry."""
    return TextField(required=True, validate=is_key, metadata={REFERS_TO: refers_to})


def pointer_field(refers_to: Reference | None = None) -> TextField:
    """An optional reference to the key of another entry."""
    return TextField(load_default=None, allow_none=True, validate=is_key, metadata={REFERS_TO: refers_to})


def omitted_pointer_field() -> TextField:
    """An optional reference to another entry; left out of stored terms while there is none."""
    return TextField(load_default=None, allow_none=True, validate=is_key, metadata={IS_OMITTED: True})


def pointers_field() -> ListField:
    """References to the keys of legal bases."""
    metadata = {REFERS_TO: Reference.LEGAL_BASES}
    return ListField(TextField(validate=is_key), load_default=list, metadata=metadata)


def words_field(
    *, required: bool = False, choices: Collection[str] | type[StrEnum] | None = None
) -> ListField:
    """A list of short texts; with `choices`, only these texts."""
    entry = TextField(validate=filled_length(100) if choices is None else one_of(choices))
    if required:
        return ListField(
            entry, required=True, validate=ProblemLength(FieldProblem(TermsFault.NO_ENTRIES), min=1)
        )
    return ListField(entry, load_default=list)


def omitted_words_field(choices: type[StrEnum]) -> ListField:
    """A list of these values; left out of stored terms while it is empty."""
    return ListField(TextField(validate=one_of(choices)), load_default=list, metadata={IS_OMITTED: True})


def text_field(longest: int = LONGEST_TEXT, *, multiline: bool = False) -> TextField:
    """A required text."""
    return TextField(required=True, validate=filled_length(longest), metadata={MULTILINE: multiline})


def _remark_length() -> ProblemLength:
    return ProblemLength(FieldProblem(TermsFault.TOO_LONG), max=LONGEST_TEXT)


def remark_field(*, multiline: bool = False) -> TextField:
    """A text that can be left out."""
    return TextField(
        load_default="",
        metadata={MULTILINE: multiline},
        validate=_remark_length(),
    )


def omitted_remark_field() -> TextField:
    """A text of several lines, left out of stored terms while it is empty."""
    metadata = {MULTILINE: True, IS_OMITTED: True}
    return TextField(load_default="", validate=_remark_length(), metadata=metadata)


def omitted_line_field(longest: int) -> TextField:
    """A text of one line, left out of stored terms while it is empty."""
    too_long = ProblemLength(FieldProblem(TermsFault.TOO_LONG), max=longest)
    return TextField(load_default="", validate=too_long, metadata={IS_OMITTED: True})


def omitted_word_field() -> TextField:
    """A short word, left out of stored terms while it is empty."""
    too_long = ProblemLength(FieldProblem(TermsFault.TOO_LONG), max=LONGEST_WORD)
    return TextField(load_default="", validate=too_long, metadata={IS_OMITTED: True})


def omitted_day_field() -> TextField:
    """A day as 2026-11-23, or None; left out of stored terms while it is None."""
    return TextField(load_default=None, allow_none=True, validate=is_day, metadata={IS_OMITTED: True})


def optional_text_field() -> TextField:
    """A text or None."""
    return TextField(load_default=None, allow_none=True, validate=filled_length())


def form_file_field() -> TextField:
    """The path of a stored file, another address, or None."""
    return TextField(load_default=None, allow_none=True, validate=filled_length(), metadata={IS_FILE: True})


def amount_field(*, lowest: int = 0, initial: int | None = None) -> WholeNumberField:
    """A required number; a new entry starts with `initial`."""
    return WholeNumberField(required=True, validate=at_least(lowest), metadata={INITIAL: initial})


def optional_amount_field(*, lowest: int = 0, is_money: bool = False) -> WholeNumberField:
    """A number or None; with `is_money`, an amount in fen."""
    metadata = {IS_MONEY: is_money}
    return WholeNumberField(load_default=None, allow_none=True, validate=at_least(lowest), metadata=metadata)


def omitted_amount_field(*, lowest: int = 0) -> WholeNumberField:
    """A number or None; left out of stored terms while it is None."""
    metadata = {IS_OMITTED: True}
    return WholeNumberField(load_default=None, allow_none=True, validate=at_least(lowest), metadata=metadata)


def choice_field(choices: Collection[str] | type[StrEnum], **kwargs: Any) -> TextField:
    """One of `choices`; required unless it has a default."""
    return TextField(validate=one_of(choices), **(kwargs or {"required": True}))


def omitted_choice_field(default: StrEnum) -> TextField:
    """One of the values of an enumeration; left out of stored terms while it is the default."""
    return TextField(validate=one_of(type(default)), load_default=default.value, metadata={IS_OMITTED: True})


def omitted_choice_or_none_field(choices: type[StrEnum]) -> TextField:
    """One of `choices` or None; left out of stored terms while it is None."""
    return TextField(
        validate=one_of(choices), load_default=None, allow_none=True, metadata={IS_OMITTED: True}
    )


def flag_field(default: bool = False) -> FlagField:
    return FlagField(load_default=default)


def omitted_flag_field() -> FlagField:
    """A flag; left out of stored terms while it is not set."""
    return FlagField(load_default=False, metadata={IS_OMITTED: True})


def entries_field(schema: type[Schema]) -> ListField:
    """A list of groups of fields."""
    return ListField(NestedField(schema), load_default=list)


def optional_part_field(schema: type[Schema]) -> NestedField:
    """A nested group of fields, or None."""
    return NestedField(schema, load_default=None, allow_none=True)


def omitted_part_field(schema: type[Schema]) -> NestedField:
    """A nested group of fields, or None; left out of stored terms while it is None."""
    return NestedField(schema, load_default=None, allow_none=True, metadata={IS_OMITTED: True})


def flat_errors(messages: Mapping[Any, Any], prefix: str = "") -> dict[str, list[FieldProblem]]:
    """marshmallow's nested messages as field path → problems: {"materials.0.name": [MISSING]}."""
    flat: dict[str, list[FieldProblem]] = {}
    for name, value in messages.items():
        step = "" if name == "_schema" else str(name)
        path = ".".join(part for part in (prefix, step) if part)
        if isinstance(value, Mapping):
            for inner, problems in flat_errors(value, path).items():
                flat.setdefault(inner, []).extend(problems)
        else:
            flat.setdefault(path, []).extend(value)
    return flat

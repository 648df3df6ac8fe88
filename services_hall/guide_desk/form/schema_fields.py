"""Kinds of form fields, derived from the fields of a schema of terms."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from marshmallow import Schema, validate
from marshmallow.fields import Field

from guides.terms import (
    IS_FILE,
    IS_MONEY,
    MULTILINE,
    REFERS_TO,
    ApplicabilityField,
    FlagField,
    ListField,
    NestedField,
    Reference,
    TextField,
    WholeNumberField,
)

SchemaField = Field[Any]


class FieldKind(StrEnum):
    """The kind of input of a form field."""

    TEXT = "text"
    LONG = "long"
    FILE = "file"
    """The address of a file, with an upload."""
    NUMBER = "number"
    MONEY = "money"
    """Yuan on the page, fen in the terms."""
    FLAG = "flag"
    CHOICE = "choice"
    SEVERAL = "several"
    """Any number of the options."""
    WORDS = "words"
    """Free words on one line."""
    BASIS = "basis"
    """One legal basis of the guide."""
    BASES = "bases"
    """Any number of the guide's legal bases."""
    CERTIFICATE = "certificate"
    """One type of certificate."""
    WAYS = "ways"
    """Certificates and data checks that replace a material."""
    WHEN = "when"
    """Answers for which an entry applies."""


KIND_BY_REFERENCE: Final[Mapping[Reference, FieldKind]] = {
    Reference.LEGAL_BASES: FieldKind.BASIS,
    Reference.CERTIFICATE_TYPES: FieldKind.CERTIFICATE,
    Reference.DATA_CHECKS: FieldKind.CHOICE,
    Reference.AGENCY_ROLES: FieldKind.CHOICE,
}


def field_kind(field: SchemaField) -> FieldKind | None:
    """The kind of input for a field of the schema; None for a group of fields or a list of groups."""
    match field:
        case FlagField():
            return FieldKind.FLAG
        case WholeNumberField():
            return FieldKind.MONEY if field.metadata.get(IS_MONEY) else FieldKind.NUMBER
        case ApplicabilityField():
            return FieldKind.WHEN
        case ListField():
            return _list_kind(field)
        case TextField():
            return _text_kind(field)
        case _:
            return None


def entry_schema(field: SchemaField) -> Schema | None:
    """The schema of the entries of a list of groups; None for any other field."""
    if isinstance(field, ListField) and isinstance(field.inner, NestedField):
        return group_schema(field.inner)
    return None


def group_schema(field: NestedField) -> Schema:
    """The schema of a group of fields."""
    schema: Schema = field.schema
    return schema


def _list_kind(field: ListField) -> FieldKind | None:
    schema = entry_schema(field)
    if schema is not None:
        names_something = all(one.metadata.get(REFERS_TO) for one in schema.fields.values())
        return FieldKind.WAYS if names_something else None
    if field.metadata.get(REFERS_TO):
        return FieldKind.BASES
    return FieldKind.SEVERAL if _has_choices(field.inner) else FieldKind.WORDS


def _text_kind(field: TextField) -> FieldKind:
    reference = field.metadata.get(REFERS_TO)
    if reference is not None:
        return KIND_BY_REFERENCE[reference]
    if _has_choices(field):
        return FieldKind.CHOICE
    if field.metadata.get(IS_FILE):
        return FieldKind.FILE
    return FieldKind.LONG if field.metadata.get(MULTILINE) else FieldKind.TEXT


def _has_choices(field: SchemaField) -> bool:
    return any(isinstance(one, validate.OneOf) for one in field.validators)

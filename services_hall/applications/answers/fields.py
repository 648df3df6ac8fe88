"""Reading of the text of one form field, by its type (pure)."""

import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from certificate_store.errors import HolderInvalid
from certificate_store.holders import IdentifierType, check_number
from certificate_store.text_input.numbers import read_phone
from certificate_store.text_input.reader import (
    TextInvalid,
    drop_hidden,
    read_line,
    read_lines,
    read_name,
)
from guides.bundles import (
    AskedField,
)
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FormField
from services_hall.applications.answers.faults import AnswerFault
from services_hall.applications.answers.field_values import (
    NO_PLACES,
    VALUE_READERS,
    Places,
    ValueFault,
    ValueRefused,
    is_card_number,
    read_day,
)

LONGEST: Final = 500


def is_same_text(typed: str, known: str) -> bool:
    """Whether nothing else was typed than what is known."""
    compact = "".join(_half_width(typed).split()).upper()
    return not compact or compact == "".join(_half_width(known).split()).upper()


class FieldInvalid(Exception):
    """The text of one field is invalid; the error contains no personal data."""

    def __init__(self, code: StrEnum, **values: object) -> None:
        super().__init__(code)
        self.problem = FieldProblem(code, values)


def read_field(form_field: AskedField, text: str, *, places: Places = NO_PLACES) -> Any:
    """The value of one form field: text, an ISO day, an integer, or None when it is empty.

    `places` are the streets that a field for a place takes.
    """
    field = form_field.field
    text = _read_text(field, text)
    if not text:
        if field.required:
            raise FieldInvalid(
                AnswerFault.NOT_CHOSEN if field.type is FieldType.CHOICE else AnswerFault.MISSING,
                label=field.label,
            )
        return None
    longest = field.max_length or LONGEST
    if len(text) > longest:
        raise FieldInvalid(AnswerFault.TOO_LONG, label=field.label, longest=longest, length=len(text))
    reader = _READERS.get(field.type)
    try:
        value = reader(field, text) if reader else text
    except ValueRefused as refused:
        raise FieldInvalid(refused.fault, label=field.label, **refused.values) from None
    if field.type is FieldType.PLACE and value not in places:
        raise FieldInvalid(ValueFault.NO_SUCH_PLACE, label=field.label)
    return value


def _read_text(field: FormField, text: str) -> str:
    """The text as its type of field keeps it: several lines, one line, or nothing hidden around a number."""
    try:
        return _TEXTS.get(field.type, _number_text)(text)
    except TextInvalid as refused:
        raise FieldInvalid(refused.fault, position=refused.position) from None


def _number_text(text: str) -> str:
    return drop_hidden(text).strip()


def _half_width(text: str) -> str:
    """The text with full-width characters converted to half width."""
    return unicodedata.normalize("NFKC", text)


def _identity_number(field: FormField, text: str) -> str:
    try:
        return check_number(IdentifierType.IDENTITY_CARD, text)
    except HolderInvalid:
        raise FieldInvalid(AnswerFault.WRONG_IDENTITY_NUMBER, label=field.label) from None


def _document_number(field: FormField, text: str) -> str:
    """The number of any identity document."""
    if is_card_number(text):
        return _identity_number(field, text)
    try:
        return check_number(IdentifierType.OTHER, text)
    except HolderInvalid:
        raise FieldInvalid(AnswerFault.WRONG_DOCUMENT_NUMBER, label=field.label) from None


def _credit_code(field: FormField, text: str) -> str:
    try:
        return check_number(IdentifierType.CREDIT_CODE, text)
    except HolderInvalid:
        raise FieldInvalid(AnswerFault.WRONG_CREDIT_CODE, label=field.label) from None


def _phone(field: FormField, text: str) -> str:
    number = read_phone(text)
    if number is None:
        raise FieldInvalid(AnswerFault.WRONG_PHONE, label=field.label)
    return number


def _date(field: FormField, text: str) -> str:
    day = read_day(text)
    if day is None:
        raise FieldInvalid(AnswerFault.NOT_A_DATE, label=field.label)
    return day.isoformat()


def _choice(field: FormField, text: str) -> str:
    if text not in {option.value for option in field.options}:
        raise FieldInvalid(AnswerFault.NO_SUCH_OPTION, label=field.label)
    return text


def _person_name(field: FormField, text: str) -> str:
    if any(character.isdigit() for character in text):
        raise FieldInvalid(AnswerFault.DIGITS_IN_NAME, label=field.label)
    return text


_TEXTS: Final = {
    FieldType.TEXT: read_line,
    FieldType.TEXTAREA: read_lines,
    FieldType.ADDRESS: read_line,
    FieldType.PERSON_NAME: read_name,
}

_READERS: Final[Mapping[FieldType, Callable[[FormField, str], Any]]] = {
    **VALUE_READERS,
    FieldType.IDENTITY_NUMBER: _identity_number,
    FieldType.DOCUMENT_NUMBER: _document_number,
    FieldType.CREDIT_CODE: _credit_code,
    FieldType.PHONE: _phone,
    FieldType.DATE: _date,
    FieldType.CHOICE: _choice,
    FieldType.PERSON_NAME: _person_name,
}

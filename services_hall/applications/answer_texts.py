"""Answers of applicants in words: choices by their labels, money, amounts with units, places by name."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy.orm import Session

from guides.divisions import city_streets
from guides.enumerations import FieldType
from guides.terms import FormField
from guides.vocabulary import YUAN, in_unit
from services_hall.applications.answers.field_values import FEN, NO_PLACES, Places, place_codes

WORDED: Final = frozenset({FieldType.CHOICE, FieldType.MONEY, FieldType.AMOUNT, FieldType.PLACE})
"""The types whose stored answer is not what people read."""


def asked_places(session: Session, fields: Iterable[FormField]) -> Places:
    """The city's streets by code; without a query where no field asks for a place."""
    return city_streets(session) if any(one.type is FieldType.PLACE for one in fields) else NO_PLACES


def typed_places(session: Session, fields: Iterable[FormField], typed: Iterable[str]) -> Places:
    """Those of the city's streets whose codes were typed; without a query where no field asks for a place."""
    if all(one.type is not FieldType.PLACE for one in fields):
        return NO_PLACES
    return city_streets(session, among=place_codes(typed))


def answer_text(form_field: FormField, value: object, places: Places = NO_PLACES) -> str:
    """The answer in the words of the form: 个体工商户, 1,234.50 元, 120 平方米."""
    match form_field.type:
        case FieldType.CHOICE:
            labels = {option.value: option.label for option in form_field.options}
            return labels.get(str(value), str(value))
        case FieldType.PLACE:
            place = places.get(str(value))
            return str(value) if place is None else place.full_name
        case FieldType.MONEY if isinstance(value, int):
            return in_unit(f"{value // FEN:,}.{value % FEN:02d}", YUAN)
        case _:
            return in_unit(value, "" if value == "" else form_field.unit)


def issued_value(form_field: FormField, value: object, places: Places = NO_PLACES) -> object:
    """The answer as a certificate states it: in words where the stored value is none, otherwise unchanged."""
    is_worded = form_field.type in WORDED or bool(form_field.unit)
    return answer_text(form_field, value, places) if is_worded else value

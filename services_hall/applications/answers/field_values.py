"""Values of numbers, money, days, bank cards and places as applicants type them (pure)."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from guides.enumerations import FieldType
from guides.streets import Street
from guides.terms import FormField
from guides.vocabulary import YUAN, in_unit

FEN: Final = 100
WHOLE: Final = re.compile(r"[0-9]{1,12}")
DECIMAL: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
GROUPED: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(?![0-9,])")
"""Digits in groups of three: 1,234.50; any other comma is a mistake."""
ACCOUNT: Final = re.compile(r"[0-9A-Z]{4,30}")
TIMES: Final = re.compile(r"[×xX*✕╳\u4e58]")
EXAMPLE_LENGTHS: Final = ("300", "80", "20")
BANK_CARD: Final = re.compile(r"[0-9]{12,19}")
PLACE: Final = re.compile(r"[0-9]{12}")
DASHES: Final = re.compile(r"[-\u2010-\u2015\u2212]")
CARD_DIGITS: Final = 13
"""No other identity document has so many digits: the longest permits have ten."""
FIRST_DAY: Final = date(1900, 1, 1)
"""No form asks about an earlier day: such a year is mistyped."""
DAY: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width characters by their half-width ones."""


class ValueFault(StrEnum):
    """The kinds of error in a value that has a meaning: numbers, money, cards, places."""

    NOT_A_WHOLE_NUMBER = "not_a_whole_number"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_MONEY = "not_money"
    ZERO = "zero"
    BELOW_LEAST = "below_least"
    ABOVE_MOST = "above_most"
    WRONG_BANK_CARD = "wrong_bank_card"
    WRONG_ACCOUNT = "wrong_account"
    NOT_DIMENSIONS = "not_dimensions"
    NO_SUCH_PLACE = "no_such_place"


class ValueRefused(Exception):
    """A value that the field does not take; it contains nothing of what was typed."""

    def __init__(self, fault: ValueFault, **values: object) -> None:
        super().__init__(fault)
        self.fault = fault
        self.values = values


Value: TypeAlias = str | int
Places: TypeAlias = Mapping[str, Street]
"""The streets and townships of the city by their code."""
NO_PLACES: Final[Places] = {}


def read_whole(field: FormField, text: str) -> int:
    """A whole number within the limits of the field: 12 and 12人 for a field counted in 人; no half."""
    digits = _without_unit(_compact(text), field.unit)
    if WHOLE.fullmatch(digits) is None:
        raise ValueRefused(ValueFault.NOT_A_WHOLE_NUMBER)
    number = int(digits)
    _check_limits(field, Decimal(number), field.unit)
    return number


def read_amount(field: FormField, text: str) -> str:
    """A number with at most two decimals in its shortest form; more than 0 unless the field allows 0."""
    number = _decimal(_without_unit(_compact(text), field.unit), ValueFault.NOT_AN_AMOUNT)
    _check_limits(field, number, field.unit)
    return f"{number.normalize():f}"


def read_money(field: FormField, text: str) -> int:
    """Yuan with at most two decimals as fen; more than 0 unless the field allows 0."""
    digits = _without_unit(_compact(text.strip().removeprefix("¥").removeprefix("￥")), YUAN)
    number = _decimal(digits, ValueFault.NOT_MONEY)
    _check_limits(field, number, YUAN)
    return int(number * FEN)


def read_bank_card(_field: FormField, text: str) -> str:
    """The 12 to 19 digits of a bank card whose check digit is right."""
    digits = DASHES.sub("", _compact(text))
    if BANK_CARD.fullmatch(digits) is None or not has_luhn_digit(digits):
        raise ValueRefused(ValueFault.WRONG_BANK_CARD)
    return digits


def read_account(_field: FormField, text: str) -> str:
    """The digits and capital letters of an account's number."""
    number = DASHES.sub("", _compact(text)).upper()
    if ACCOUNT.fullmatch(number) is None or not any(character.isdigit() for character in number):
        raise ValueRefused(ValueFault.WRONG_ACCOUNT)
    return number


def read_dimensions(field: FormField, text: str) -> str:
    """As many lengths as the field has parts, each within its limits: 300 x 80 x 10 厘米 → 300×80×10."""
    lengths = [_without_unit(one, field.unit) for one in TIMES.split(_compact(text))]
    if len(lengths) != field.parts or any(DECIMAL.fullmatch(one) is None for one in lengths):
        example = "×".join(EXAMPLE_LENGTHS[: field.parts])
        raise ValueRefused(ValueFault.NOT_DIMENSIONS, parts=field.parts, unit=field.unit, example=example)
    for length in lengths:
        _check_limits(field, Decimal(length), field.unit)
    return "×".join(f"{Decimal(one).normalize():f}" for one in lengths)


def read_place(_field: FormField, text: str) -> str:
    """A 12-digit code in its form; whether the city has the place is checked against its divisions."""
    code = _compact(text)
    if PLACE.fullmatch(code) is None:
        raise ValueRefused(ValueFault.NO_SUCH_PLACE)
    return code


def place_codes(texts: Iterable[str]) -> set[str]:
    """The texts that are 12-digit codes, in their form."""
    return {code for text in texts if PLACE.fullmatch(code := _compact(text))}


def has_luhn_digit(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it (ISO/IEC 7812-1 annex B)."""
    total = 0
    for position, character in enumerate(reversed(digits)):
        doubled = int(character) * (1 + position % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0 and any(character != "0" for character in digits)


def _compact(text: str) -> str:
    """The text in half width without blanks, and without the commas between groups of three digits."""
    plain = re.sub(r"\s", "", text.translate(HALF_WIDTH))
    return plain.replace(",", "") if GROUPED.match(plain) else plain


def _without_unit(text: str, unit: str) -> str:
    return text.removesuffix(unit) if unit else text


def _decimal(text: str, fault: ValueFault) -> Decimal:
    if DECIMAL.fullmatch(text) is None:
        raise ValueRefused(fault)
    return Decimal(text)


def _check_limits(field: FormField, number: Decimal, unit: str) -> None:
    if field.least is not None and number < field.least:
        raise ValueRefused(ValueFault.BELOW_LEAST, least=in_unit(field.least, unit))
    if field.least is None and number == 0 and field.type is not FieldType.INTEGER:
        raise ValueRefused(ValueFault.ZERO)
    if field.most is not None and number > field.most:
        raise ValueRefused(ValueFault.ABOVE_MOST, most=in_unit(field.most, unit))


VALUE_READERS: Final[Mapping[FieldType, Callable[[FormField, str], Value]]] = {
    FieldType.INTEGER: read_whole,
    FieldType.AMOUNT: read_amount,
    FieldType.MONEY: read_money,
    FieldType.BANK_CARD: read_bank_card,
    FieldType.ACCOUNT: read_account,
    FieldType.DIMENSIONS: read_dimensions,
    FieldType.PLACE: read_place,
}


def is_card_number(text: str) -> bool:
    """Whether a number of an identity document has the digits of an identity card."""
    return sum(character.isdecimal() for character in text) >= CARD_DIGITS


def read_day(text: str) -> date | None:
    """The day of a text such as 2026-11-23, 2026/11/23 or 2026年11月23日; None for anything else."""
    written = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if written is None:
        return None
    try:
        day = date(*(int(part) for part in written.groups()))
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None

"""What a card reader types into the field of a number: a number, or a line with name and number (pure)."""

import re
from dataclasses import dataclass
from typing import Final

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from certificate_store.text_input.numbers import compact

SEPARATORS: Final = re.compile(r"[,，;；\t|]")
HAS_DIGITS: Final = re.compile(r"\d{6}")
CARDS: Final = (IdentifierType.IDENTITY_CARD, IdentifierType.CREDIT_CODE)


@dataclass(frozen=True)
class CardInput:
    """Number and name on the card; `kind` is None where the number does not tell what it is of."""

    number: str
    name: str = ""
    kind: IdentifierType | None = None


def read_card(text: str) -> CardInput:
    """The input of a reader that types like a keyboard, or what a clerk types instead of it.

    A reader writes `name,number` and may write more behind them. The number stays as it was typed, so that a
    wrong digit is told at its field.
    """
    parts = [part.strip() for part in SEPARATORS.split(text)]
    if len(parts) < 2:
        return CardInput(text, kind=_kind_of(text))
    number = next((part for part in parts if HAS_DIGITS.search(part)), "")
    name = next((part for part in parts if part and part != number), "")
    return CardInput(number, name, _kind_of(number))


def _kind_of(number: str) -> IdentifierType | None:
    """The kind of document of which this is a valid number, the identity card first."""
    for kind in CARDS:
        try:
            Holder("-", kind, compact(number))
        except HolderInvalid:
            continue
        return kind
    return None

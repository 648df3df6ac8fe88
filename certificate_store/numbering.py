"""Check characters (ISO 7064 MOD 37,36) and certificate identifiers in the form of GB/T 36904."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Final

from stdnum.iso7064 import mod_37_36

from certificate_store.errors import NumberInvalid

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SEPARATORS: Final = ".-"
ROOT: Final = "1.2.156.3005.2"
SERIAL_LENGTH: Final = 12

_SEPARATORS_OUT: Final = str.maketrans("", "", SEPARATORS)
_TYPE = re.compile(r"[0-9A-Z]{1,21}")
_ISSUER = re.compile(r"[0-9A-Z]{18}")
_SERIAL = re.compile(rf"[0-9A-Z]{{{SERIAL_LENGTH}}}")
_PLAIN_NUMBER = re.compile(rf"20[0-9]{{2}}(?P<serial>[0-9A-Z]{{{SERIAL_LENGTH}}})", re.ASCII)
_IDENTIFIER = re.compile(
    rf"{re.escape(ROOT)}\.(?P<type>[0-9A-Z]{{1,21}})\.(?P<issuer>[0-9A-Z]{{18}})"
    rf"\.(?P<serial>[0-9A-Z]{{{SERIAL_LENGTH}}})\.(?P<version>[0-9]{{3}})\.(?P<check>[0-9A-Z])",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class IdentifierParts:
    """The parts of a certificate identifier."""

    type_code: str
    issuer_code: str
    serial: str
    version: int


def check_character(text: str) -> str:
    """The MOD 37,36 check character of `text`, made of digits and capitals; dots and hyphens are ignored.

    It detects every change of one character and all but 2 of 1,260 exchanges of two neighbours. Raises
    NumberInvalid for an empty text or another character.
    """
    characters = text.translate(_SEPARATORS_OUT)
    if not characters or any(character not in ALPHABET for character in characters):
        raise NumberInvalid("a check character needs digits and capital letters only")
    return mod_37_36.calc_check_digit(characters)


def is_valid(text: str) -> bool:
    """Whether the last character of `text` is the check character of the text before it."""
    characters = text.translate(_SEPARATORS_OUT)
    return len(characters) > 1 and text[-1] not in SEPARATORS and mod_37_36.is_valid(characters)


def new_serial() -> str:
    """A random serial; serials cannot be guessed, so that the verification page cannot be enumerated."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SERIAL_LENGTH))


def make_identifier(*, type_code: str, issuer_code: str, serial: str, version: int) -> str:
    """`1.2.156.3005.2.<type>.<issuer>.<serial>.<version>.<check>`; raises NumberInvalid, naming the part."""
    for part, shape, value in (
        ("type code", _TYPE, type_code),
        ("issuer code", _ISSUER, issuer_code),
        ("serial", _SERIAL, serial),
    ):
        if not shape.fullmatch(value):
            raise NumberInvalid(f"the {part} of a certificate identifier has the wrong shape")
    if not 1 <= version <= 999:
        raise NumberInvalid("the version of a certificate identifier runs from 1 to 999")
    body = f"{ROOT}.{type_code}.{issuer_code}.{serial}.{version:03d}"
    return f"{body}.{check_character(body)}"


def parse_identifier(identifier: str) -> IdentifierParts:
    """The parts of an identifier with correct form and check character; raises NumberInvalid."""
    match = _IDENTIFIER.fullmatch(identifier)
    if match is None:
        raise NumberInvalid("not of the shape of a certificate identifier")
    if not is_valid(identifier):
        raise NumberInvalid("the check character of the certificate identifier does not fit")
    return IdentifierParts(match["type"], match["issuer"], match["serial"], int(match["version"]))


def plain_number(serial: str, year: int) -> str:
    """The number (证照编号) of a certificate whose issuer gives it none of its own: year and serial."""
    return f"{year}{serial}"


def serial_in_number(number: str) -> str | None:
    """The serial in such a number, so that it cannot be guessed either; None for any other number."""
    match = _PLAIN_NUMBER.fullmatch(number)
    return match["serial"] if match else None


def check_identifier(identifier: str) -> bool:
    """Whether form and check character are correct; the certificate need not exist."""
    match = _IDENTIFIER.fullmatch(identifier)
    return match is not None and is_valid(identifier)

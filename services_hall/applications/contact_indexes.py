"""Blind indexes by which officers find encrypted names and telephone numbers of applicants, to the letter."""

import re
import unicodedata
from typing import Final

from certificate_store.encryption import blind_index

NAME_PURPOSE: Final = "application.holder_name"
PHONE_PURPOSE: Final = "application.phone"
CHINA: Final = "86"
MOBILE_DIGITS: Final = 11
FEWEST_DIGITS: Final = 7
_NOT_A_PHONE: Final = re.compile(r"[^\d+\-() ]")


def name_index(name: str) -> bytes:
    """The index of a name: written in any width, with any spaces and in any case, it is the same."""
    compact = re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()
    return blind_index(compact, purpose=NAME_PURPOSE)


def phone_index(phone: str) -> bytes:
    """The index of a telephone number: only its digits count, without the country's number."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    if len(digits) == len(CHINA) + MOBILE_DIGITS and digits.startswith(CHINA):
        digits = digits.removeprefix(CHINA)
    return blind_index(digits, purpose=PHONE_PURPOSE)


def is_phone(term: str) -> bool:
    """Whether a term can be a telephone number."""
    term = unicodedata.normalize("NFKC", term)
    return not _NOT_A_PHONE.search(term) and len(re.sub(r"\D", "", term)) >= FEWEST_DIGITS

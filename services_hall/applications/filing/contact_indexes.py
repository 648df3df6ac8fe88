"""Blind indexes by which officers find encrypted names and telephone numbers of applicants, to the letter."""

import re
import unicodedata
from typing import Final

from certificate_store.encryption import blind_index
from certificate_store.text_input.names import DOT, comparable_name
from certificate_store.text_input.numbers import phone_digits
from certificate_store.text_input.reader import drop_hidden

NAME_PURPOSE: Final = "application.holder_name"
PHONE_PURPOSE: Final = "application.phone"
FEWEST_DIGITS: Final = 7
_EARLIER_DOTS: Final = "·•・‧."
_NOT_A_PHONE: Final = re.compile(r"[^\d+\-() ]")


def name_index(name: str) -> bytes:
    """The index of a name: it is the same however the name is written."""
    return blind_index(comparable_name(name), purpose=NAME_PURPOSE)


def name_indexes(name: str) -> set[bytes]:
    """The indexes under which a name may stand: indexes of earlier releases told the dots of names apart."""
    form = comparable_name(name)
    forms = {form.replace(DOT, dot) for dot in _EARLIER_DOTS}
    return {blind_index(one, purpose=NAME_PURPOSE) for one in forms}


def phone_index(phone: str) -> bytes:
    """The index of a telephone number: only its digits count, without country and extension."""
    return blind_index(phone_digits(phone), purpose=PHONE_PURPOSE)


def is_phone(term: str) -> bool:
    """Whether a term can be a telephone number."""
    term = unicodedata.normalize("NFKC", drop_hidden(term)).partition("转")[0]
    return not _NOT_A_PHONE.search(term) and len(re.sub(r"\D", "", term)) >= FEWEST_DIGITS

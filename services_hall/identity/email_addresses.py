"""Normal form of e-mail addresses, and the blind index by which an encrypted one is found (pure)."""

import re
import unicodedata
from typing import Final

from certificate_store.encryption import blind_index
from certificate_store.text_input.reader import drop_hidden

PURPOSE: Final = "account.email"
LONGEST: Final = 254
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def read_email(text: str) -> str | None:
    """The address without blanks and hidden marks, its domain in small letters; None if it is none."""
    plain = unicodedata.normalize("NFKC", drop_hidden(text)).strip()
    if len(plain) > LONGEST or not _ADDRESS.fullmatch(plain):
        return None
    local, _at, domain = plain.rpartition("@")
    return f"{local}@{domain.lower()}"


def email_index(address: str) -> bytes:
    """The index of an address; capitals do not matter."""
    return blind_index(address.lower(), purpose=PURPOSE)

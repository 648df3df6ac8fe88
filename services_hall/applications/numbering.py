"""Numbers of applications and cases, with a check character (ISO 7064 MOD 37,36).

A number is derived from the row's id and day, so that filing needs no shared counter, and can be parsed back
to the id. Numbers are not secret: access is controlled elsewhere.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from certificate_store.numbering import check_character
from certificate_store.text_input.numbers import compact, dashed, scanned_code

MOST_NUMBERS: Final = 4_096
"""Numbers that a process remembers: a page shows each number several times."""
_APPLICATION: Final = re.compile(r"([0-9]{8})([0-9]{8,12})([0-9A-Z])")
_CASE: Final = re.compile(r"([0-9A-Z-]+)-([0-9]{2})")


class CaseNumberInvalid(ValueError):
    """The text is not a number of the hall: its form or its check character is wrong."""


class ApplicationNumber(NamedTuple):
    """The parts of an application's number."""

    filed_on: date
    id: int


@lru_cache(maxsize=MOST_NUMBERS)
def application_number(id_: int, filed_on: date) -> str:
    """`YYYYMMDD` + id (at least eight digits) + check character."""
    body = f"{filed_on:%Y%m%d}{id_:08d}"
    return body + check_character(body)


def case_number(application_id: int, filed_on: date, position: int) -> str:
    """The application's number, a hyphen, and the case's position in it (01 to 99)."""
    return f"{application_number(application_id, filed_on)}-{position:02d}"


def parse_application_number(text: str) -> ApplicationNumber:
    """Parse a number; raises CaseNumberInvalid, also for a typing error."""
    match = _APPLICATION.fullmatch(compact(scanned_code(text)))
    if match is None or check_character(match[1] + match[2]) != match[3]:
        raise CaseNumberInvalid(text)
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        raise CaseNumberInvalid(text) from None
    return ApplicationNumber(day, int(match[2]))


def parse_case_number(text: str) -> tuple[ApplicationNumber, int]:
    """The application number and the position in it; raises CaseNumberInvalid."""
    match = _CASE.fullmatch(dashed(scanned_code(text)))
    if match is None:
        raise CaseNumberInvalid(text)
    return parse_application_number(match[1]), int(match[2])

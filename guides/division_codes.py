"""Codes of administrative divisions: what contains what, computed from the codes alone (pure).

A 12-digit code contains its levels from the left: 2 digits for the province, 4 for the city, 6 for the
district, 9 for the street (township), 12 for the community (village); the rest is zeros (GB/T 2260, GB/T
10114).
"""

from typing import Final

CODE_LENGTH: Final = 12
LEVEL_LENGTHS: Final = (2, 4, 6, 9, 12)
"""The number of leading digits that identify a division of each level, beginning with the province."""


def division_prefix(code: str) -> str:
    """The leading digits that a division's code shares with the codes of everything inside it."""
    length = next((length for length in LEVEL_LENGTHS if not code[length:].strip("0")), CODE_LENGTH)
    return code[:length]


def contains(place: str, code: str) -> bool:
    """True when the division `code` is `place` or is inside it."""
    return code.startswith(division_prefix(place))


def enclosing_codes(code: str) -> tuple[str, ...]:
    """The codes of the division and of the divisions that contain it, nearest first.

    A text that is not a 12-digit code is only contained in itself.
    """
    if len(code) != CODE_LENGTH or not code.isdigit():
        return (code,)
    prefix = division_prefix(code)
    lengths = (length for length in reversed(LEVEL_LENGTHS) if length <= len(prefix))
    return tuple(prefix[:length].ljust(CODE_LENGTH, "0") for length in lengths)


def district_code(code: str) -> str:
    """The code of the district that contains the division; for a city, its own code."""
    return code[: LEVEL_LENGTHS[2]].ljust(CODE_LENGTH, "0")


def is_city(code: str) -> bool:
    """True for the code of a city."""
    return len(division_prefix(code)) == LEVEL_LENGTHS[1]

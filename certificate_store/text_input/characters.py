"""Tables of characters: invisible ones, direction controls, private-use codes of GBK, letters of papers."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from typing import Final

DIRECTION_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates, which change the order in which a reader sees the characters."""

LINE_ENDS: Final = frozenset("\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
"""What other programs write at the end of a line; CR and CRLF are read before."""

WIDE_BLANK: Final = "\u3000"
"""The blank of a Chinese paragraph's beginning, which a text of several lines keeps."""

_BLANK_LETTERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs without a form: Hangul fillers, the empty Braille cell, joiners."""

_VARIATION_SELECTORS: Final = (
    (0x180B, 0x180F),
    (0xFE00, 0xFE0F),
    (0xE0100, 0xE01EF),
)
_FORMATS_WITH_A_FORM: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd")

_RADICALS: Final = frozenset(map(chr, range(0x2E80, 0x2FE0)))
"""Radicals of dictionaries. Most that look like a letter decompose to it."""
_RADICALS_ALONE: Final = {
    0x2EA0: 0x6C11, 0x2EC1: 0x864E, 0x2EC4: 0x897F, 0x2EC5: 0x89C1, 0x2EC6: 0x89D2, 0x2EC9: 0x8D1D,
    0x2ECB: 0x8F66, 0x2ED3: 0x957F, 0x2ED4: 0x95E8, 0x2ED8: 0x9752, 0x2ED9: 0x97E6, 0x2EDA: 0x9875,
    0x2EDB: 0x98CE, 0x2EDC: 0x98DE, 0x2EDD: 0x98DF, 0x2EE2: 0x9A6C, 0x2EE3: 0x9AA8, 0x2EE4: 0x9B3C,
    0x2EE5: 0x9C7C, 0x2EE6: 0x9E1F, 0x2EE7: 0x5364, 0x2EE8: 0x9EA6, 0x2EE9: 0x9EC4, 0x2EEC: 0x9F50,
    0x2EEE: 0x9F7F, 0x2EF0: 0x9F99,
}  # fmt: skip
"""Radicals that Unicode does not decompose (its table EquivalentUnifiedIdeograph)."""

_GBK_FIRST: Final = 0xE815
"""U+E815 to U+E864 stood for GBK FE50 to FEA0, in this order, before Unicode had all of them."""
_GBK_SINCE: Final = {
    "\ue816": "\U00020087", "\ue817": "\U00020089", "\ue818": "\U000200cc", "\ue81e": "\u9fb4",
    "\ue826": "\u9fb5", "\ue82b": "\u9fb6", "\ue82c": "\u9fb7", "\ue831": "\U000215d7",
    "\ue832": "\u9fb8", "\ue83b": "\U0002298f", "\ue843": "\u9fb9", "\ue854": "\u9fba",
    "\ue855": "\U000241fe", "\ue864": "\u9fbb", "\ue7c7": "\u1e3f", "\ue7c8": "\u01f9",
    "\ue78d": "\ufe10", "\ue78e": "\ufe12", "\ue78f": "\ufe11", "\ue790": "\ufe13", "\ue791": "\ufe14",
    "\ue792": "\ufe15", "\ue793": "\ufe16", "\ue794": "\ufe17", "\ue795": "\ufe18", "\ue796": "\ufe19",
}  # fmt: skip
"""Codes that GB 18030-2022 moved out of the private-use area."""


def is_invisible(character: str) -> bool:
    """Whether the character has neither a form nor a meaning; direction controls have one."""
    if character in _BLANK_LETTERS:
        return True
    if unicodedata.category(character) == "Cf":
        return character not in DIRECTION_CONTROLS and character not in _FORMATS_WITH_A_FORM
    code = ord(character)
    return any(first <= code <= last for first, last in _VARIATION_SELECTORS)


def is_blank(character: str) -> bool:
    """Whether the character is a blank of any width, or a tabulator."""
    return character == "\t" or unicodedata.category(character) == "Zs"


def is_on_paper(character: str) -> bool:
    """Whether the fonts of papers and certificates have a form for the character."""
    starts, ends = _paper_letters()
    code = ord(character)
    at = bisect_right(starts, code) - 1
    return at >= 0 and code <= ends[at]


def unified_letter(character: str) -> str:
    """The letter that a radical of Unicode looks like, which many PDF files give for it: ⾼ is 高."""
    if character not in _RADICALS:
        return character
    code = _RADICALS_ALONE.get(ord(character))
    return unicodedata.normalize("NFKC", character) if code is None else chr(code)


@cache
def gbk_letters() -> dict[str, str]:
    """Private-use code of GBK → the character that GB 18030-2022 has there now."""
    trails = [trail for trail in range(0x50, 0xA1) if trail != 0x7F]
    letters = {
        chr(_GBK_FIRST + place): bytes((0xFE, trail)).decode("gb18030") for place, trail in enumerate(trails)
    }
    return {code: letter for code, letter in letters.items() if code != letter} | _GBK_SINCE


@cache
def _paper_letters() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last codes of the ranges in `paper_letters.txt`, which scripts/paper_letters.py writes."""
    written = files(__package__).joinpath("paper_letters.txt").read_text(encoding="ascii").split()
    ranges = [part.partition("-") for part in written]
    return (
        tuple(int(first, 16) for first, _to, _last in ranges),
        tuple(int(last or first, 16) for first, _to, last in ranges),
    )

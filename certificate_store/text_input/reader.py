"""Reading of typed or pasted text: cleaned, or refused with a code and a position."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from enum import StrEnum
from typing import Final

from certificate_store.text_input.characters import (
    DIRECTION_CONTROLS,
    LINE_ENDS,
    WIDE_BLANK,
    gbk_letters,
    is_blank,
    is_invisible,
    is_on_paper,
    unified_letter,
)


class TextFault(StrEnum):
    """Why a text is refused."""

    DIRECTION_CONTROL = "direction_control"
    CONTROL_CHARACTER = "control_character"
    DAMAGED_TEXT = "damaged_text"
    UNDECODED_TEXT = "undecoded_text"
    NO_SUCH_LETTER = "no_such_letter"
    SYMBOL_IN_NAME = "symbol_in_name"


class TextInvalid(ValueError):
    """A text is refused: `position` counts its characters from 1. The error never contains the text."""

    def __init__(self, fault: TextFault, *, position: int) -> None:
        super().__init__(f"{fault} at {position}")
        self.fault = fault
        self.position = position


_ORDINARY: Final = re.compile(
    "[\n\x20-\x24\x26-\x7e\u00b7\u2014\u2018\u2019\u201c\u201d\u2026\u3001-\u3011\u4e00-\u9fa5\uff01-\uff5e]*"
)
"""Texts in which nothing can be wrong, which most are."""
_UNDECODED: Final = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f]){2,}|&#x?[0-9A-Fa-f]{2,6};")
_ADDRESS: Final = re.compile(r"https?://\S*")
_NUMBER: Final = re.compile(r"[0-9A-Za-z+#*()./\-\s（）]*")
_COMBINING: Final = re.compile("[\u0300-\u036f]")
_FEWEST_DIGITS: Final = 5
_REPLACEMENTS: Final = frozenset("\ufffc\ufffd")


def read_typed(text: str) -> str:
    """What was typed, blanks included, as far as it can be kept: line ends as LF, empty if nobody sees it.

    Invisible characters are dropped, private-use codes of old GBK replaced. Raises TextInvalid.
    """
    if not _ORDINARY.fullmatch(text) or "&#" in text:
        text = _cleaned(text)
    return text if text.strip() else ""


def read_lines(text: str) -> str:
    """The same without blanks at the ends of lines and of the text."""
    text = read_typed(text).strip()
    return "\n".join(line.rstrip() for line in text.split("\n")) if "\n" in text else text


def read_line(text: str) -> str:
    """A text of one line: line ends and wide blanks become one blank each. Raises TextInvalid."""
    return " ".join(read_lines(text).replace(WIDE_BLANK, " ").split("\n"))


def read_name(text: str) -> str:
    """The name of a person, an organisation or a thing, as it is written: one line, no pictures.

    Raises TextInvalid, also for percent codes inside an address.
    """
    name = " ".join(read_line(text).split())
    if undecoded := _UNDECODED.search(name):
        raise TextInvalid(TextFault.UNDECODED_TEXT, position=undecoded.start() + 1)
    for position, character in enumerate(name, start=1):
        if unicodedata.category(character) == "So":
            raise TextInvalid(TextFault.SYMBOL_IN_NAME, position=position)
    return name


def readable_part(name: str) -> str:
    """What of a name can be kept, for a name that comes from another system and cannot be asked again."""
    kept: list[str] = []
    for character in name:
        with suppress(TextInvalid):
            kept.append(read_name(character) or " " * character.isspace())
    return " ".join("".join(kept).split())


def drop_hidden(text: str) -> str:
    """The text without invisible characters and direction controls, for numbers and terms of a search."""
    if text.isascii():
        return text
    return "".join(one for one in text if one not in DIRECTION_CONTROLS and not is_invisible(one))


def _cleaned(text: str) -> str:
    """The characters that stay; a number pasted with direction controls around it loses them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not DIRECTION_CONTROLS.isdisjoint(text) and _is_number(drop_hidden(text)):
        text = drop_hidden(text)
    if _COMBINING.search(text):
        text = unicodedata.normalize("NFC", text)
    _refuse_undecoded(text)
    return "".join(_read(character, position) for position, character in enumerate(text, start=1))


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and sum(map(str.isdigit, text)) >= _FEWEST_DIGITS


def _refuse_undecoded(text: str) -> None:
    """Refuse bytes that were never decoded; in the address of a page they are as they should be."""
    for found in _UNDECODED.finditer(text):
        if not any(one.start() < found.start() < one.end() for one in _ADDRESS.finditer(text)):
            raise TextInvalid(TextFault.UNDECODED_TEXT, position=found.start() + 1)


def _read(character: str, position: int) -> str:
    """The character as it is kept, empty for one that is dropped; raises TextInvalid."""
    if character in LINE_ENDS:
        return "\n"
    if character in DIRECTION_CONTROLS:
        raise TextInvalid(TextFault.DIRECTION_CONTROL, position=position)
    if is_invisible(character):
        return ""
    if is_blank(character):
        return character if character == WIDE_BLANK else " "
    category = unicodedata.category(character)
    if category == "Cc":
        raise TextInvalid(TextFault.CONTROL_CHARACTER, position=position)
    if category == "Cs" or character in _REPLACEMENTS:
        raise TextInvalid(TextFault.DAMAGED_TEXT, position=position)
    character = unified_letter(gbk_letters().get(character, character))
    if not is_on_paper(character):
        raise TextInvalid(TextFault.NO_SUCH_LETTER, position=position)
    return character

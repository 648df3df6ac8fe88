"""The form in which names are compared, beside the written form that is kept."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from certificate_store.text_input.reader import drop_hidden

DOT: Final = "·"
DOTS: Final = "·•・‧．.∙⋅●･᛫⸱"
"""The dots that people type between the parts of a name, 少数民族 or foreign."""
MOST_NAMES: Final = 4096

_FORMS: Final = str.maketrans(
    dict.fromkeys(DOTS, DOT)
    | dict.fromkeys("（〔［【﹝❨", "(")
    | dict.fromkeys("）〕］】﹞❩", ")")
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys("‘’ʼ′＇`´", "'")
    | dict.fromkeys("[{", "(")
    | dict.fromkeys("]}", ")")
)
_BLANKS: Final = re.compile(r"\s+")


@lru_cache(maxsize=MOST_NAMES)
def comparable_name(name: str) -> str:
    """The name without differences of writing: width, case, blanks, dots, brackets, compatibility forms.

    Two names are one if their forms are equal; a form is never shown.
    """
    if name.isalpha() and not name.isascii() and name == unicodedata.normalize("NFKC", name):
        return name.casefold()
    plain = unicodedata.normalize("NFKC", drop_hidden(name).translate(_FORMS))
    return _BLANKS.sub("", plain.translate(_FORMS)).casefold()


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are the same, however each is written."""
    return one == other or comparable_name(one) == comparable_name(other)

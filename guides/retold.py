"""Differences that an event of the feed keeps as texts, told again so that a page can say them."""

import re
from collections.abc import Mapping
from typing import Final

from guides.told import Told, told
from guides.vocabulary import (
    LABELS,
    PART_LABELS,
    UNITS,
    VALUES,
    WORDS,
)

PERIOD: Final = re.compile(rf"([0-9]+)({'|'.join(UNITS.values())})\Z")
SAID: Final[Mapping[str, Told]] = {str(word): word for word in (*VALUES.values(), *WORDS)}
UNITS_SAID: Final[Mapping[str, Told]] = {str(unit): unit for unit in UNITS.values()}


def label_again(element: str, label: str) -> str:
    """The label of the element at this path; one that was worded otherwise comes back as it is."""
    if element in LABELS:
        return LABELS[element]
    of = LABELS.get(element.partition(".")[0])
    if of is None or not label.startswith(f"{of}："):
        return label
    entry, part = label.removeprefix(f"{of}："), element.rpartition(".")[2]
    if part == "order" and label == (reordered := told("%(element)s：顺序", element=of)):
        return reordered
    named = PART_LABELS.get(part, part)
    if element.count(".") < 2 or not entry.endswith(f"，{named}"):
        return told("%(element)s：%(entry)s", element=of, entry=entry)
    outer = told("%(element)s：%(entry)s", element=of, entry=entry.removesuffix(f"，{named}"))
    return told("%(entry)s，%(part)s", entry=outer, part=named)


def words_again(text: str) -> str:
    """A short text before or after a change: a known word or a period; content comes back as it is."""
    if period := PERIOD.match(text):
        return told("%(days)s%(unit)s", days=period[1], unit=UNITS_SAID[period[2]])
    return SAID.get(text, text)

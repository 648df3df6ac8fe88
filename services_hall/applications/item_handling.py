"""Handling of cases by type of item: recorded or decided, and under which general law (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from guides.enumerations import ItemType


@dataclass(frozen=True)
class Handling:
    """How cases of a type of item are handled.

    `is_recorded`: such a case is recorded as soon as it is complete; it is never accepted, examined or
    decided (优化营商环境条例 art. 39).
    `is_licensing`: 行政许可法 applies, so that its articles may be cited (arts. 36, 47, 69, 70), and false
    papers are warned of and may bar the applicant (arts. 78, 79).
    """

    is_recorded: bool = False
    is_licensing: bool = False


HANDLING: Final[Mapping[ItemType, Handling]] = {
    **dict.fromkeys(ItemType, Handling()),
    ItemType.LICENCE: Handling(is_licensing=True),
    ItemType.FILING: Handling(is_recorded=True),
}

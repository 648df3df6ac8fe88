"""Differences between editions in the reader's language: the change, and the texts before and after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from guides import vocabulary
from guides.editions import ORDER, Difference
from guides.element_labels import code_labels, element_label, part_label
from guides.enumerations import ChangeKind, YesNo
from services_hall.presentation.formats import money, time_span
from services_hall.presentation.labels import code_label

PERIOD: Final = frozenset({"days", "unit", "open"})
"""The parts of a group that form one phrase, such as a limit."""
UNSAID: Final = frozenset({"key", "merge_key"})
"""The parts of an entry that are only references; the description of a whole entry omits them."""


@dataclass(frozen=True, slots=True)
class DifferenceText:
    """One difference in words; a text is None where there is no value."""

    path: str
    kind: ChangeKind
    label: str
    before: str | None
    after: str | None


def difference_texts(differences: Iterable[Difference]) -> list[DifferenceText]:
    """Every difference in words, in the same order."""
    return [difference_text(difference) for difference in differences]


def difference_text(difference: Difference) -> DifferenceText:
    """One difference in words."""
    return DifferenceText(
        path=difference.path,
        kind=difference.kind,
        label=difference_label(difference),
        before=_side_text(difference, difference.before),
        after=_side_text(difference, difference.after),
    )


def difference_label(difference: Difference) -> str:
    """The label of the change: 申请材料：营业执照，份数."""
    element = _(element_label(difference.element))
    if difference.entry is None:
        if difference.part == ORDER:
            return _("%(element)s：顺序", element=element)
        return element
    named = _("%(element)s：%(entry)s", element=element, entry=difference.entry.name)
    if difference.part is None:
        return named
    part = _(part_label(f"{difference.element}.{difference.part}"))
    return _("%(entry)s，%(part)s", entry=named, part=part)


def _side_text(difference: Difference, value: object) -> str | None:
    if difference.part is None:
        return None if value is None else _value_text(difference.element, value)
    if difference.entry is None and isinstance(value, list):
        return " → ".join(map(str, value))
    return _value_text(f"{difference.element}.{difference.part}", value)


def _value_text(path: str, value: object) -> str:
    """The value of the element or part at `path` in one line."""
    if isinstance(value, bool):
        return _(vocabulary.YES_NO[YesNo.YES if value else YesNo.NO])
    if value is None or value == "" or value == [] or value == {}:
        return _(vocabulary.EMPTY)
    if isinstance(value, list):
        return _("、").join(_value_text(path, entry) for entry in value)
    if isinstance(value, Mapping):
        return _group_text(path, value)
    if isinstance(value, int) and path.endswith("amount_fen"):
        return money(value)
    return code_label(code_labels(path), str(value))


def _group_text(path: str, group: Mapping[str, object]) -> str:
    """The parts of a group in one line; a limit as one phrase; empty parts are omitted."""
    if path.rpartition(".")[2] == "when":
        return _("；").join(_circumstance_texts(group))
    return _("；").join(_part_texts(path, group)) or _(vocabulary.EMPTY)


def _circumstance_texts(when: Mapping[str, object]) -> Iterator[str]:
    either = _("或")  # not inside the call below, because pybabel would not find it there
    for question, values in when.items():
        listed = either.join(map(str, values)) if isinstance(values, list) else str(values)
        yield _("%(question)s＝%(values)s", question=question, values=listed)


def _part_texts(path: str, group: Mapping[str, object]) -> Iterator[str]:
    is_limit = "days" in group and "unit" in group
    if is_limit:
        yield _limit_text(group["days"], str(group["unit"]))
    for part, value in group.items():
        if (is_limit and part in PERIOD) or part in UNSAID or value in (None, "", [], {}, False):
            continue
        label = _(part_label(f"{path}.{part}"))
        yield _("%(label)s：%(words)s", label=label, words=_value_text(f"{path}.{part}", value))


def _limit_text(amount: object, unit: str) -> str:
    return time_span(amount, unit) if isinstance(amount, int) else _(vocabulary.OPEN_LIMIT)

"""Differences between two editions as data, and their effect on the applicant's burden."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeAlias

from guides.element_labels import ELEMENTS
from guides.enumerations import ChangeKind, Unit
from guides.terms import Access, Limits, Period, build_terms

Content: TypeAlias = Mapping[str, Any]

GROUPS: Final = ("limits", "remedies", "access")
IDENTITIES: Final = ("key", "item", "question", "element")
NAMES: Final = ("name", "label", "text", "question", "item", "element")
ORDER: Final = "order"
"""The part of a list that differs when the order of its entries changes."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of a list: its identity within the list, and its name for people."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed element, list entry or part of an entry, with its values before and after.

    Values are those of the terms; None where there is no value. For the part ORDER they are the names of the
    entries in their order.
    """

    element: str
    entry: ListEntry | None
    part: str | None
    before: object
    after: object

    @classmethod
    def from_json(cls, stored: Content) -> "Difference":
        """The difference that is stored in an event of the feed."""
        entry = stored["entry"]
        return cls(
            element=stored["element"],
            entry=ListEntry(entry["key"], entry["name"]) if entry else None,
            part=stored["part"],
            before=stored["before"],
            after=stored["after"],
        )

    @property
    def path(self) -> str:
        """The path of the change: materials.business-licence.copies."""
        names = (self.element, self.entry.key if self.entry else None, self.part)
        return ".".join(name for name in names if name)

    @property
    def kind(self) -> ChangeKind:
        """A part is always changed; an element or an entry can also be added or removed."""
        if self.part is not None or (self.before is not None and self.after is not None):
            return ChangeKind.CHANGED
        return ChangeKind.ADDED if self.before is None else ChangeKind.REMOVED


@dataclass(frozen=True)
class Amount:
    """A quantity before and after; before is None for a first edition."""

    before: int | None
    after: int


@dataclass(frozen=True)
class Burden:
    """The applicant's burden before and after (减材料、减时限、减跑动、减环节)."""

    materials: Amount
    promised: Amount
    promised_unit_before: Unit | None
    promised_unit: Unit
    visits: Amount
    steps: Amount


def edition_differences(before: Content | None, after: Content) -> list[Difference]:
    """Every element of `after` that differs from `before`, in the order of the guide."""
    earlier, later = elements(before or {}), elements(after)
    names = [*later, *(name for name in earlier if name not in later)]
    return [difference for name in names for difference in compare(name, earlier.get(name), later.get(name))]


def elements(content: Content) -> dict[str, Any]:
    """The elements of `content` by path, in reading order; each part of a group is an element."""
    flat: dict[str, Any] = {}
    for name, value in content.items():
        if name in GROUPS:
            flat |= {f"{name}.{inner}": part for inner, part in value.items()}
        else:
            flat[name] = value
    order = {name: position for position, name in enumerate(ELEMENTS)}
    return dict(sorted(flat.items(), key=lambda entry: order.get(entry[0], len(order))))


def compare(element: str, before: Any, after: Any) -> Iterator[Difference]:
    """The differences of one element; lists of entries are compared entry by entry."""
    old, new = entries(before), entries(after)
    if old is not None and new is not None:
        yield from compare_entries(element, old, new)
    elif before != after:
        yield Difference(element, None, None, before, after)


def entries(value: Any) -> dict[str, Content] | None:
    """The entries of a list by their identity; None when `value` is not such a list."""
    if value is None:
        return {}
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        return None
    return {identity(entry): entry for entry in value}


def identity(entry: Content) -> str:
    """The identity of an entry within its list; for a passed-on answer, item and question."""
    if entry.get("item") and entry.get("question"):
        return f"{entry['item']}:{entry['question']}"
    named = (str(entry[name]) for name in IDENTITIES if entry.get(name))
    return next(named, "") or json.dumps(entry, ensure_ascii=False, sort_keys=True)


def compare_entries(
    element: str, old: Mapping[str, Content], new: Mapping[str, Content]
) -> Iterator[Difference]:
    """The differences of two lists: added and removed entries, changed parts of common entries, order."""
    for key in [*new, *(key for key in old if key not in new)]:
        before, after = old.get(key), new.get(key)
        entry = ListEntry(key, entry_name(after or before or {}))
        if before is None or after is None:
            yield Difference(element, entry, None, before, after)
        else:
            yield from compare_parts(element, entry, before, after)
    order_before = [key for key in old if key in new]
    order_after = [key for key in new if key in old]
    if order_before != order_after:
        yield Difference(
            element,
            None,
            ORDER,
            [entry_name(old[key]) for key in order_before],
            [entry_name(new[key]) for key in order_after],
        )


def compare_parts(element: str, entry: ListEntry, before: Content, after: Content) -> Iterator[Difference]:
    """The changed parts of an entry."""
    for part in [*after, *(part for part in before if part not in after)]:
        if before.get(part) != after.get(part):
            yield Difference(element, entry, part, before.get(part), after.get(part))


def entry_name(entry: Content) -> str:
    """The name of an entry for people; empty if it has none."""
    if entry.get("law"):
        return f"{entry['law']}{entry.get('article') or ''}"
    if entry.get("item") and entry.get("question"):
        return f"{entry['item']} {entry['question']}"
    return next((str(entry[name]) for name in NAMES if entry.get(name)), "")


def burden_change(before: Content | None, after: Content) -> Burden:
    """Materials, promised limit, visits and steps of the guides `before` and `after`."""
    old, new = _effort(before) if before else None, _effort(after)
    return Burden(
        materials=Amount(old.materials if old else None, new.materials),
        promised=Amount(old.promised.days if old else None, new.promised.days),
        promised_unit_before=old.promised.unit if old else None,
        promised_unit=new.promised.unit,
        visits=Amount(old.visits if old else None, new.visits),
        steps=Amount(old.steps if old else None, new.steps),
    )


@dataclass(frozen=True)
class _Effort:
    """What one edition asks of an applicant."""

    materials: int
    promised: Period
    visits: int
    steps: int


def _effort(content: Content) -> _Effort:
    limits, access = build_terms(Limits, content["limits"]), build_terms(Access, content["access"])
    return _Effort(len(content["materials"]), limits.promised, access.visits, len(content["steps"]))


def event_summary(before: Content | None, after: Content) -> dict[str, Any]:
    """The content of the feed event for a new edition of a guide or a bundle.

    {"name", "first", "changes": [{"element", "entry", "part", "before", "after"}, …], "burden": {…} or None};
    a first edition lists no changes, a bundle has no burden.
    """
    changed = [] if before is None else edition_differences(before, after)
    return {
        "name": after["name"],
        "first": before is None,
        "changes": [asdict(change) for change in changed],
        "burden": asdict(burden_change(before, after)) if "limits" in after else None,
    }

"""Edition against edition, element by element, and what a change spares or costs the applicant (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeAlias

from guides.told import told
from guides.vocabulary import (
    LABELS,
    PART_LABELS,
    mapping_words,
    value_words,
)

Content: TypeAlias = Mapping[str, Any]

GROUPS: Final = ("limits", "remedies", "access")
IDENTITIES: Final = ("key", "item", "question", "element")
NAMES: Final = ("name", "label", "text", "question", "item", "element")


@dataclass(frozen=True)
class Difference:
    """One changed element: its path, its name and its Chinese text before and after (None: not there)."""

    element: str
    label: str
    before: str | None
    after: str | None

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


@dataclass(frozen=True)
class Amount:
    """A quantity before and after; before is None for a first edition."""

    before: int | None
    after: int


@dataclass(frozen=True)
class Burden:
    """What the guide costs the applicant, before and after (减材料、减时限、减跑动、减环节)."""

    materials: Amount
    promised: Amount
    promised_unit_before: str | None
    promised_unit: str
    visits: Amount
    steps: Amount


def edition_differences(before: Content | None, after: Content) -> list[Difference]:
    """Every element of `after` that is not as it was in `before`, in the order of the guide."""
    earlier, later = elements(before or {}), elements(after)
    names = [*later, *(name for name in earlier if name not in later)]
    return [found for name in names for found in compare(name, earlier.get(name), later.get(name))]


def elements(content: Content) -> dict[str, Any]:
    """The elements of `content` by path, in the order people read them; groups are told apart inside."""
    flat: dict[str, Any] = {}
    for name, value in content.items():
        if name in GROUPS:
            flat |= {f"{name}.{inner}": part for inner, part in value.items()}
        else:
            flat[name] = value
    order = {name: position for position, name in enumerate(LABELS)}
    return dict(sorted(flat.items(), key=lambda entry: order.get(entry[0], len(order))))


def compare(element: str, before: Any, after: Any) -> Iterator[Difference]:
    """How one element differs; a list of entries is compared entry by entry."""
    old, new = entries(before), entries(after)
    if old is not None and new is not None:
        yield from compare_entries(element, old, new)
    elif before != after:
        label = LABELS.get(element, element)
        yield Difference(element, label, element_words(element, before), element_words(element, after))


def element_words(element: str, value: Any) -> str | None:
    return None if value is None else value_words(element, value)


def entries(value: Any) -> dict[str, Mapping[str, Any]] | None:
    """A list of entries by what identifies them; None when `value` is no such list."""
    if value is None:
        return {}
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        return None
    return {identity(entry): entry for entry in value}


def identity(entry: Mapping[str, Any]) -> str:
    """What tells an entry from the others of its list; answers passed on, by item and question together."""
    if entry.get("item") and entry.get("question"):
        return f"{entry['item']}:{entry['question']}"
    return next((str(entry[name]) for name in IDENTITIES if entry.get(name)), value_words("", entry))


def compare_entries(
    element: str, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[Difference]:
    of = LABELS.get(element, element)
    for key in [*new, *(key for key in old if key not in new)]:
        before, after = old.get(key), new.get(key)
        path = f"{element}.{key}"
        label = told("%(element)s：%(entry)s", element=of, entry=entry_name(after or before or {}))
        if before is None or after is None:
            yield Difference(path, label, entry_words(before), entry_words(after))
        else:
            yield from compare_parts(path, label, before, after)
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    if kept_before != kept_after:
        label = told("%(element)s：顺序", element=of)
        yield Difference(f"{element}.order", label, in_order(old, kept_before), in_order(new, kept_after))


def in_order(named: Mapping[str, Mapping[str, Any]], keys: list[str]) -> str:
    return " → ".join(entry_name(named[key]) for key in keys)


def compare_parts(
    path: str, label: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    for part in [*after, *(part for part in before if part not in after)]:
        if before.get(part) != after.get(part):
            words = (value_words(part, before.get(part)), value_words(part, after.get(part)))
            named = told("%(entry)s，%(part)s", entry=label, part=PART_LABELS.get(part, part))
            yield Difference(f"{path}.{part}", named, *words)


def entry_name(entry: Mapping[str, Any]) -> str:
    if entry.get("law"):
        return f"{entry['law']}{entry.get('article') or ''}"
    if entry.get("item") and entry.get("question"):
        return f"{entry['item']} {entry['question']}"
    return next((str(entry[name]) for name in NAMES if entry.get(name)), "")


def entry_words(entry: Mapping[str, Any] | None) -> str | None:
    return None if entry is None else mapping_words("", {**entry, "key": None, "merge_key": None})


def burden_change(before: Content | None, after: Content) -> Burden:
    """Materials, promised limit, visits and steps of the guide `after` beside those of `before`."""
    promised = after["limits"]["promised"]
    earlier = before["limits"]["promised"] if before else None
    return Burden(
        materials=Amount(len(before["materials"]) if before else None, len(after["materials"])),
        promised=Amount(earlier["days"] if earlier else None, promised["days"]),
        promised_unit_before=earlier["unit"] if earlier else None,
        promised_unit=promised["unit"],
        visits=Amount(before["access"]["visits"] if before else None, after["access"]["visits"]),
        steps=Amount(len(before["steps"]) if before else None, len(after["steps"])),
    )


def event_summary(before: Content | None, after: Content) -> dict[str, Any]:
    """What an event of the feed says of a new edition of a guide or a bundle.

    {"name", "first", "changes": [{"element", "label", "before", "after"}, …], "burden": {…} or None}; a first
    edition lists no changes, a bundle has no burden.
    """
    changed = [] if before is None else edition_differences(before, after)
    return {
        "name": after["name"],
        "first": before is None,
        "changes": [asdict(change) for change in changed],
        "burden": asdict(burden_change(before, after)) if "limits" in after else None,
    }

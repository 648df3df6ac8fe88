"""Materials and form fields that several items need, asked for once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from guides.bundles.ordering import is_spared_by, issued_type
from guides.calendar import shortest_limit
from guides.scenario import Content, Selection, option_values

Member = tuple[str, str]  # item code, key of the material or form field in that item's guide

STRICTEST_KIND: Final = ("original", "copy", "electronic")


@dataclass(frozen=True)
class AskedMaterial:
    """A material that is asked for once, whichever items need it.

    `material` is the first member's, with the strictest kind and the most copies of all. `spared_by` and
    `deferrable` hold for every member. `from_item` is the item of this application that issues it: then it is
    never asked for.
    """

    key: str
    name: str
    members: tuple[Member, ...]
    spared_by: tuple[Content, ...]
    deferrable: Content | None
    material: Content
    from_item: str | None


@dataclass(frozen=True)
class AskedField:
    """A form field that is filled in once, whichever items need it."""

    key: str
    field: Content
    members: tuple[Member, ...]


def issuer(
    item: str, material: Content, selections: Mapping[str, Selection], contents: Mapping[str, Content]
) -> str | None:
    """The first other selected item whose result spares `item` this `material`."""
    others = (code for code in selections if code != item)
    return next((code for code in others if is_spared_by(material, issued_type(contents[code]))), None)


def asked_materials(
    selections: Mapping[str, Selection], contents: Mapping[str, Content], bundle: Content
) -> tuple[AskedMaterial, ...]:
    """The materials of all items, equal ones once, in the order in which they first appear."""
    merged = {
        (member["item"], member["material"]): (merge["key"], merge["name"])
        for merge in bundle.get("merges") or ()
        for member in merge["members"]
    }
    groups: dict[tuple[str, str | None], list[tuple[Member, str, Content]]] = {}
    for code, selection in selections.items():
        for material in selection.materials:
            member = (code, material["key"])
            key, name = merged.get(member, (material.get("merge_key") or material["key"], material["name"]))
            groups.setdefault((key, issuer(code, material, selections, contents)), []).append(
                (member, name, material)
            )
    bearers: dict[str, str | None] = {}  # who bears the plain key: what is asked for before what is issued
    for key, from_item in sorted(groups, key=lambda identity: identity[1] is not None):
        bearers.setdefault(key, from_item)
    return tuple(
        merged_material(key if bearers[key] == from_item else f"{key}:{from_item}", group, from_item)
        for (key, from_item), group in groups.items()
    )


def merged_material(
    key: str, group: Sequence[tuple[Member, str, Content]], from_item: str | None
) -> AskedMaterial:
    """One material out of those that `group` lists as (member, name, material)."""
    all_of_them = [material for _, _, material in group]
    first = all_of_them[0]
    kinds = {material["kind"] for material in all_of_them}
    return AskedMaterial(
        key=key,
        name=group[0][1],
        members=tuple(member for member, _, _ in group),
        spared_by=tuple(
            way
            for way in first.get("spared_by") or ()
            if all(way in (material.get("spared_by") or ()) for material in all_of_them)
        ),
        deferrable=shortest_deferral([material.get("deferrable") for material in all_of_them]),
        material={
            **first,
            "kind": next((kind for kind in STRICTEST_KIND if kind in kinds), first["kind"]),
            "copies": max(material.get("copies") or 1 for material in all_of_them),
        },
        from_item=from_item,
    )


def shortest_deferral(deferrals: Sequence[Content | None]) -> Content | None:
    """The shortest time for which all may be deferred, or None when one of them may not."""
    granted = [deferral for deferral in deferrals if deferral]
    return shortest_limit(granted) if len(granted) == len(deferrals) else None


def asked_fields(selections: Mapping[str, Selection]) -> tuple[AskedField, ...]:
    """The form fields of all items; those with one merge key and one kind of answer are asked for once."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[tuple[Member, Content]]] = {}
    for code, selection in selections.items():
        for entry in selection.form_fields:
            offered = option_values({"kind": entry["type"], "options": entry.get("options")})
            identity = (entry.get("merge_key") or entry["key"], entry["type"], offered)
            groups.setdefault(identity, []).append(((code, entry["key"]), entry))
    first_of: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    return tuple(
        merged_field(
            identity[0] if first_of.setdefault(identity[0], identity) == identity else ":".join(group[0][0]),
            group,
        )
        for identity, group in groups.items()
    )


def merged_field(key: str, group: Sequence[tuple[Member, Content]]) -> AskedField:
    """One field out of those that `group` lists: required, personal and short as the strictest of them."""
    entries = [entry for _, entry in group]
    lengths = [entry["max_length"] for entry in entries if entry.get("max_length")]
    return AskedField(
        key=key,
        field={
            **entries[0],
            "required": any(entry.get("required") for entry in entries),
            "personal": any(entry.get("personal") for entry in entries),
            "max_length": min(lengths, default=None),
            "prefill": next((entry["prefill"] for entry in entries if entry.get("prefill")), None),
        },
        members=tuple(member for member, _ in group),
    )

"""Merging of materials and form fields that several items need, so that each is requested once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from guides.bundles.model import BundleTerms
from guides.bundles.ordering import is_spared_by
from guides.calendar import shortest_limit
from guides.enumerations import FieldType, MaterialKind
from guides.scenario import Selection
from guides.terms import Deferral, FormField, GuideTerms, Material, SparedBy

Member = tuple[str, str]  # item code, key of the material or form field in that item's guide

Identity = tuple[str, FieldType, str, tuple[str, ...]]
"""Merge key, type, unit and offered values of a form field."""

STRICTEST_KIND: Final = (MaterialKind.ORIGINAL, MaterialKind.COPY, MaterialKind.ELECTRONIC)


@dataclass(frozen=True)
class AskedMaterial:
    """A material that is requested once, whichever items need it.

    `terms` are those of the first member, with the strictest kind and the largest number of copies
    of all members. `spared_by` and `deferrable` hold for every member. `from_item` is the item of this
    application that issues the material; such a material is never requested.
    """

    key: str
    name: str
    members: tuple[Member, ...]
    spared_by: tuple[SparedBy, ...]
    deferrable: Deferral | None
    terms: Material
    from_item: str | None


@dataclass(frozen=True)
class AskedField:
    """A form field that is filled in once, whichever items need it."""

    key: str
    field: FormField
    members: tuple[Member, ...]


def issuer(
    item: str, material: Material, selections: Mapping[str, Selection], guides: Mapping[str, GuideTerms]
) -> str | None:
    """The first other selected item whose result replaces this `material` of `item`."""
    others = (code for code in selections if code != item)
    return next(
        (code for code in others if is_spared_by(material, guides[code].result.certificate_type)), None
    )


def asked_materials(
    selections: Mapping[str, Selection], guides: Mapping[str, GuideTerms], bundle: BundleTerms | None
) -> tuple[AskedMaterial, ...]:
    """The materials of all items, merged where they are equal, in the order of first appearance."""
    merged = {
        (member.item, member.material): (merge.key, merge.name)
        for merge in (bundle.merges if bundle is not None else ())
        for member in merge.members
    }
    groups: dict[tuple[str, str | None], list[tuple[Member, str, Material]]] = {}
    for code, selection in selections.items():
        for material in selection.materials:
            member = (code, material.key)
            key, name = merged.get(member, (material.merge_key or material.key, material.name))
            groups.setdefault((key, issuer(code, material, selections, guides)), []).append(
                (member, name, material)
            )
    # the plain key goes to a requested material before an issued one
    bearers: dict[str, str | None] = {}
    for key, from_item in sorted(groups, key=lambda identity: identity[1] is not None):
        bearers.setdefault(key, from_item)
    return tuple(
        merged_material(key if bearers[key] == from_item else f"{key}:{from_item}", group, from_item)
        for (key, from_item), group in groups.items()
    )


def merged_material(
    key: str, group: Sequence[tuple[Member, str, Material]], from_item: str | None
) -> AskedMaterial:
    """One material merged from the (member, name, material) entries of `group`."""
    all_of_them = [material for _, _, material in group]
    first = all_of_them[0]
    return AskedMaterial(
        key=key,
        name=group[0][1],
        members=tuple(member for member, _, _ in group),
        spared_by=tuple(
            way for way in first.spared_by if all(way in material.spared_by for material in all_of_them)
        ),
        deferrable=shortest_deferral([material.deferrable for material in all_of_them]),
        terms=first if len(group) == 1 else strictest_material(all_of_them),
        from_item=from_item,
    )


def strictest_material(materials: Sequence[Material]) -> Material:
    """The first of `materials`, with the strictest kind and the largest number of copies of all."""
    kinds = {material.kind for material in materials}
    return replace(
        materials[0],
        kind=next(kind for kind in STRICTEST_KIND if kind in kinds),
        copies=max(material.copies for material in materials),
    )


def shortest_deferral(deferrals: Sequence[Deferral | None]) -> Deferral | None:
    """The shortest deferral of all materials, or None if one of them may not be deferred."""
    granted = [deferral for deferral in deferrals if deferral]
    return shortest_limit(granted) if len(granted) == len(deferrals) else None


def asked_fields(selections: Mapping[str, Selection]) -> tuple[AskedField, ...]:
    """The form fields of all items; fields with the same merge key and the same kind of answer are merged."""
    groups: dict[Identity, list[tuple[Member, FormField]]] = {}
    for code, selection in selections.items():
        for entry in selection.form_fields:
            offered = tuple(option.value for option in entry.options)
            identity = (entry.merge_key or entry.key, entry.type, entry.unit, offered)
            groups.setdefault(identity, []).append(((code, entry.key), entry))
    first_of: dict[str, Identity] = {}
    return tuple(
        merged_field(
            identity[0] if first_of.setdefault(identity[0], identity) == identity else ":".join(group[0][0]),
            group,
        )
        for identity, group in groups.items()
    )


def merged_field(key: str, group: Sequence[tuple[Member, FormField]]) -> AskedField:
    """One field merged from the entries of `group`, as strict as the strictest of them."""
    members = tuple(member for member, _ in group)
    entries = [entry for _, entry in group]
    if len(entries) == 1:
        return AskedField(key=key, field=entries[0], members=members)
    lengths = [entry.max_length for entry in entries if entry.max_length]
    strictest = replace(
        entries[0],
        required=any(entry.required for entry in entries),
        personal=any(entry.personal for entry in entries),
        max_length=min(lengths, default=None),
        prefill=next((entry.prefill for entry in entries if entry.prefill), None),
        least=max((entry.least for entry in entries if entry.least is not None), default=None),
        most=min((entry.most for entry in entries if entry.most is not None), default=None),
        in_district=any(entry.in_district for entry in entries),
        day_rule=next((entry.day_rule for entry in entries if entry.day_rule), None),
    )
    return AskedField(key=key, field=strictest, members=members)

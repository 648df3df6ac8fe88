"""Layout of the form for a guide's terms, generated from their schema.

A new field of the schema appears in the form automatically; it only needs a label in the vocabulary.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from marshmallow import Schema

from guides.terms import GUIDE_SCHEMA, INITIAL, IS_OMITTED, KEY_PREFIX, NestedField
from services_hall.guide_desk.form.schema_fields import (
    FieldKind,
    SchemaField,
    entry_schema,
    field_kind,
    group_schema,
)

PLAIN_ELEMENTS: Final = "identity"
"""The section of the elements that are neither groups nor lists of groups."""
TEXT_ONLY: Final = (
    "situations",
    "questions",
    "commitment",
    "quantity_limit",
    "intermediary",
)
"""The elements that can be edited only in the whole text."""
WITHOUT_FIELD: Final = frozenset(
    {"code", "certificate_subject", "materials.merge_key", "form_fields.merge_key"}
)
"""The elements that cannot be edited in the form; their values do not change."""
KEY: Final = "key"
"""The part that identifies the entries of a list; the form generates it."""
PLACED_AFTER: Final[Mapping[str, str]] = {
    "decision_kind": "item_type",
    "agency_role": "decision_kind",
    "levels": "audience",
    "access": "fees",
    "materials.necessity": "materials.copies",
    "materials.when": "materials.necessity",
    "materials.is_proof": "materials.issued_by",
    "materials.bases": "materials.is_proof",
    "materials.spared_by": "materials.bases",
    "materials.by_commitment": "materials.spared_by",
    "steps.days": "steps.kind",
    "steps.unit": "steps.days",
    "limits.legal.open": "limits.legal.unit",
    "access.served_for": "access.service_depth",
}
"""The fields whose position differs from the schema, with the field that each of them follows."""
JOINED_TO: Final[Mapping[str, str]] = {"supplement": "limits"}
"""The groups that are shown in the section of another group."""


@dataclass(frozen=True)
class FieldLayout:
    """A field of the form.

    `path` is the position of its value in the terms, or in the entry of a row; `element` is the same path
    without indices, which identifies labels and hints. An empty field means `blank`, a new row starts with
    `initial`; `default` is the value of an element that stored terms leave out. `group` is the path of the
    optional group that contains the field: the whole group is absent when all its fields are empty.
    """

    path: str
    element: str
    kind: FieldKind
    blank: Any
    initial: str
    default: Any = None
    group: str = ""
    group_element: str = ""
    opens_group: bool = False


@dataclass(frozen=True)
class SectionLayout:
    """Fields that are shown together; with `is_list` they repeat in each entry of the list at `path`."""

    path: str
    fields: tuple[FieldLayout, ...]
    is_list: bool = False
    key_prefix: str | None = None

    @property
    def groups(self) -> list[str]:
        """The paths of the optional groups."""
        return list(dict.fromkeys(field.group for field in self.fields if field.group))

    def fields_of(self, group: str) -> list[FieldLayout]:
        """The fields of an optional group."""
        return [field for field in self.fields if field.group == group]


FormLayout: TypeAlias = Sequence[SectionLayout]


def form_layout(schema: Schema) -> FormLayout:
    """The sections of the form, in the order of display."""
    plain: list[FieldLayout] = []
    sections: list[SectionLayout] = []
    for path, field in _ordered_fields(schema, ""):
        if path in TEXT_ONLY:
            continue
        if (kind := field_kind(field)) is not None:
            plain.append(_field(path, path, kind, field))
        elif (entries := entry_schema(field)) is not None:
            sections.append(_list_section(path, entries))
        elif isinstance(field, NestedField):
            sections.extend(_group_sections(path, field))
    return _join_sections([SectionLayout(PLAIN_ELEMENTS, tuple(plain)), *sections])


def _ordered_fields(schema: Schema, element: str) -> list[tuple[str, SchemaField]]:
    """The fields of a group by path, in the order of the form, without those that the form does not show."""
    fields = {f"{element}.{name}" if element else name: field for name, field in schema.fields.items()}
    order = [path for path in fields if path not in WITHOUT_FIELD and not path.endswith(f".{KEY}")]
    for path, before in PLACED_AFTER.items():
        if path in order and before in order:
            order.remove(path)
            order.insert(order.index(before) + 1, path)
    return [(path, fields[path]) for path in order]


def _list_section(path: str, schema: Schema) -> SectionLayout:
    key = schema.fields.get(KEY)
    prefix = None if key is None else str(key.metadata.get(KEY_PREFIX) or path)
    return SectionLayout(path, tuple(_row_fields(path, schema)), is_list=True, key_prefix=prefix)


def _row_fields(path: str, schema: Schema) -> Iterator[FieldLayout]:
    """The fields of a list's entries; lists inside an entry can be edited only in the whole text."""
    for element, field in _ordered_fields(schema, path):
        inside = element.removeprefix(f"{path}.")
        if (kind := field_kind(field)) is not None:
            yield _field(inside, element, kind, field)
        elif isinstance(field, NestedField):
            yield from _group_fields(inside, element, field)


def _group_sections(path: str, field: NestedField) -> Iterator[SectionLayout]:
    """The sections of a group: one for each required group inside it, then one for all the rest."""
    if field.allow_none:
        yield SectionLayout(path, tuple(_group_fields(path, path, field)))
        return
    rest: list[FieldLayout] = []
    for element, inner in _ordered_fields(group_schema(field), path):
        if (kind := field_kind(inner)) is not None:
            rest.append(_field(element, element, kind, inner))
        elif isinstance(inner, NestedField) and inner.allow_none:
            rest.extend(_group_fields(element, element, inner))
        elif isinstance(inner, NestedField):
            yield from _group_sections(element, inner)
    if rest:
        yield SectionLayout(path, tuple(rest))


def _group_fields(path: str, element: str, field: NestedField) -> Iterator[FieldLayout]:
    """The fields of a group inside a section; the fields of an optional group refer to it."""
    is_first = True
    for inner_element, inner in _ordered_fields(group_schema(field), element):
        inside = f"{path}{inner_element.removeprefix(element)}"
        kind = field_kind(inner)
        if kind is None:
            continue
        layout = _field(inside, inner_element, kind, inner)
        if field.allow_none:
            layout = replace(layout, group=path, group_element=element, opens_group=is_first)
        yield layout
        is_first = False


def _field(path: str, element: str, kind: FieldKind, field: SchemaField) -> FieldLayout:
    initial = field.metadata.get(INITIAL)
    return FieldLayout(
        path=path,
        element=element,
        kind=kind,
        blank=None if field.allow_none or kind is FieldKind.NUMBER else "",
        initial="" if initial is None else str(initial),
        default=field.load_default if field.metadata.get(IS_OMITTED) else None,
    )


def _join_sections(sections: Sequence[SectionLayout]) -> FormLayout:
    """The sections, with joined sections at the end of the section to which they belong."""
    joined = [
        replace(
            section,
            fields=section.fields
            + tuple(
                field
                for other in sections
                if JOINED_TO.get(other.path) == section.path
                for field in other.fields
            ),
        )
        for section in sections
        if section.path not in JOINED_TO
    ]
    return tuple(section for section in joined if section.fields)


GUIDE_FORM: Final = form_layout(GUIDE_SCHEMA)

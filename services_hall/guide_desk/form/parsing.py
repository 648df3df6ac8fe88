"""Parsing of the form's input; invalid input stays unchanged."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from guides.element_labels import code_labels
from guides.errors import FieldProblem
from services_hall.guide_desk.form.layout import GUIDE_FORM, FieldLayout, FormLayout, SectionLayout
from services_hall.guide_desk.form.schema_fields import FieldKind
from services_hall.guide_desk.form.term_paths import put, value_at
from services_hall.presentation.guide_desk_messages import GuideFormFault
from services_hall.presentation.messages import message

FormData = MultiDict[str, str]
WHOLE_NUMBER: Final = re.compile(r"-?\d{1,9}\Z")
BETWEEN_WORDS: Final = re.compile(r"[、，,；;\s]+")
LISTS: Final = frozenset({FieldKind.SEVERAL, FieldKind.BASES})
BOXES: Final = LISTS | {FieldKind.WAYS, FieldKind.WHEN}
PRESET: Final = frozenset({FieldKind.CHOICE, FieldKind.FLAG})
MOST_ROWS: Final = 500


def parse_form(
    form: FormData, before: Mapping[str, Any], layout: FormLayout = GUIDE_FORM
) -> tuple[dict[str, Any], dict[str, str]]:
    """The terms `before` updated with the input, and the values that cannot be parsed, by field name.

    The terms are not validated: other errors are found by their schema.
    """
    raw = deepcopy(dict(before))
    errors: dict[str, str] = {}
    for section in layout:
        if section.is_list:
            raw[section.path] = [
                _row(form, section, typed_index, raw.get(section.path) or [], index, errors)
                for index, typed_index in enumerate(row_indices(form, section.path))
            ]
            _key_rows(raw, section)
        else:
            _fill(form, section, raw, "", "", errors)
    return raw, errors


def row_indices(form: FormData, path: str) -> list[str]:
    """The indices of the rows in the input, in their order."""
    return [index for index in form.getlist(f"{path}.index") if index.isdigit()][:MOST_ROWS]


def _row(
    form: FormData,
    section: SectionLayout,
    typed_index: str,
    known: Sequence[Mapping[str, Any]],
    index: int,
    errors: dict[str, str],
) -> dict[str, Any]:
    """A row; parts without a field keep the values of the earlier row with the same key."""
    prefix = f"{section.path}.{typed_index}."
    key = form.get(f"{prefix}key", "")
    earlier = next((row for row in known if key and row.get("key") == key), {})
    row: dict[str, Any] = deepcopy(dict(earlier))
    if section.key_prefix is not None:
        row["key"] = key
    _fill(form, section, row, prefix, f"{section.path}.{index}.", errors)
    return row


def _fill(
    form: FormData,
    section: SectionLayout,
    target: dict[str, Any],
    form_prefix: str,
    error_prefix: str,
    errors: dict[str, str],
) -> None:
    """Writes the input into `target`; an optional group without input becomes None."""
    for field in section.fields:
        value, error = parse_field(form, field, form_prefix + field.path)
        if field.kind in BOXES:
            value = keep_order(value_at(target, field.path), value)
        put(target, field.path, value)
        if error:
            errors[error_prefix + field.path] = error
    for group in section.groups:
        if all(_is_empty(value_at(target, field.path), field) for field in section.fields_of(group)):
            put(target, group, None)


def keep_order(before: Any, value: Any) -> Any:
    """`value` with its lists in the earlier order, because the order of check boxes has no meaning."""
    if isinstance(before, Mapping) and isinstance(value, dict):
        return {key: keep_order(before.get(key), inner) for key, inner in value.items()}
    if isinstance(before, list) and isinstance(value, list):
        return [one for one in before if one in value] + [one for one in value if one not in before]
    return value


def _is_empty(value: Any, field: FieldLayout) -> bool:
    """True for a field without input; a ticked box is input, the preset value of a choice is none."""
    if field.kind is FieldKind.FLAG:
        return value is not True
    return field.kind in PRESET or value in (None, "", [], {})


def parse_field(form: FormData, field: FieldLayout, name: str) -> tuple[Any, str]:
    """The value of a field and the error in its format."""
    text = form.get(name, "").strip()
    match field.kind:
        case FieldKind.FLAG:
            return name in form, ""
        case kind if kind in LISTS:
            return [value for value in form.getlist(name) if value], ""
        case FieldKind.WORDS:
            return [word for word in BETWEEN_WORDS.split(text) if word], ""
        case FieldKind.WAYS:
            return _ways(form.getlist(name)), ""
        case FieldKind.WHEN:
            return _when(form.getlist(name)), ""
        case FieldKind.NUMBER if text:
            return (
                (int(text), "")
                if WHOLE_NUMBER.match(text)
                else _wrong(text, FieldProblem(GuideFormFault.NOT_A_WHOLE_NUMBER))
            )
        case FieldKind.MONEY if text:
            return _fen(text)
        case _:
            return _plain_lines(text) if text else field.blank, ""


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _wrong(text: str, problem: FieldProblem) -> tuple[str, str]:
    return text, message(problem)


def _fen(text: str) -> tuple[Any, str]:
    wrong = _wrong(text, FieldProblem(GuideFormFault.NOT_AN_AMOUNT))
    try:
        fen = Decimal(text) * 100
    except InvalidOperation:
        return wrong
    if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen < 2**31:
        return wrong
    return int(fen), ""


def _ways(values: Iterable[str]) -> list[dict[str, str]]:
    """Parses certificate_type:business-licence into {"certificate_type": "business-licence"}."""
    pairs = (value.partition(":") for value in values)
    return [{kind: code} for kind, _colon, code in pairs if kind in {"certificate_type", "data_check"}]


def _when(values: Iterable[str]) -> dict[str, list[str]]:
    """Parses agent:yes into {"agent": ["yes"]}."""
    conditions: dict[str, list[str]] = {}
    for value in values:
        question, colon, answer = value.partition(":")
        if colon:
            conditions.setdefault(question, []).append(answer)
    return conditions


def _key_rows(raw: dict[str, Any], section: SectionLayout) -> None:
    """Gives every new row a key that is unique in its list."""
    if section.key_prefix is None:
        return
    rows = raw[section.path]
    used = {row["key"] for row in rows}
    number = len(rows)
    for row in rows:
        while not row["key"]:
            candidate = f"{section.key_prefix}-{number}"
            number += 1
            if candidate not in used:
                row["key"] = candidate
                used.add(candidate)


def add_row(raw: dict[str, Any], path: str, layout: FormLayout = GUIDE_FORM) -> int | None:
    """Adds an empty row at the end of the list `path`; returns its index, or None for a list without rows."""
    section = _list_section(layout, path)
    if section is None:
        return None
    form: FormData = MultiDict(
        [(f"{path}.0.{field.path}", field.initial) for field in section.fields if field.initial]
    )
    row = _row(form, section, "0", (), 0, {})
    for field in section.fields:
        labels = code_labels(field.element) if field.kind is FieldKind.CHOICE else {}
        if labels:
            put(row, field.path, str(next(iter(labels))))
    for group in section.groups:
        put(row, group, None)
    raw[path] = [*raw[path], row]
    _key_rows(raw, section)
    return len(raw[path]) - 1


def remove_row(raw: dict[str, Any], row_path: str, layout: FormLayout = GUIDE_FORM) -> None:
    """Removes the row "materials.2"; does nothing if it does not exist."""
    path, _dot, index = row_path.rpartition(".")
    rows = raw.get(path)
    if _list_section(layout, path) is not None and index.isdigit() and isinstance(rows, list):
        raw[path] = [row for number, row in enumerate(rows) if number != int(index)]


def _list_section(layout: FormLayout, path: str) -> SectionLayout | None:
    return next((section for section in layout if section.is_list and section.path == path), None)

"""What an editor typed into the form, as the terms of a guide; what cannot be read stays as it was typed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from services_hall.guide_desk.form.layout import (
    SECTIONS,
    FieldKind,
    FieldLayout,
    SectionLayout,
    prefix_of,
)
from services_hall.guide_desk.form.term_paths import put, value_at

Form = MultiDict[str, str]
WHOLE: Final = re.compile(r"-?\d{1,9}\Z")
BETWEEN_WORDS: Final = re.compile(r"[、，,；;\s]+")
LISTS: Final = frozenset({FieldKind.SEVERAL, FieldKind.BASES})
BOXES: Final = LISTS | {FieldKind.WAYS, FieldKind.WHEN}
PRESET: Final = frozenset({FieldKind.CHOICE, FieldKind.FLAG})
MOST_ROWS: Final = 500


def read(form: Form, before: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The terms with what was typed put over `before`, and what could not be read by field name.

    The terms are not checked: `content.load` says what else is wrong with them.
    """
    raw = deepcopy(dict(before))
    errors: dict[str, str] = {}
    for section in SECTIONS:
        if section.rows:
            raw[section.path] = [
                _row(form, section, index, raw.get(section.path) or [], place, errors)
                for place, index in enumerate(row_indices(form, section.path))
            ]
        else:
            _fill(form, section, raw, prefix_of(section), prefix_of(section), errors)
    _key_rows(raw)
    return raw, errors


def row_indices(form: Form, path: str) -> list[str]:
    """The indices of the rows that the form holds, in their order."""
    return [index for index in form.getlist(f"{path}.index") if index.isdigit()][:MOST_ROWS]


def _row(
    form: Form,
    section: SectionLayout,
    index: str,
    known: Sequence[Mapping[str, Any]],
    place: int,
    errors: dict[str, str],
) -> dict[str, Any]:
    """One row; what it has no field for is kept from the row of the same key before."""
    typed_at = f"{section.path}.{index}."
    key = form.get(f"{typed_at}key", "")
    kept = next((row for row in known if key and row.get("key") == key), {})
    row: dict[str, Any] = deepcopy(dict(kept))
    if section.keyed:
        row["key"] = key
    _fill(form, section, row, typed_at, f"{section.path}.{place}.", errors, inside=True)
    return row


def _fill(
    form: Form,
    section: SectionLayout,
    target: dict[str, Any],
    typed_at: str,
    told_at: str,
    errors: dict[str, str],
    *,
    inside: bool = False,
) -> None:
    within = "" if inside else typed_at
    for entry in section.entries:
        value, error = value_of(form, entry, typed_at + entry.path)
        if entry.kind in BOXES:
            value = in_order_of(value_at(target, within + entry.path), value)
        put(target, within + entry.path, value)
        if error:
            errors[told_at + entry.path] = error
    for group in section.optional:
        entries = [entry for entry in section.entries if entry.path.startswith(f"{group}.")]
        if all(_is_empty(value_at(target, within + entry.path), entry) for entry in entries):
            put(target, within + group, None)


def in_order_of(before: Any, value: Any) -> Any:
    """`value` with its lists in the order they had before: boxes on a page stand in an order of their own."""
    if isinstance(before, Mapping) and isinstance(value, dict):
        return {key: in_order_of(before.get(key), inner) for key, inner in value.items()}
    if isinstance(before, list) and isinstance(value, list):
        return [one for one in before if one in value] + [one for one in value if one not in before]
    return value


def _is_empty(value: Any, entry: FieldLayout) -> bool:
    """Whether nothing was typed; what a list offers from the start tells nothing."""
    return entry.kind in PRESET or value in (None, "", [])


def value_of(form: Form, entry: FieldLayout, name: str) -> tuple[Any, str]:
    """The value of one field and what is wrong with how it is written."""
    text = form.get(name, "").strip()
    match entry.kind:
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
            return (int(text), "") if WHOLE.match(text) else (text, _("请填写整数。"))
        case FieldKind.MONEY if text:
            return _fen(text)
        case _:
            return _plain_lines(text) if text else entry.blank, ""


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _fen(text: str) -> tuple[Any, str]:
    wrong = text, _("请填写金额，最多两位小数，例如 40 或 12.50。")
    try:
        fen = Decimal(text) * 100
    except InvalidOperation:
        return wrong
    if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen < 2**31:
        return wrong
    return int(fen), ""


def _ways(values: Iterable[str]) -> list[dict[str, str]]:
    """certificate_type:business-licence as {"certificate_type": "business-licence"}."""
    pairs = (value.partition(":") for value in values)
    return [{kind: code} for kind, _colon, code in pairs if kind in {"certificate_type", "data_check"}]


def _when(values: Iterable[str]) -> dict[str, list[str]]:
    """agent:yes as {"agent": ["yes"]}."""
    found: dict[str, list[str]] = {}
    for value in values:
        question, colon, answer = value.partition(":")
        if colon:
            found.setdefault(question, []).append(answer)
    return found


def _key_rows(raw: dict[str, Any]) -> None:
    """Gives every new row a key that no other row of its list has."""
    for section in SECTIONS:
        if not section.keyed:
            continue
        rows = raw[section.path]
        used = {row["key"] for row in rows}
        number = len(rows)
        for row in rows:
            while not row["key"]:
                candidate = f"{section.keyed}-{number}"
                number += 1
                if candidate not in used:
                    row["key"] = candidate
                    used.add(candidate)


def with_row_added(raw: dict[str, Any], path: str) -> int | None:
    """Adds an empty row at the end of the list `path`; its place, or None for a list that has no rows."""
    section = next((one for one in SECTIONS if one.rows and one.path == path), None)
    if section is None:
        return None
    form: Form = MultiDict([(f"{path}.0.copies", "1")])
    row = _row(form, section, "0", (), 0, {})
    for entry in section.entries:
        if entry.kind is FieldKind.CHOICE and entry.options:
            put(row, entry.path, next(iter(entry.options)))
    for group in section.optional:
        put(row, group, None)
    raw[path] = [*raw[path], row]
    _key_rows(raw)
    return len(raw[path]) - 1


def without_row(raw: dict[str, Any], place: str) -> None:
    """Takes the row "materials.2" out; nothing for one that is not there."""
    path, _dot, index = place.rpartition(".")
    rows = raw.get(path)
    if any(one.rows and one.path == path for one in SECTIONS) and index.isdigit() and isinstance(rows, list):
        raw[path] = [row for number, row in enumerate(rows) if number != int(index)]

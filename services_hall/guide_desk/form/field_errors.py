"""Mapping of errors in a guide's terms to the fields of the form."""

from collections.abc import Mapping, Sequence

from services_hall.guide_desk.form.fields import FormSection


def field_names(sections: Sequence[FormSection]) -> list[str]:
    """The names of all fields of the form."""
    groups = [
        group
        for section in sections
        for group in (*section.groups, *(one for row in section.rows for one in row.groups))
    ]
    return [field.name for group in groups for field in group]


def named_errors(sections: Sequence[FormSection], errors: Mapping[str, str]) -> dict[str, str]:
    """The errors with the labels of their fields and rows, for the summary above the form."""
    named: dict[str, str] = {}
    for section in sections:
        named |= {field.name: field.label for group in section.groups for field in group}
        for row in section.rows:
            title = f"{section.title} {row.index + 1}"
            named |= {field.name: f"{title} {field.label}" for group in row.groups for field in group}
    return {name: f"{named[name]}：{words}" if name in named else words for name, words in errors.items()}


def errors_by_field(errors: Mapping[str, Sequence[str]], names: Sequence[str]) -> dict[str, str]:
    """The errors by field; under its own path if an error belongs to no field."""
    messages: dict[str, str] = {}
    for path, texts in errors.items():
        name = nearest_field(path, names) or path
        messages[name] = " ".join(dict.fromkeys((*filter(None, [messages.get(name)]), *texts)))
    return messages


def nearest_field(path: str, names: Sequence[str]) -> str | None:
    """The field at `path`, else the field that contains the path, else the first field inside it."""
    if path in names:
        return path
    around = next((name for name in names if path.startswith(f"{name}.")), None)
    return around or next((name for name in names if name.startswith(f"{path}.")), None)

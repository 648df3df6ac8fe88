"""Forms on a page, and the data that a browser submits with one of their buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

Changes = Mapping[str, str | Sequence[str]]
TICKED: Final = frozenset({"radio", "checkbox"})
PRESSED: Final = frozenset({"submit", "button", "reset", "image"})


@dataclass
class Control:
    """One field of a form with its value; for a radio button, the value of the option."""

    name: str
    kind: str
    value: str
    is_on: bool = True


@dataclass
class Form:
    """A form with its fields in the order of the page."""

    action: str
    method: str
    is_multipart: bool
    controls: list[Control] = field(default_factory=list)

    @property
    def uploads(self) -> list[str]:
        """The names of the fields that take a file."""
        return [one.name for one in self.controls if one.kind == "file"]

    def values(self, changes: Changes) -> dict[str, list[str]]:
        """The values of the fields with these changes, by name."""
        held: dict[str, list[str]] = {}
        for one in self.controls:
            if one.is_on and one.kind != "file":
                held.setdefault(one.name, []).append(one.value)
        for name, value in changes.items():
            held[name] = [value] if isinstance(value, str) else list(value)
        return {name: [_line_ends(value) for value in values] for name, values in held.items()}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area: Control | None = None
        self._select: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_multipart = given.get("enctype", "") == "multipart/form-data"
            self._form = Form(given.get("action", ""), given.get("method", "get").lower(), is_multipart)
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: Mapping[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option" and self._select is not None:
            if "selected" in given or not self._select.is_on:
                self._select.value, self._select.is_on = given.get("value", ""), True
        elif tag == "input" and name and given.get("type") not in PRESSED:
            kind = given.get("type", "text")
            is_on = kind not in TICKED or "checked" in given
            form.controls.append(
                Control(name, kind, given.get("value", "on" if kind in TICKED else ""), is_on)
            )
        elif tag == "textarea":
            self._area = Control(name, tag, "")
            form.controls.append(self._area)
        elif tag == "select":
            self._select = Control(name, tag, "", is_on=False)
            form.controls.append(self._select)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area is not None:
            self._area.value = self._area.value.removeprefix("\n")
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data


def forms_on(page: str) -> list[Form]:
    """Every form of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")

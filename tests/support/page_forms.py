"""The forms of a page as a browser shows them: every field with its value and its kind."""

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True)
class PageField:
    """A field that a person fills in; `choices` are the values that can be chosen."""

    name: str
    kind: str
    value: str
    choices: tuple[str, ...] = ()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, list[PageField]] = {}
        self.action = ""
        self.area = self.select = ""
        self.text = self.chosen = ""
        self.choices: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.action = given.get("action", "")
            self.forms.setdefault(self.action, [])
        elif tag == "input" and self.action:
            kind = "hidden" if "readonly" in given else given.get("type", "text")
            is_on = kind not in {"checkbox", "radio"} or "checked" in given
            self._add(name, kind, given.get("value", "") if is_on else "", (given.get("value", ""),))
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select, self.chosen, self.choices = name, "", []
        elif tag == "option" and self.select:
            self.choices.append(given.get("value", ""))
            if "selected" in given:
                self.chosen = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.action = ""
        elif tag == "textarea" and self.area:
            self._add(self.area, "textarea", self.text.removeprefix("\n"))
            self.area = ""
        elif tag == "select" and self.select:
            self._add(self.select, "select", self.chosen, tuple(self.choices))
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def _add(self, name: str, kind: str, value: str, choices: tuple[str, ...] = ()) -> None:
        if self.action and name and name != "csrf_token":
            self.forms[self.action].append(PageField(name, kind, value, choices))


def forms_on(page: str) -> dict[str, list[PageField]]:
    """The fields of each form of the page, by its address."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def values_of(fields: list[PageField]) -> dict[str, str]:
    """What a browser would send of the fields, without files; boxes that are not ticked are left out."""
    values: dict[str, str] = {}
    for field in fields:
        is_box = field.kind in {"checkbox", "radio"}
        if field.kind not in {"file", "submit", "button"} and (field.value or not is_box):
            values[field.name] = field.value
    return values


def filled_in(fields: list[PageField]) -> dict[str, str]:
    """Every field filled in with something: texts that say their name, every box ticked, last choices."""
    values: dict[str, str] = {}
    for field in fields:
        match field.kind:
            case "file" | "submit" | "button":
                continue
            case "hidden":
                values[field.name] = field.value
            case "checkbox" | "radio":
                values[field.name] = field.choices[0]
            case "select":
                values[field.name] = field.value or field.choices[-1]
            case _:
                values[field.name] = f"写了 {field.name}"
    return values

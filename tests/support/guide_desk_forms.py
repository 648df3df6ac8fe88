"""The form of a draft as a browser submits it, and the texts of a page."""

from html.parser import HTMLParser

from tests.support.hall import Visitor

DESK = "/guide-desk/guides/"
BUNDLE_DESK = "/guide-desk/bundles/"


class FormReader(HTMLParser):
    """The fields of one form with their values, without its buttons."""

    def __init__(self, action_ends: str) -> None:
        super().__init__()
        self.action_ends = action_ends
        self.fields: dict[str, list[str]] = {}
        self.is_inside = False
        self.area: str | None = None
        self.select: str | None = None
        self.is_chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = given.get("action", "").split("#")[0].endswith(self.action_ends)
        if not self.is_inside:
            return
        name = given.get("name", "")
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.fields.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.fields[name] = [""]
        elif tag == "select":
            self.select, self.is_chosen = name, False
        elif tag == "option" and self.select and ("selected" in given or not self.is_chosen):
            self.fields[self.select] = [given.get("value", "")]
            self.is_chosen = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.is_inside and self.area is not None:
            self.fields[self.area][0] += data


def form_on(page: str, action_ends: str = "/form") -> dict[str, list[str]]:
    """The fields of the form whose address has this ending."""
    reader = FormReader(action_ends)
    reader.feed(page)
    reader.fields.pop("csrf_token", None)
    assert reader.fields, "no such form"
    for values in reader.fields.values():
        values[0] = values[0].removeprefix("\n")
    return reader.fields


def text_on(page: str) -> dict[str, str]:
    """The fields of the form for the whole text."""
    return {name: values[0] for name, values in form_on(page, "/text").items()}


def open_draft_page(editor: Visitor, code: str, desk: str = DESK) -> str:
    """The address of a new draft of this guide or bundle."""
    answer = editor.post(f"{desk}{code}/drafts")
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def save_draft_form(editor: Visitor, draft: str, changes: dict[str, str], do: str = "save") -> int:
    """The status after saving the form with some changed fields."""
    fields = form_on(editor.get(draft).text)
    answer = editor.post(f"{draft}/form", {**fields, **changes, "do": do})
    return answer.status_code

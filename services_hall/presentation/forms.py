"""Form fields and questions as parameters of the form macros; what is valid is decided elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from services_hall.presentation.labels import question_options

Definition = Mapping[str, Any]
Params = dict[str, Any]

WIDTHS: Final = {
    "identity_number": "govuk-input--width-20",
    "credit_code": "govuk-input--width-20",
    "phone": "govuk-input--width-20",
    "integer": "govuk-input--width-5",
    "date": "govuk-input--width-10",
    "person_name": "govuk-input--width-20",
}
INPUT_MODES: Final = {"phone": "tel", "integer": "numeric"}
AUTOCOMPLETE: Final = {"phone": "tel", "person_name": "name", "address": "street-address"}
HTML_TYPES: Final = {"date": "date", "phone": "tel"}
SELECT_ABOVE: Final = 8
INLINE_UP_TO: Final = 14


@dataclass(frozen=True)
class Field:
    """One form field, ready for `render_field`: which component, and its parameters."""

    component: str
    params: Params


def form_field(
    definition: Definition, *, value: Any = None, error: str | None = None, name: str | None = None
) -> Field:
    """A guide's form field (`form_fields`) with what was given and what is wrong with it."""
    name = name or definition["key"]
    if definition["type"] == "choice":
        return _choice(name, definition["label"], definition, value=value, error=error)
    params = _named(name, definition, error)
    params["label"] = {"text": _labelled(definition)}
    params["value"] = "" if value is None else str(value)
    if definition["type"] == "textarea":
        params["rows"] = 4
        return Field("textarea", params)
    kind = definition["type"]
    params |= {"classes": WIDTHS.get(kind, ""), "type": HTML_TYPES.get(kind, "text")}
    if kind in INPUT_MODES:
        params["inputmode"] = INPUT_MODES[kind]
    if kind in AUTOCOMPLETE:
        params["autocomplete"] = AUTOCOMPLETE[kind]
    if definition.get("max_length"):
        params["attributes"] = {"maxlength": str(definition["max_length"])}
    return Field("input", params)


def question(
    definition: Definition, *, value: str | None = None, error: str | None = None, name: str | None = None
) -> Field:
    """A scenario question (`questions`) as radio buttons."""
    options = question_options(definition)
    name = name or definition["key"]
    return _radios(name, definition["text"], {**definition, "options": options}, value=value, error=error)


def upload(
    name: str, label: str, *, hint: str = "", error: str | None = None, multiple: bool = False
) -> Field:
    """A field that takes a file."""
    params = _named(name, {"hint": hint}, error)
    params["label"] = {"text": label}
    params["attributes"] = {"accept": ".pdf,.jpg,.jpeg,.png"}
    params |= {
        "javascript": True,
        "chooseFilesButtonText": _("选择文件"),
        "dropInstructionText": _("或拖到这里"),
        "noFileChosenText": _("还没有选择文件"),
        "enteredDropZoneText": _("松手就选中这个文件"),
        "leftDropZoneText": _("已离开放文件的地方"),
    }
    if multiple:
        params["multiple"] = True
    return Field("file_upload", params)


def error_summary(errors: Mapping[str, str], *, title: str | None = None) -> Params | None:
    """The parameters of the summary above a form: field name → message, each a link to its field; or None."""
    if not errors:
        return None
    return {
        "titleText": title or _("请检查以下内容"),
        "errorList": [{"text": message, "href": f"#{field_id(name)}"} for name, message in errors.items()],
    }


def field_id(name: str) -> str:
    """The id of the field of that name, the first of its radio buttons."""
    return "field-" + name.replace(".", "-")


def _named(name: str, definition: Definition, error: str | None) -> Params:
    params: Params = {"id": field_id(name), "name": name}
    if definition.get("hint"):
        params["hint"] = {"text": definition["hint"]}
    if error:
        params["errorMessage"] = {"text": error, "visuallyHiddenText": _("错误")}
    return params


def _labelled(definition: Definition) -> str:
    label: str = definition["label"]
    return label if definition.get("required", True) else _("%(label)s（选填）", label=label)


def _choice(name: str, label: str, definition: Definition, *, value: Any, error: str | None) -> Field:
    if len(definition["options"]) <= SELECT_ABOVE and not definition.get("as_list"):
        return _radios(name, _labelled({**definition, "label": label}), definition, value=value, error=error)
    params = _named(name, definition, error)
    params["label"] = {"text": _labelled({**definition, "label": label})}
    params["items"] = [{"value": "", "text": _("请选择")}, *_items(definition["options"], value)]
    return Field("select", params)


def _radios(name: str, legend: str, definition: Definition, *, value: Any, error: str | None) -> Field:
    params = _named(name, definition, error)
    params["idPrefix"] = params.pop("id")
    params["fieldset"] = {"legend": {"text": legend, "classes": "govuk-fieldset__legend--s"}}
    params["items"] = _items(definition["options"], value)
    params["classes"] = "govuk-radios--small" + (" govuk-radios--inline" if _are_short(definition) else "")
    return Field("radios", params)


def _are_short(definition: Definition) -> bool:
    """Whether all options fit on one line of a phone."""
    options = definition["options"]
    return sum(len(option["label"]) for option in options) <= INLINE_UP_TO and not any(
        option.get("hint") for option in options
    )


def _items(options: Sequence[Definition], value: Any) -> list[Params]:
    return [
        {
            "value": option["value"],
            "text": option["label"],
            "checked": option["value"] == value,
            "selected": option["value"] == value,
            **({"hint": {"text": option["hint"]}} if option.get("hint") else {}),
        }
        for option in options
    ]

"""Form fields and questions as parameters of the form macros, without validation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from guides.enumerations import FieldType, QuestionKind
from guides.terms import FieldOption, FormField, Option, Question
from guides.vocabulary import YUAN
from services_hall.applications.answers.field_values import FEN, NO_PLACES, Places
from services_hall.applications.answers.form_rules import ANY_DAY, AllowedDays
from services_hall.attachments.file_kinds import ACCEPTED
from services_hall.presentation.labels import question_options

Params = dict[str, Any]
Options = Sequence[FieldOption] | Sequence[Option]

WIDTHS: Final = {
    FieldType.IDENTITY_NUMBER: "govuk-input--width-20",
    FieldType.DOCUMENT_NUMBER: "govuk-input--width-20",
    FieldType.CREDIT_CODE: "govuk-input--width-20",
    FieldType.PHONE: "govuk-input--width-20",
    FieldType.INTEGER: "govuk-input--width-5",
    FieldType.AMOUNT: "govuk-input--width-5",
    FieldType.MONEY: "govuk-input--width-10",
    FieldType.BANK_CARD: "govuk-input--width-20",
    FieldType.ACCOUNT: "govuk-input--width-20",
    FieldType.DIMENSIONS: "govuk-input--width-10",
    FieldType.DATE: "govuk-input--width-10",
    FieldType.PERSON_NAME: "govuk-input--width-20",
}
INPUT_MODES: Final = {
    FieldType.PHONE: "tel",
    FieldType.INTEGER: "numeric",
    FieldType.AMOUNT: "decimal",
    FieldType.MONEY: "decimal",
    FieldType.BANK_CARD: "numeric",
}
AUTOCOMPLETE: Final = {
    FieldType.PHONE: "tel",
    FieldType.PERSON_NAME: "name",
    FieldType.ADDRESS: "street-address",
}
NO_AUTOFILL: Final = "off"
NEVER_FILLED: Final = frozenset(
    {
        FieldType.BANK_CARD,
        FieldType.ACCOUNT,
        FieldType.IDENTITY_NUMBER,
        FieldType.DOCUMENT_NUMBER,
        FieldType.CREDIT_CODE,
    }
)
CERTIFICATE: Final = "certificate"
HTML_TYPES: Final = {FieldType.DATE: "date", FieldType.PHONE: "tel"}
SELECT_ABOVE: Final = 8
INLINE_UP_TO: Final = 14


@dataclass(frozen=True)
class Field:
    """A form field for `render_field`: the component and its parameters."""

    component: str
    params: Params


def form_field(
    definition: FormField,
    *,
    value: Any = None,
    error: str | None = None,
    name: str | None = None,
    as_list: bool = False,
    days: AllowedDays = ANY_DAY,
    places: Places = NO_PLACES,
) -> Field:
    """A form field of a guide with its value, as typed or as answered, and its error.

    A choice between few options is shown as radio buttons, unless `as_list` is True. `days` are those that
    the browser offers for a date, `places` the streets of the city for a place.
    """
    name = name or definition.key
    if definition.type is FieldType.PLACE:
        return _place(definition, name, places, value=value, error=error)
    if definition.type is FieldType.CHOICE:
        is_list = as_list or len(definition.options) > SELECT_ABOVE
        show = _select if is_list else _radios
        return show(
            name,
            _label(definition),
            definition.options,
            hint=definition.hint,
            value=value,
            error=error,
        )
    params = _name_params(name, _hint(definition), error)
    params["label"] = {"text": _label(definition)}
    params["value"] = _typed(definition, value)
    if definition.type is FieldType.TEXTAREA:
        params["rows"] = 4
        return Field("textarea", params)
    return Field("input", params | _input_params(definition, days))


def _input_params(definition: FormField, days: AllowedDays) -> Params:
    """How the browser helps with the input; a number stays a text, so that a wrong one is shown again."""
    kind = definition.type
    params: Params = {"classes": WIDTHS.get(kind, ""), "type": HTML_TYPES.get(kind, "text")}
    if kind in INPUT_MODES:
        params["inputmode"] = INPUT_MODES[kind]
    if kind in AUTOCOMPLETE:
        params["autocomplete"] = f"section-{_party(definition)} {AUTOCOMPLETE[kind]}"
    elif kind in NEVER_FILLED:
        params["autocomplete"] = NO_AUTOFILL
    if unit := (_(YUAN) if kind is FieldType.MONEY else definition.unit):
        params["suffix"] = {"text": unit}
    attributes = {"maxlength": str(definition.max_length)} if definition.max_length else {}
    if kind is FieldType.DATE:
        limits = {"min": days.first, "max": days.last}
        attributes |= {key: limit.isoformat() for key, limit in limits.items() if limit is not None}
    return params | ({"attributes": attributes} if attributes else {})


def _party(definition: FormField) -> str:
    """Whom the field is about, so that a browser does not mix persons: `agent` for the name of an agent."""
    known, _dot, _part = (definition.prefill or "").partition(".")
    return known if known and known != CERTIFICATE else definition.key.rpartition(".")[2].partition("_")[0]


def _typed(definition: FormField, value: Any) -> str:
    """The value as it is typed: an answer of money is stored in fen."""
    if definition.type is FieldType.MONEY and isinstance(value, int):
        return f"{value // FEN}.{value % FEN:02d}"
    return "" if value is None else str(value)


def _hint(definition: FormField) -> str:
    """The hint of the guide, with the limits of a number."""
    values = {"least": f"{definition.least or 0:,}", "most": f"{definition.most or 0:,}"}
    if definition.least and definition.most:
        limits = _("填 %(least)s 到 %(most)s。", **values)
    elif definition.least and definition.least > 1:
        limits = _("最小填 %(least)s。", **values)
    elif definition.most:
        limits = _("最大填 %(most)s。", **values)
    else:
        limits = ""
    return definition.hint + limits


def _place(definition: FormField, name: str, places: Places, *, value: Any, error: str | None) -> Field:
    """A list of streets in groups, one for each district."""
    params = _name_params(name, definition.hint, error)
    params["label"] = {"text": _label(definition)}
    groups: dict[str, list[Params]] = {}
    for code, place in places.items():
        option = {"value": code, "text": place.full_name, "selected": code == value}
        groups.setdefault(place.district, []).append(option)
    params["groups"] = list(groups.items())
    return Field("place", params)


def with_focus(field: Field) -> Field:
    """The field with the focus when its page is opened; of radio buttons the first one has it."""
    if field.component == "radios":
        first, *others = field.params["items"]
        focused = {**first, "attributes": {**first.get("attributes", {}), "autofocus": "autofocus"}}
        return Field(field.component, {**field.params, "items": [focused, *others]})
    attributes = {**field.params.get("attributes", {}), "autofocus": "autofocus"}
    return Field(field.component, {**field.params, "attributes": attributes})


def locked_field(
    definition: FormField, *, value: str, name: str, why: str, error: str | None = None
) -> Field:
    """A field whose value is known, as `why` says: shown in words, not to be typed."""
    words = next((option.label for option in definition.options if option.value == value), value)
    params = _name_params(name, why, error)
    params["label"] = {"text": definition.label}
    params |= {"value": words, "classes": "field--locked", "attributes": {"readonly": "readonly"}}
    return Field("input", params)


def choice_between(label: str, options: Sequence[Option], *, name: str, error: str | None) -> Field:
    """Several answers to one field as radio buttons; the first is chosen."""
    return _radios(name, label, options, hint="", value=options[0].value, error=error)


def question(
    definition: Question,
    *,
    value: str | None = None,
    error: str | None = None,
    name: str | None = None,
    more: Sequence[Option] = (),
) -> Field:
    """A scenario question as radio buttons; `more` are choices besides those of the guide.

    A number is typed; where there are more choices, the page offers them in its own way.
    """
    if definition.kind is QuestionKind.NUMBER:
        return _number(name or definition.key, definition, value=value, error=error)
    options = [*question_options(definition), *more]
    return _radios(
        name or definition.key,
        definition.text,
        options,
        hint=definition.hint,
        value=value,
        error=error,
    )


def _number(name: str, definition: Question, *, value: str | None, error: str | None) -> Field:
    params = _name_params(name, definition.hint, error)
    label = {"text": definition.text, "classes": "govuk-label--s"}
    params |= {"label": label, "value": value or "", "inputmode": "decimal", "type": "text"}
    params |= {"classes": WIDTHS[FieldType.AMOUNT], "autocomplete": NO_AUTOFILL}
    if definition.unit:
        params["suffix"] = {"text": definition.unit}
    return Field("input", params)


def upload(
    name: str,
    label: str,
    *,
    hint: str = "",
    error: str | None = None,
    multiple: bool = False,
    has_files: bool = False,
    accept: str = ACCEPTED,
) -> Field:
    """A field for uploading a file; `accept` is what the browser offers, `has_files` that some were given."""
    params = _name_params(name, hint, error)
    params["label"] = {"text": label}
    params["attributes"] = {"accept": accept}
    params |= {
        "javascript": True,
        "chooseFilesButtonText": _("选择文件"),
        "dropInstructionText": _("或拖到这里"),
        "noFileChosenText": _("可以再加文件") if has_files else _("还没有选择文件"),
        "enteredDropZoneText": _("松手就选中这个文件"),
        "leftDropZoneText": _("已离开放文件的地方"),
    }
    if multiple:
        params["multiple"] = True
        params["multipleFilesChosenText"] = {
            "one": _("已选 %{count} 个文件"),
            "other": _("已选 %{count} 个文件"),
        }
    return Field("file_upload", params)


def error_summary(errors: Mapping[str, str], *, title: str | None = None) -> Params | None:
    """The parameters of the summary of `errors` (field name → message) with links to the fields; or None."""
    if not errors:
        return None
    return {
        "titleText": title or _("请检查以下内容"),
        "errorList": [{"text": message, "href": f"#{field_id(name)}"} for name, message in errors.items()],
    }


def field_id(name: str) -> str:
    """The HTML id of the field with this name, which is the id of its first radio button."""
    return "field-" + name.replace(".", "-")


def _name_params(name: str, hint: str, error: str | None) -> Params:
    params: Params = {"id": field_id(name), "name": name}
    if hint:
        params["hint"] = {"text": hint}
    if error:
        params["errorMessage"] = {"text": error, "visuallyHiddenText": _("错误")}
    return params


def _label(definition: FormField) -> str:
    label = definition.label
    return label if definition.required else _("%(label)s（选填）", label=label)


def _select(name: str, label: str, options: Options, *, hint: str, value: Any, error: str | None) -> Field:
    params = _name_params(name, hint, error)
    params["label"] = {"text": label}
    params["items"] = [{"value": "", "text": _("请选择")}, *_items(options, value)]
    return Field("select", params)


def _radios(name: str, legend: str, options: Options, *, hint: str, value: Any, error: str | None) -> Field:
    params = _name_params(name, hint, error)
    params["idPrefix"] = params.pop("id")
    params["fieldset"] = {"legend": {"text": legend, "classes": "govuk-fieldset__legend--s"}}
    params["items"] = _items(options, value)
    params["classes"] = "govuk-radios--small" + (" govuk-radios--inline" if _are_short(options) else "")
    return Field("radios", params)


def _are_short(options: Options) -> bool:
    """True when all options fit on one line of a phone."""
    return sum(len(option.label) for option in options) <= INLINE_UP_TO and not any(
        option.hint for option in options
    )


def _items(options: Options, value: Any) -> list[Params]:
    return [
        {
            "value": option.value,
            "text": option.label,
            "checked": option.value == value,
            "selected": option.value == value,
            **({"hint": {"text": option.hint}} if option.hint else {}),
        }
        for option in options
    ]

"""Form fields about the trade of a sole trader: its name and its credit code; both, or neither."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _

from certificate_store.errors import HolderInvalid
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FormField
from services_hall.applications.answers import AnswerFault
from services_hall.identity.sole_traders import SoleTrader, stated_trader
from services_hall.presentation import forms
from services_hall.presentation.messages import code_message
from services_hall.presentation.request_messages import RequestLabel
from services_hall.web.form_state import FormState

NAME: Final = "sole_trader.name"
CODE: Final = "sole_trader.credit_code"


def trader_form_fields(state: FormState) -> list[forms.Field]:
    """The fields with their values and errors."""
    return [
        forms.form_field(one, value=state.values.get(one.key), error=state.errors.get(one.key), as_list=True)
        for one in _definitions()
    ]


def is_trader_given(values: Mapping[str, str]) -> bool:
    """Whether one of the fields is filled in."""
    return any(values.get(key, "").strip() for key in (NAME, CODE))


def read_trader(form: Mapping[str, str], errors: dict[str, FieldProblem]) -> SoleTrader | None:
    """The trade in the form, or None with the errors of its fields."""
    name, code = (form.get(key, "").strip() for key in (NAME, CODE))
    for field, text in zip(_definitions(), (name, code), strict=True):
        if not text:
            errors[field.key] = FieldProblem(AnswerFault.MISSING, {"label": field.label})
    if not (name and code):
        return None
    try:
        return stated_trader(name, code)
    except HolderInvalid as invalid:
        key = NAME if invalid.field == "name" else CODE
        errors[key] = FieldProblem(invalid.reason, invalid.values)
        return None


def _definitions() -> tuple[FormField, FormField]:
    return (
        FormField(key=NAME, label=code_message(RequestLabel.TRADE_NAME), max_length=100),
        FormField(
            key=CODE,
            label=_("统一社会信用代码"),
            type=FieldType.CREDIT_CODE,
            max_length=40,
        ),
    )

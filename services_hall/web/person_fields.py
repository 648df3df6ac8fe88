"""Form fields that say who a person is: name, document and number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from flask_babel import gettext as _

from certificate_store.errors import HolderInvalid
from certificate_store.holders import ORGANISATION_TYPES, Holder, IdentifierType
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FieldOption, FormField
from services_hall.applications.answers import AnswerFault
from services_hall.presentation import forms
from services_hall.presentation.identity_documents import DOCUMENTS
from services_hall.web.form_state import FormState

HolderReader: TypeAlias = Callable[[str, IdentifierType, str], Holder]
"""How name, document and number become a holder; raises HolderInvalid."""
LONGEST_NAME: Final = 100
LONGEST_NUMBER: Final = 40


@dataclass(frozen=True)
class PersonFields:
    """The names of the fields about a person; without a document in the form, it is an identity card."""

    name: str
    document: str
    number: str

    @property
    def all(self) -> tuple[str, str, str]:
        """The names in the order of the form."""
        return self.name, self.document, self.number


def person_form_fields(
    fields: PersonFields,
    state: FormState,
    *,
    name_label: str = "",
    document_label: str = "",
    number_label: str = "",
    is_required: bool = True,
) -> list[forms.Field]:
    """The fields with their values and errors."""
    documents = tuple(
        FieldOption(value=kind, label=str(label))
        for kind, label in DOCUMENTS.items()
        if kind not in ORGANISATION_TYPES
    )
    definitions = (
        FormField(
            key=fields.name, label=name_label or _("姓名"), required=is_required, max_length=LONGEST_NAME
        ),
        FormField(
            key=fields.document, label=document_label or _("证件"), type=FieldType.CHOICE, options=documents
        ),
        FormField(
            key=fields.number,
            label=number_label or _("证件号码"),
            type=FieldType.IDENTITY_NUMBER,
            required=is_required,
            max_length=LONGEST_NUMBER,
        ),
    )
    values = {fields.document: IdentifierType.IDENTITY_CARD.value, **state.values}
    return [
        forms.form_field(one, value=values.get(one.key), error=state.errors.get(one.key), as_list=True)
        for one in definitions
    ]


def read_person(
    form: Mapping[str, str],
    fields: PersonFields,
    errors: dict[str, FieldProblem],
    *,
    name_label: str = "",
    make: HolderReader = Holder,
) -> Holder | None:
    """The person in the form, checked by `make`, or None with the errors of its fields."""
    name, number = form.get(fields.name, "").strip(), form.get(fields.number, "")
    if not name:
        errors[fields.name] = FieldProblem(AnswerFault.MISSING, {"label": name_label or _("姓名")})
    kind = form.get(fields.document) or IdentifierType.IDENTITY_CARD
    if kind not in set(DOCUMENTS) - ORGANISATION_TYPES:
        errors[fields.document] = FieldProblem(AnswerFault.NOT_CHOSEN, {"label": _("证件")})
        return None
    try:
        return make(name or "-", IdentifierType(kind), number)
    except HolderInvalid as error:
        field = fields.name if error.field == "name" else fields.number
        errors[field] = FieldProblem(error.reason, error.values)
        return None

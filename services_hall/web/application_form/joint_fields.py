"""Form fields about those who apply together with the first applicant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from guides.bundles import BundleSelection
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FieldOption, FormField
from services_hall.applications.answers import AnswerFault, Offer
from services_hall.applications.parties import Identification, Party, joint_applicant
from services_hall.applications.parties.joint_applicants import JointRange, joint_range
from services_hall.presentation import forms
from services_hall.presentation.identity_documents import DOCUMENTS
from services_hall.web.application_form.channel import FormInvalid
from services_hall.web.doubted_numbers import doubted_number, is_seen_in_original
from services_hall.web.form_state import FormState

NAME: Final = "name"
TYPE: Final = "identifier_type"
NUMBER: Final = "identifier"
SEEN: Final = "seen"
CONSENT: Final = "consent"


def field_name(number: int, part: str) -> str:
    """The name of a field about the joint applicant with this number, from 1."""
    return f"joint.{number}.{part}"


@dataclass(frozen=True)
class JointFields:
    """The fields about one joint applicant; `seen` and `consent` name the boxes that a clerk ticks."""

    number: int
    is_required: bool
    fields: list[forms.Field]
    seen: str
    consent: str
    number_field: str
    doubted: str = ""
    """The number in the form of which only the check digit is wrong; a clerk may take it."""


def allowed_joint(offer: Offer, selection: BundleSelection) -> JointRange:
    """How many apply together with the first applicant for what was selected."""
    return joint_range([offer.items[item.code].terms for item in selection.items])


def joint_form_fields(state: FormState, allowed: JointRange) -> list[JointFields]:
    """The fields about each possible joint applicant, with their values and errors."""
    return [
        JointFields(
            number,
            number <= allowed.least,
            [_form_field(definition, state) for definition in _definitions(number)],
            field_name(number, SEEN),
            field_name(number, CONSENT),
            field_name(number, NUMBER),
            doubted_number(
                state.values.get(field_name(number, TYPE), ""),
                state.values.get(field_name(number, NUMBER), ""),
            ),
        )
        for number in range(1, allowed.most + 1)
    ]


def _form_field(definition: FormField, state: FormState) -> forms.Field:
    value = state.values.get(definition.key)
    if value is None and definition.type is FieldType.CHOICE:
        value = IdentifierType.IDENTITY_CARD.value
    return forms.form_field(definition, value=value, error=state.errors.get(definition.key), as_list=True)


def _definitions(number: int) -> tuple[FormField, ...]:
    documents = tuple(FieldOption(value=key, label=str(label)) for key, label in DOCUMENTS.items())
    return (
        FormField(key=field_name(number, NAME), label=_("姓名（名称）"), max_length=100),
        FormField(key=field_name(number, TYPE), label=_("证件"), type=FieldType.CHOICE, options=documents),
        FormField(
            key=field_name(number, NUMBER),
            label=_("证件号码"),
            type=FieldType.IDENTITY_NUMBER,
            max_length=40,
        ),
    )


def read_joint(form: Mapping[str, str], allowed: JointRange, *, is_at_window: bool = False) -> list[Party]:
    """The joint applicants in the form; raises FormInvalid with every invalid field by name.

    At a window the clerk may say that somebody is there and that their document was seen, or that the
    original has a number with a wrong check digit.
    """
    errors: dict[str, FieldProblem] = {}
    found = [_read(form, number, errors, is_at_window) for number in range(1, allowed.most + 1)]
    if errors:
        raise FormInvalid(errors)
    return [party for party in found if party is not None]


def _read(
    form: Mapping[str, str], number: int, errors: dict[str, FieldProblem], is_at_window: bool
) -> Party | None:
    name, identifier = (form.get(field_name(number, part), "").strip() for part in (NAME, NUMBER))
    if not (name or identifier):
        return None
    if not name:
        errors[field_name(number, NAME)] = FieldProblem(AnswerFault.MISSING, {"label": _("姓名（名称）")})
    try:
        kind = IdentifierType(form.get(field_name(number, TYPE), ""))
        is_odd = is_at_window and is_seen_in_original(form, field_name(number, NUMBER))
        make = Holder.from_original if is_odd else Holder
        holder = make(name or "-", kind, identifier)
    except HolderInvalid as invalid:
        field = NAME if invalid.field == "name" else NUMBER
        errors[field_name(number, field)] = FieldProblem(invalid.reason)
        return None
    except ValueError:
        errors[field_name(number, TYPE)] = FieldProblem(AnswerFault.NOT_CHOSEN, {"label": _("证件")})
        return None
    is_seen = is_at_window and form.get(field_name(number, SEEN)) == "yes"
    return joint_applicant(
        holder,
        Identification.DOCUMENT if is_seen else Identification.STATED,
        has_consented=is_seen and form.get(field_name(number, CONSENT)) == "yes",
        is_number_from_original=holder.has_wrong_check_digit,
    )

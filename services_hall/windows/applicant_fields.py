"""Form fields about the person at the window: name, identity document, phone, district, consent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from flask_babel import gettext as _

from certificate_store.errors import HolderFault, HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from certificate_store.text_input.reader import drop_hidden
from guides.bundles import AskedField, BundleSelection
from guides.division_codes import district_code
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.terms import FieldOption, FormField
from services_hall.applications.answers import FieldInvalid, Offer, read_field
from services_hall.applications.certificates.source_certificates import SOURCE
from services_hall.applications.drafts.pinned_drafts import CONSENT
from services_hall.applications.parties import Party, seen_applicant
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity import Actor, Role
from services_hall.identity.capacities import Capacity
from services_hall.identity.representations import may_act
from services_hall.identity.sole_traders import SoleTrader
from services_hall.presentation import application_form, forms
from services_hall.presentation.application_form import DISTRICT
from services_hall.presentation.application_messages import ApplicationFormFault
from services_hall.presentation.identity_documents import DOCUMENTS
from services_hall.presentation.messages import code_message
from services_hall.presentation.request_messages import RequestLabel
from services_hall.web.application_form.channel import FormInvalid
from services_hall.web.doubted_numbers import is_seen_in_original
from services_hall.web.form_state import FormState
from services_hall.web.person_fields import HolderReader
from services_hall.web.trader_fields import is_trader_given, read_trader
from services_hall.windows.agent_fields import read_agent

TYPE: Final = "holder.identifier_type"
NAME: Final = "holder.name"
NUMBER: Final = "holder.identifier"
PHONE: Final = "holder.phone"
LONGEST_CARD_LINE: Final = 300
"""Characters of the line that a card reader types, with more than name and number."""


@dataclass(frozen=True)
class WindowApplicant:
    """The applicant and who acts for them, the district, and the permission to use certificates."""

    holder: Holder
    phone: str
    agent: Party | None
    district: str
    has_consented: bool
    sole_trader: SoleTrader | None = None

    @property
    def parties(self) -> list[Party]:
        """The applicant, then the agent."""
        is_odd = self.holder.has_wrong_check_digit
        applicant = replace(
            seen_applicant(self.holder, self.phone, self.sole_trader), is_number_from_original=is_odd
        )
        return [applicant] if self.agent is None else [applicant, self.agent]


def read_applicant(form: Mapping[str, str], offer: Offer, selection: BundleSelection) -> WindowApplicant:
    """The applicant in the form; raises FormInvalid with every invalid field by name."""
    errors: dict[str, FieldProblem] = {}
    holder = _holder(form, errors, may_be_odd=is_seen_in_original(form, NUMBER))
    phone = _phone(form, errors)
    agent = read_agent(form, errors, partial(_has_mandate, holder, offer, selection))
    sole_trader = read_trader(form, errors) if is_trader_given(form) else None
    district = form.get(DISTRICT, "")
    if problem := application_form.district_problem(selection, district):
        errors[DISTRICT] = problem
    if errors or holder is None:
        raise FormInvalid(errors)
    return WindowApplicant(holder, phone, agent, district, form.get(CONSENT) == "yes", sole_trader)


def _has_mandate(
    holder: Holder | None, offer: Offer, selection: BundleSelection, agent: Holder, capacity: Capacity
) -> bool:
    """Whether the person at the window has let the agent act under this offer, in the hall."""
    codes = [item.code for item in selection.items]
    return holder is not None and may_act(
        reading(), agent, holder, offer.code, codes, capacity=capacity, on=local_day(utc_now())
    )


def applicant_form_fields(state: FormState, *, clerk: Actor, has_source: bool = False) -> list[forms.Field]:
    """The fields about the person, and of the certificate to start from, with their values and errors."""
    values = {TYPE: IdentifierType.IDENTITY_CARD.value, DISTRICT: clerk_district(clerk), **state.values}
    about = [
        forms.form_field(
            definition,
            value=values.get(definition.key),
            error=state.errors.get(definition.key),
            as_list=True,
        )
        for definition in (*_definitions(), *((_source_definition(),) if has_source else ()))
    ]
    return [*about, application_form.district_field(values[DISTRICT], state.errors.get(DISTRICT))]


def read_holder(form: Mapping[str, str]) -> Holder:
    """The person in the form; raises FormInvalid with every invalid field by name."""
    errors: dict[str, FieldProblem] = {}
    holder = _holder(form, errors)
    if errors or holder is None:
        raise FormInvalid(errors)
    return holder


def holder_fields(state: FormState) -> list[forms.Field]:
    """The fields that say who the person is, with their values and errors."""
    values = {TYPE: IdentifierType.IDENTITY_CARD.value, **state.values}
    return [
        forms.form_field(
            definition,
            value=values.get(definition.key),
            error=state.errors.get(definition.key),
            as_list=True,
        )
        for definition in _definitions()
        if definition.key != PHONE
    ]


def clerk_district(clerk: Actor) -> str:
    """The 12-digit code of the district in which the clerk's window is located, or an empty text."""
    places = [post.division_code for post in clerk.posts_as(Role.WINDOW_CLERK) if post.division_code]
    return district_code(places[0]) if places else ""


def _definitions() -> tuple[FormField, ...]:
    documents = tuple(FieldOption(value=key, label=str(label)) for key, label in DOCUMENTS.items())
    return (
        FormField(
            key=NUMBER,
            label=_("证件号码"),
            hint=_("刷身份证，或者输入号码；也可以输入本窗口收过的申请编号。按回车查找。"),
            type=FieldType.IDENTITY_NUMBER,
            max_length=LONGEST_CARD_LINE,
        ),
        FormField(key=TYPE, label=_("证件"), type=FieldType.CHOICE, options=documents),
        FormField(key=NAME, label=code_message(RequestLabel.HOLDER_NAME), max_length=100),
        FormField(key=PHONE, label=code_message(RequestLabel.PHONE), type=FieldType.PHONE, max_length=20),
    )


def _source_definition() -> FormField:
    return FormField(
        key=SOURCE,
        label=_("凭哪一本证照办（证照标识）"),
        hint=_("印在证照二维码旁边，以 1.2.156 开头；也可以从“申请人的证照”里选。"),
        max_length=120,
    )


def _holder(
    form: Mapping[str, str], errors: dict[str, FieldProblem], *, may_be_odd: bool = False
) -> Holder | None:
    """The holder, or None with the errors of all its fields; an odd number has a wrong check digit."""
    make: HolderReader = Holder.from_original if may_be_odd else Holder
    name, number = form.get(NAME, ""), form.get(NUMBER, "")
    _read_field(FormField(key=NAME, label=RequestLabel.HOLDER_NAME), name, errors)
    try:
        return make(name if drop_hidden(name).strip() else "-", IdentifierType(form.get(TYPE, "")), number)
    except HolderInvalid as error:
        if error.field == "name" and error.reason is HolderFault.TOO_LONG:
            errors[NAME] = FieldProblem(ApplicationFormFault.HOLDER_NAME_TOO_LONG)
        elif error.field == "name":
            errors.setdefault(NAME, FieldProblem(error.reason, error.values))
        else:
            errors[NUMBER] = _wrong_number(form.get(TYPE, ""), number)
    except ValueError:
        errors[TYPE] = FieldProblem(ApplicationFormFault.DOCUMENT_NOT_CHOSEN)
    return None


def _wrong_number(identifier_type: str, number: str) -> FieldProblem:
    if not drop_hidden(number).strip():
        return FieldProblem(ApplicationFormFault.NUMBER_MISSING)
    if identifier_type == IdentifierType.IDENTITY_CARD:
        return FieldProblem(ApplicationFormFault.WRONG_IDENTITY_NUMBER)
    if identifier_type == IdentifierType.CREDIT_CODE:
        return FieldProblem(ApplicationFormFault.WRONG_CREDIT_CODE)
    return FieldProblem(ApplicationFormFault.WRONG_NUMBER)


def _phone(form: Mapping[str, str], errors: dict[str, FieldProblem]) -> str:
    field = FormField(key=PHONE, label=RequestLabel.PHONE, type=FieldType.PHONE)
    return _read_field(field, form.get(PHONE, ""), errors)


def _read_field(field: FormField, text: str, errors: dict[str, FieldProblem]) -> str:
    """The normalised text of a field, or an empty text with the error of the field."""
    try:
        return str(read_field(AskedField(field.key, field, ()), text))
    except FieldInvalid as error:
        errors[field.key] = error.problem
        return ""

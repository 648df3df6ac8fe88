"""Validation of an applicant's answers, the same for every channel (pure)."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from certificate_store.errors import HolderInvalid
from certificate_store.holders import IdentifierType, check_number
from certificate_store.text_input.numbers import read_phone
from certificate_store.text_input.reader import (
    TextInvalid,
    drop_hidden,
    read_line,
    read_lines,
    read_name,
)
from guides.bundles import (
    NO_LIMITS,
    AskedField,
    BundleSelection,
    BundleTerms,
    SizeLimits,
    resolve_bundle,
    resolve_single,
    without_items,
)
from guides.enumerations import FieldType
from guides.errors import FieldProblem
from guides.scenario import ScenarioAnswersInvalid
from guides.terms import FormField, GuideTerms, StartsFrom
from services_hall.applications.errors import AnswersInvalid, ScenarioStops
from services_hall.applications.field_values import (
    NO_PLACES,
    VALUE_READERS,
    Places,
    ValueFault,
    ValueRefused,
    is_card_number,
    read_day,
)
from services_hall.applications.form_rules import broken_rules
from services_hall.applications.parties import OF_QUESTION
from services_hall.applications.window_only import left_out

FIELD: Final = "field."
QUESTION: Final = "q."
MATERIAL: Final = "material."
LONGEST: Final = 500
MOST_SELECTIONS: Final = 256


class AnswerFault(StrEnum):
    """The kinds of error in an answer, a question or a material of an application."""

    MISSING = "missing"
    NOT_CHOSEN = "not_chosen"
    TOO_LONG = "too_long"
    WRONG_IDENTITY_NUMBER = "wrong_identity_number"
    WRONG_DOCUMENT_NUMBER = "wrong_document_number"
    WRONG_CREDIT_CODE = "wrong_credit_code"
    WRONG_PHONE = "wrong_phone"
    NOT_A_DATE = "not_a_date"
    NO_SUCH_OPTION = "no_such_option"
    DIGITS_IN_NAME = "digits_in_name"
    NOT_IN_GUIDE = "not_in_guide"
    QUESTION_OPEN = "question_open"
    MATERIAL_MISSING = "material_missing"
    FILE_IN_TWO_LISTS = "file_in_two_lists"
    NO_SUCH_DIVISION = "no_such_division"
    NOT_HANDLED_THERE = "not_handled_there"
    OTHER_PLACE = "other_place"
    APPLICANT_UNKNOWN = "applicant_unknown"
    FROM_CERTIFICATE = "from_certificate"
    FROM_IDENTITY = "from_identity"
    FROM_QUESTION = "from_question"
    FROM_LICENCE = "from_licence"
    LICENCE_NOT_CHOSEN = "licence_not_chosen"
    CODE_OF_ANOTHER = "code_of_another"
    PROOF_NOT_SEEN = "proof_not_seen"
    NOTHING_CHANGED = "nothing_changed"


@dataclass(frozen=True)
class OfferItem:
    """One item's edition in force, as offered to the applicant."""

    item_id: int
    code: str
    edition_id: int
    number: int
    sha256: str
    terms: GuideTerms


@dataclass(frozen=True)
class Offer:
    """What can be applied for under one code: a guide, or a bundle of several.

    `is_from_afar` says that the applicant is at no window: what only a window takes is then left out of the
    selections, unless nothing else is selected.
    """

    code: str
    name: str
    items: Mapping[str, OfferItem]
    bundle_edition_id: int | None
    bundle: BundleTerms | None
    fingerprint: str
    is_from_afar: bool = False
    sizes: SizeLimits = NO_LIMITS
    """The sizes from which items apply in the divisions: data of the bodies there, not of the editions."""

    @property
    def guides(self) -> Mapping[str, GuideTerms]:
        """The terms in force by item code."""
        return {code: item.terms for code, item in self.items.items()}

    @property
    def is_bundle(self) -> bool:
        """Whether several items are filed together."""
        return self.bundle is not None

    @property
    def form_fields(self) -> Iterator[FormField]:
        """The form fields of all items, whoever applies."""
        return (field for item in self.items.values() for field in item.terms.form_fields)

    @property
    def starts_from(self) -> StartsFrom | None:
        """The type of certificate from which the application starts, and what is done with it."""
        return None if self.is_bundle else self.items[self.code].terms.starts_from


@dataclass(frozen=True)
class Filing:
    """Checked answers with the selected items, form fields and materials."""

    offer: Offer
    scenario: Mapping[str, str]
    selection: BundleSelection
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class _AnsweredScenario:
    """Answers to the scenario of an offer; the fingerprint of the editions stands for their terms."""

    code: str
    fingerprint: str
    is_from_afar: bool
    answers: tuple[tuple[str, str], ...]
    sizes: SizeLimits
    offer: Offer = field(compare=False)


def select(offer: Offer, scenario: Mapping[str, str]) -> BundleSelection:
    """The selection for these scenario answers; raises AnswersInvalid for a value that is no option.

    It depends on published terms and the answers alone, which many applicants share: it is made once.
    """
    answered = _AnsweredScenario(
        offer.code, offer.fingerprint, offer.is_from_afar, tuple(sorted(scenario.items())), offer.sizes, offer
    )
    try:
        return _selection(answered)
    except ScenarioAnswersInvalid as error:
        raise AnswersInvalid({QUESTION + key: message for key, message in error.errors.items()}) from None


@lru_cache(maxsize=MOST_SELECTIONS)
def _selection(answered: _AnsweredScenario) -> BundleSelection:
    offer, answers = answered.offer, dict(answered.answers)
    guides = offer.guides
    if offer.bundle is None:
        return resolve_single(guides[offer.code], answers)
    selection = resolve_bundle(offer.bundle, guides, answers, offer.sizes)
    skipped = set(left_out(guides, selection)) if offer.is_from_afar else set()
    if not skipped or len(skipped) == len(selection.items):
        return selection
    return without_items(selection, skipped, guides, offer.bundle)


def check(
    offer: Offer,
    scenario: Mapping[str, str],
    raw: Mapping[str, str],
    identity: Callable[[BundleSelection], Mapping[str, str]] | None = None,
    *,
    today: date,
    places: Places = NO_PLACES,
    division_code: str | None = None,
) -> Filing:
    """Check the answers and return them as a filing.

    `scenario` is question key → value, `raw` is field key → text, `places` are the streets of the city by
    code, `division_code` is where the application is handled. `identity` gives the fields that say who the
    applicant is: nobody types them. Raises AnswersInvalid with every wrong field, ScenarioStops when an
    answer excludes the application.
    """
    selection = settle(offer, scenario)
    locked = identity(selection) if identity is not None else {}
    answers, errors = read_answers(
        selection, raw, locked, today=today, places=places, division_code=division_code
    )
    known = {form_field.key for form_field in selection.form_fields}
    errors.update({FIELD + key: FieldProblem(AnswerFault.NOT_IN_GUIDE) for key in raw if key not in known})
    if errors:
        raise AnswersInvalid(errors)
    return Filing(offer=offer, scenario=dict(scenario), selection=selection, answers=answers)


def is_same_text(typed: str, known: str) -> bool:
    """Whether nothing else was typed than what is known."""
    compact = "".join(_half_width(typed).split()).upper()
    return not compact or compact == "".join(_half_width(known).split()).upper()


def read_answers(
    selection: BundleSelection,
    raw: Mapping[str, str],
    locked: Mapping[str, str],
    *,
    today: date,
    places: Places = NO_PLACES,
    division_code: str | None = None,
) -> tuple[dict[str, Any], dict[str, FieldProblem]]:
    """The answers to the fields by their key, and the problems by the names of the fields in a form.

    `locked` are the values that are known and not typed. Rules between fields are checked among those that
    are valid by themselves.
    """
    errors: dict[str, FieldProblem] = {}
    answers: dict[str, Any] = {}
    for form_field in selection.form_fields:
        key, text = form_field.key, raw.get(form_field.key, "")
        is_asked = (form_field.field.prefill or "").startswith(OF_QUESTION)
        if key in locked:
            answers[key] = locked[key]
            if not is_same_text(text, locked[key]):
                errors[FIELD + key] = _locked_problem(form_field.field.label, is_asked=is_asked)
            if not is_asked:
                continue
            text = locked[key]
        try:
            value = read_field(form_field, text, places=places)
        except FieldInvalid as error:
            errors.setdefault(FIELD + key, error.problem)
        else:
            if value is not None:
                answers[key] = value
    broken = broken_rules(selection, answers, today=today, division_code=division_code)
    return answers, {FIELD + key: problem for key, problem in broken.items()} | errors


def _locked_problem(label: str, *, is_asked: bool) -> FieldProblem:
    if is_asked:
        return FieldProblem(AnswerFault.FROM_QUESTION, {"label": label})
    return FieldProblem(AnswerFault.FROM_IDENTITY, {"label": label})


def settle(offer: Offer, scenario: Mapping[str, str]) -> BundleSelection:
    """The selection of a complete scenario; raises AnswersInvalid for open questions, ScenarioStops."""
    selection = select(offer, scenario)
    if selection.stops:
        raise ScenarioStops([stop.reason for stop in selection.stops])
    if selection.unanswered:
        raise AnswersInvalid(
            {QUESTION + key: FieldProblem(AnswerFault.QUESTION_OPEN) for key in selection.unanswered}
        )
    return selection


class FieldInvalid(Exception):
    """The text of one field is invalid; the error contains no personal data."""

    def __init__(self, code: StrEnum, **values: object) -> None:
        super().__init__(code)
        self.problem = FieldProblem(code, values)


def read_field(form_field: AskedField, text: str, *, places: Places = NO_PLACES) -> Any:
    """The value of one form field: text, an ISO day, an integer, or None when it is empty.

    `places` are the streets that a field for a place takes.
    """
    field = form_field.field
    text = _read_text(field, text)
    if not text:
        if field.required:
            raise FieldInvalid(
                AnswerFault.NOT_CHOSEN if field.type is FieldType.CHOICE else AnswerFault.MISSING,
                label=field.label,
            )
        return None
    longest = field.max_length or LONGEST
    if len(text) > longest:
        raise FieldInvalid(AnswerFault.TOO_LONG, label=field.label, longest=longest, length=len(text))
    reader = _READERS.get(field.type)
    try:
        value = reader(field, text) if reader else text
    except ValueRefused as refused:
        raise FieldInvalid(refused.fault, label=field.label, **refused.values) from None
    if field.type is FieldType.PLACE and value not in places:
        raise FieldInvalid(ValueFault.NO_SUCH_PLACE, label=field.label)
    return value


def _read_text(field: FormField, text: str) -> str:
    """The text as its type of field keeps it: several lines, one line, or nothing hidden around a number."""
    try:
        return _TEXTS.get(field.type, _number_text)(text)
    except TextInvalid as refused:
        raise FieldInvalid(refused.fault, position=refused.position) from None


def _number_text(text: str) -> str:
    return drop_hidden(text).strip()


def _half_width(text: str) -> str:
    """The text with full-width characters converted to half width."""
    return unicodedata.normalize("NFKC", text)


def _identity_number(field: FormField, text: str) -> str:
    try:
        return check_number(IdentifierType.IDENTITY_CARD, text)
    except HolderInvalid:
        raise FieldInvalid(AnswerFault.WRONG_IDENTITY_NUMBER, label=field.label) from None


def _document_number(field: FormField, text: str) -> str:
    """The number of any identity document."""
    if is_card_number(text):
        return _identity_number(field, text)
    try:
        return check_number(IdentifierType.OTHER, text)
    except HolderInvalid:
        raise FieldInvalid(AnswerFault.WRONG_DOCUMENT_NUMBER, label=field.label) from None


def _credit_code(field: FormField, text: str) -> str:
    try:
        return check_number(IdentifierType.CREDIT_CODE, text)
    except HolderInvalid:
        raise FieldInvalid(AnswerFault.WRONG_CREDIT_CODE, label=field.label) from None


def _phone(field: FormField, text: str) -> str:
    number = read_phone(text)
    if number is None:
        raise FieldInvalid(AnswerFault.WRONG_PHONE, label=field.label)
    return number


def _date(field: FormField, text: str) -> str:
    day = read_day(text)
    if day is None:
        raise FieldInvalid(AnswerFault.NOT_A_DATE, label=field.label)
    return day.isoformat()


def _choice(field: FormField, text: str) -> str:
    if text not in {option.value for option in field.options}:
        raise FieldInvalid(AnswerFault.NO_SUCH_OPTION, label=field.label)
    return text


def _person_name(field: FormField, text: str) -> str:
    if any(character.isdigit() for character in text):
        raise FieldInvalid(AnswerFault.DIGITS_IN_NAME, label=field.label)
    return text


_TEXTS: Final = {
    FieldType.TEXT: read_line,
    FieldType.TEXTAREA: read_lines,
    FieldType.ADDRESS: read_line,
    FieldType.PERSON_NAME: read_name,
}
_READERS: Final[Mapping[FieldType, Callable[[FormField, str], Any]]] = {
    **VALUE_READERS,
    FieldType.IDENTITY_NUMBER: _identity_number,
    FieldType.DOCUMENT_NUMBER: _document_number,
    FieldType.CREDIT_CODE: _credit_code,
    FieldType.PHONE: _phone,
    FieldType.DATE: _date,
    FieldType.CHOICE: _choice,
    FieldType.PERSON_NAME: _person_name,
}

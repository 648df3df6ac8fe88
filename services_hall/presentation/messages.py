"""Messages for the codes that libraries and rules return, in the reader's language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, TypeAlias

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from certificate_store.errors import HolderFault
from certificate_store.text_input.reader import TextFault
from guides.enumerations import StepKind
from guides.errors import FieldProblem
from guides.exchange import ImportFault
from guides.scenario import ScenarioFault
from guides.terms import TermsFault
from guides.validation import BasisDemand, FindingCode, OptionalTerm, RankDemand
from services_hall.applications.acceptance.bars import BarFault
from services_hall.applications.action_faults import ActionFault
from services_hall.applications.answers import AnswerFault
from services_hall.applications.answers.field_values import ValueFault
from services_hall.applications.answers.form_rules import RuleFault
from services_hall.applications.certificates.source_certificates import SourceFault
from services_hall.applications.delivery.choice import DeliveryFault
from services_hall.applications.parties import ApplicantFault
from services_hall.applications.parties.organisation_people import PeopleFault, PeopleLabel
from services_hall.applications.parties.paper_mandates import MandateFault
from services_hall.applications.supplements.demands import DemandFault
from services_hall.attachments.file_kinds import FileKind
from services_hall.attachments.uploads import UploadFault
from services_hall.identity import Role
from services_hall.identity.errors import AccountFault, PostFault, RepresentationFault, SystemFault
from services_hall.presentation import (
    account_messages,
    action_messages,
    application_messages,
    delivery_words,
    demand_messages,
    field_messages,
    finding_messages,
    guide_desk_messages,
    holder_messages,
    order_messages,
    party_messages,
    request_messages,
    role_names,
    rule_messages,
    source_messages,
    terms_messages,
    text_messages,
    upload_messages,
)
from services_hall.presentation.application_messages import ApplicationFormFault
from services_hall.presentation.guide_desk_messages import GuideFormFault
from services_hall.presentation.request_messages import RequestFault, RequestLabel
from services_hall.supervision.orders import OrderFault

Messages: TypeAlias = Mapping[Any, LazyString | str]

MESSAGES: Final[Mapping[type[StrEnum], Messages]] = {
    DeliveryFault: delivery_words.DELIVERY_FAULTS,
    DemandFault: demand_messages.DEMAND_FAULTS,
    AnswerFault: field_messages.ANSWER_FAULTS,
    ValueFault: rule_messages.VALUE_FAULTS,
    RuleFault: rule_messages.RULE_FAULTS,
    SourceFault: source_messages.SOURCE_FAULTS,
    BarFault: party_messages.BAR_FAULTS,
    ApplicantFault: party_messages.APPLICANT_FAULTS,
    MandateFault: party_messages.MANDATE_FAULTS,
    PeopleLabel: party_messages.PEOPLE_LABELS,
    PeopleFault: party_messages.PEOPLE_FAULTS,
    RepresentationFault: party_messages.REPRESENTATION_FAULTS,
    AccountFault: account_messages.ACCOUNT_FAULTS,
    PostFault: account_messages.POST_FAULTS,
    SystemFault: account_messages.SYSTEM_FAULTS,
    OrderFault: order_messages.ORDER_FAULTS,
    ActionFault: action_messages.ACTION_FAULTS,
    ScenarioFault: field_messages.SCENARIO_FAULTS,
    TermsFault: terms_messages.TERMS_FAULTS,
    FindingCode: finding_messages.FINDINGS,
    BasisDemand: finding_messages.BASIS_DEMANDS,
    RankDemand: finding_messages.RANK_DEMANDS,
    OptionalTerm: finding_messages.OPTIONAL_TERMS,
    StepKind: finding_messages.STEP_KINDS,
    UploadFault: upload_messages.UPLOAD_FAULTS,
    FileKind: upload_messages.FILE_KINDS,
    TextFault: text_messages.TEXT_FAULTS,
    HolderFault: holder_messages.HOLDER_FAULTS,
    Role: role_names.ROLE_NAMES,
    ApplicationFormFault: application_messages.APPLICATION_FORM_FAULTS,
    GuideFormFault: guide_desk_messages.GUIDE_FORM_FAULTS,
    ImportFault: guide_desk_messages.IMPORT_FAULTS,
    RequestFault: request_messages.REQUEST_FAULTS,
    RequestLabel: request_messages.REQUEST_LABELS,
}
"""The sentence of every code, by the enumeration of the code; `%(name)s` is the placeholder of a value.

Each enumeration has a table of its own, because members of different enumerations can be equal as texts.
"""


def message(problem: FieldProblem) -> str:
    """The sentence of a problem with its values; a sentence without values is taken literally."""
    text = code_message(problem.code)
    return (
        text % {name: value_text(value) for name, value in problem.values.items()} if problem.values else text
    )


def problem_words(problem: FieldProblem) -> str:
    """The sentence of a problem, as a filter of templates."""
    return message(problem)


def messages_by_field(problems: Mapping[str, FieldProblem]) -> dict[str, str]:
    """The sentence of each field's problem, by the name of the field."""
    return {name: _field_message(name, problem) for name, problem in problems.items()}


def _field_message(name: str, problem: FieldProblem) -> str:
    missing = action_messages.MISSING_TEXTS
    if problem.code is ActionFault.TEXT_MISSING and name in missing:
        return str(missing[name])
    return message(problem)


def texts_of(details: object) -> object:
    """Details of an error as texts, however nested: problems become sentences, other values stay."""
    if isinstance(details, FieldProblem):
        return message(details)
    if isinstance(details, Mapping):
        return {name: texts_of(inner) for name, inner in details.items()}
    if isinstance(details, list):
        return [texts_of(inner) for inner in details]
    return details


def code_message(code: StrEnum) -> str:
    """The sentence or the word for a code without values."""
    return str(MESSAGES[type(code)][code])


def value_text(value: object) -> str:
    """The text of a value within a sentence: codes and problems in words, the entries of a tuple joined."""
    if isinstance(value, FieldProblem):
        return message(value)
    if isinstance(value, tuple):
        return _("、").join(map(value_text, value))
    if isinstance(value, StrEnum) and type(value) in MESSAGES:
        return code_message(value)
    return str(value)

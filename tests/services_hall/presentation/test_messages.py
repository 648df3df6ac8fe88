"""Messages: every code of every enumeration has one, with a placeholder for each value of the rules."""

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

import pytest

from certificate_store.errors import HolderFault, HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from certificate_store.text_input.reader import TextFault
from guides.bundles import AskedField
from guides.enumerations import FieldType
from guides.errors import FieldProblem, NoImplementation
from guides.scenario import ScenarioAnswersInvalid, ScenarioFault, resolve
from guides.terms import FieldOption, FormField, TermsFault
from guides.validation import FindingCode
from services_hall.applications.acceptance.bars import BarFault
from services_hall.applications.action_faults import ActionFault
from services_hall.applications.answers import AnswerFault, FieldInvalid, read_field
from services_hall.applications.answers.field_values import ValueFault
from services_hall.applications.answers.form_rules import RuleFault
from services_hall.applications.certificates.source_certificates import SourceFault
from services_hall.applications.delivery.choice import DeliveryFault
from services_hall.applications.parties import ApplicantFault
from services_hall.applications.parties.paper_mandates import MandateFault
from services_hall.applications.supplements.demands import DemandFault
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.file_kinds import FileKind
from services_hall.attachments.uploads import LARGEST, UploadFault, check_upload
from services_hall.presentation.application_messages import ApplicationFormFault
from services_hall.presentation.error_messages import error_message
from services_hall.presentation.guide_desk_messages import GuideFormFault
from services_hall.presentation.messages import MESSAGES, code_message, message
from services_hall.presentation.request_messages import RequestFault
from tests.support.administration_messages import ADMINISTRATION_FAULTS, ADMINISTRATION_PLACES
from tests.support.bundle_terms import choice, guide
from tests.support.demo_applications import PNG
from tests.support.uploaded_files import ofd, pdf, photo, png_of_size

ROOT: Final = Path(__file__).parents[3]
PLACE: Final = re.compile(r"%\((\w+)\)s")
FAULTS: Final = (
    *(*ADMINISTRATION_FAULTS, TextFault),
    SourceFault,
    ActionFault,
    AnswerFault,
    ValueFault,
    RuleFault,
    ApplicationFormFault,
    DemandFault,
    GuideFormFault,
    ScenarioFault,
    UploadFault,
    HolderFault,
    RequestFault,
    TermsFault,
    FindingCode,
)
ABOUT_ITEMS: Final = """ONLY_PERSONS ONLY_ORGANISATIONS ONLY_SOLE_TRADERS NO_PERSONS NO_ORGANISATIONS
    OPERATOR_IN_PERSON JOINT_TOO_MANY AGENTS_REFUSED ONLY_GUARDIANS ONLY_RELATIVES"""
PLACES: Final[Mapping[type[StrEnum], Mapping[str, set[str]]]] = {
    ActionFault: {
        **{key: {"names"} for key in ("MATERIALS_OWED", "SUBSTITUTE_CIRCLE")},
        "DAY_TOO_EARLY": {"earliest"},
        "DAY_TOO_LATE": {"last"},
        "EARLIER_CASES_OPEN": {"numbers"},
        **{key: {"steps"} for key in ("REVIEW_NOT_RECORDED", "SITE_CHECK_NOT_RECORDED")},
        "TOO_MANY_VIEWS": {"most"},
        **{key: {"longest"} for key in ("AMOUNT_OUT_OF_RANGE", "RESULT_TOO_LONG")},
        "TEXT_TOO_LONG": {"longest", "length"},
    },
    DemandFault: {
        "PROBLEM_MISSING": {"name"},
        "WAY_OUT_MISSING": {"name"},
        "STILL_MISSING": {"name"},
        "NOTHING_CHANGED": {"name"},
    },
    BarFault: {"AFTER_FALSE_PAPERS": {"item", "until"}},
    MandateFault: {"OVER": {"day"}, "TOO_NARROW": {"items"}},
    ApplicantFault: {
        **{key: {"item"} for key in re.findall(r"\w+", ABOUT_ITEMS)},
        "ONLY_CITIZENS": {"item", "law", "instead"},
        "JOINT_MISSING": {"least"},
        "MANDATE_OVER": {"day"},
        **{key: {"answer"} for key in ("ANSWER_NAMES_AGENT", "ANSWER_NAMES_NO_AGENT")},
    },
    AnswerFault: {
        **{key: {"label"} for key in ("FROM_IDENTITY", "FROM_QUESTION", "FROM_LICENCE")},
        **{key: {"label"} for key in ("LICENCE_NOT_CHOSEN", "CODE_OF_ANOTHER", "IDENTITY_STAYS")},
        "MISSING": {"label"},
        "NOT_CHOSEN": {"label"},
        "TOO_LONG": {"label", "longest", "length"},
        **{key: {"label"} for key in ("WRONG_IDENTITY_NUMBER", "WRONG_DOCUMENT_NUMBER")},
        "WRONG_CREDIT_CODE": {"label"},
        "WRONG_PHONE": {"label"},
        "NOT_A_DATE": {"label"},
        "NO_SUCH_OPTION": {"label"},
        "DIGITS_IN_NAME": {"label"},
        **{key: {"name"} for key in ("MATERIAL_MISSING", "NOT_SCANNED")},
        "FILE_IN_TWO_LISTS": {"file"},
        "NOT_HANDLED_THERE": {"item"},
    },
    TextFault: {fault.name: {"position"} for fault in TextFault},
    ValueFault: {
        **{fault.name: {"label"} for fault in ValueFault},
        "BELOW_LEAST": {"label", "least"},
        "ABOVE_MOST": {"label", "most"},
        "NOT_DIMENSIONS": {"label", "parts", "unit", "example"},
    },
    RuleFault: {
        **{fault.name: {"label", "first"} for fault in RuleFault if "EARL" in fault.name},
        **{fault.name: {"label", "last"} for fault in RuleFault if "LATE" in fault.name},
        "IN_FUTURE": {"label", "last"},
        "IN_PAST": {"label", "first"},
        "BEFORE_OTHER": {"label", "other"},
        **{"SAME_AS_OTHER": {"label", "other"}, "OUTSIDE_DISTRICT": {"label"}},
    },
    **ADMINISTRATION_PLACES,
    ApplicationFormFault: {"NOT_HANDLED_IN_DISTRICT": {"item"}},
    SourceFault: {
        "WRONG_TYPE": {"name"},
        "WITHOUT_END": {"name"},
        "OTHER_AGENCY": {"agency"},
        "APPLIED_BEFORE": {"number"},
    },
    UploadFault: {
        **{key: {"name"} for key in ("EMPTY", "TOO_LARGE", "WRONG_KIND", "BROKEN", "LOCKED", "OFD", "BLANK")},
        "OTHER_CONTENT": {"name", "kind"},
        "TOO_FEW_PIXELS": {"name", "width", "height"},
        "TOO_MANY_PIXELS": {"name"},
        "TOO_MANY_FILES": {"most"},
        "FILES_TOO_LARGE": {"most"},
        "SEVERAL": {"one", "more"},
    },
    DeliveryFault: {"ADDRESS_TOO_LONG": {"longest"}},
    RequestFault: {
        "TOO_LONG": {"most"},
        "OUT_OF_RANGE": {"least", "most"},
        "NOT_ONE_OF": {"words"},
    },
    TermsFault: {
        "WRONG_LENGTH": {"longest"},
        "OUT_OF_RANGE": {"lowest"},
        "NOT_A_CHOICE": {"words"},
        "WRONG_NUMBER_OF_ITEMS": {"most"},
        "OTHER_GUIDE": {"item_code", "code"},
        "OTHER_BUNDLE": {"bundle_code", "code"},
        "OTHER_CODE": {"code"},
    },
    ScenarioFault: {"BELOW_LEAST": {"least"}},
    FindingCode: {
        "KEY_REPEATED": {"key"},
        "OPTION_REPEATED": {"text"},
        "BASIS_UNKNOWN": {"key"},
        "QUESTION_UNKNOWN": {"question"},
        "ANSWER_UNKNOWN": {"question", "value"},
        "QUESTION_TOO_LATE": {"key"},
        "CONDITIONAL_WITHOUT_SITUATION": {"name"},
        "REQUIRED_WITH_SITUATION": {"name"},
        **{key: {"label"} for key in ("CHOICE_WITHOUT_OPTIONS", "NO_OPTION_FOR_APPLICANT")},
        "COMMITMENT_MISSING": {"name"},
        **{key: {"label"} for key in ("RULE_OUT_OF_PLACE", "RULE_CONTRADICTS", "AMOUNT_WITHOUT_UNIT")},
        "OTHER_FIELD_UNKNOWN": {"key"},
        "SIZE_QUESTION_UNKNOWN": {"key"},
        "DATE_WITHOUT_RULE": {"label"},
        "BASIS_MISSING": {"name"},
        "BASIS_RANK_TOO_LOW": {"name", "who", "rank_names"},
        "CATCH_ALL": {"entry"},
        "DEFERRAL_ABOVE_PROMISED": {"name"},
        "LICENCE_STEPS_MISSING": {"missing"},
        "ISSUER_MISSING": {"name"},
        "MATERIAL_REPEATED": {"name"},
        "TOPIC_FOR_PERSONS": {"topic"},
        "TOPIC_FOR_ORGANISATIONS": {"topic"},
        "TERM_WITHOUT_BASIS": {"name"},
        "CERTIFICATE_TYPE_UNKNOWN": {"code"},
        "BUNDLE_QUESTION_REPEATED": {"key"},
        "EARLIER_QUESTION_UNKNOWN": {"key"},
        "OPTION_UNKNOWN": {"key", "value"},
        "ITEM_REPEATED": {"item"},
        "ITEM_NOT_IN_FORCE": {"item"},
        "AFTER_NOT_IN_BUNDLE": {"other"},
        "MERGE_REPEATED": {"key"},
        "MEMBER_REPEATED": {"item", "material"},
        "MEMBER_UNKNOWN": {"item", "material"},
        "SOURCE_QUESTION_UNKNOWN": {"source"},
        "ITEM_QUESTION_UNKNOWN": {"item", "question"},
        "PASSED_ANSWER_NOT_OFFERED": {"item", "value"},
        "MERGED_FIELDS_DIFFER": {"first", "item", "key"},
        "CIRCLE": {"circle"},
        "CIRCLE_IN_BUNDLE": {"bundle", "circle"},
        "STARTS_IN_BUNDLE": {"item"},
    },
}
"""The values of each code that has any, by the name of the code. Members of different enumerations may be
equal as texts, so each enumeration has a table of its own here too."""
MAKERS: Final = frozenset(
    {
        *("FieldProblem", "FieldInvalid", "HolderInvalid", "TextInvalid", "Pattern"),
        *(
            "blocking_finding",
            "warning_finding",
            "_refusal",
            "source_refusal",
            "invalid",
            "_chosen",
            "ReceiverRefused",
        ),
    }
)
"""What rules call with a code: the values are its keywords, or the mapping behind the code."""
BY_TABLE: Final[Mapping[type[StrEnum], set[str]]] = {
    RequestFault: {
        *("REQUIRED", "NULL", "INVALID", "NOT_A_TEXT", "NOT_AN_INTEGER", "NOT_A_BOOLEAN"),
        *("NOT_A_DAY", "NOT_AN_OBJECT", "NOT_A_LIST", "NUMBER_TOO_LARGE"),
    },
    SourceFault: {"CANCELLED", "EXPIRED", "SUSPENDED", "SUPERSEDED", "NOT_YET"},
}
"""Codes that rules and the schemas of requests take from a table; none of them has values."""

COMPUTED: Final = frozenset({ValueFault, RuleFault})
"""Codes that are computed from rules of form fields; their tests meet and word each of them."""


def places(code: StrEnum) -> set[str]:
    return set(PLACES.get(type(code), {}).get(code.name, set()))


def codes_of(*kinds: type[StrEnum]) -> list[StrEnum]:
    return [code for kind in kinds for code in kind]


def problems_in_modules() -> Iterator[tuple[StrEnum, set[str]]]:
    """Every code in a problem that a rule creates, with the names of the values."""
    for package in ("services_hall", "guides", "certificate_store"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                    for code in codes_in(node.args):
                        yield code, values_in(node)


def codes_in(arguments: list[ast.expr]) -> Iterator[StrEnum]:
    kinds = {kind.__name__: kind for kind in FAULTS}
    for argument in arguments:
        branches = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
        for one in branches:
            if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in kinds:
                yield kinds[one.value.id][one.attr]


def values_in(call: ast.Call) -> set[str]:
    names = {str(keyword.arg) for keyword in call.keywords}
    for argument in call.args:
        if isinstance(argument, ast.Dict):
            names |= {str(ast.literal_eval(key)) for key in argument.keys if key is not None}
    return names


def test_every_enumeration_of_faults_has_messages() -> None:
    assert set(FAULTS) <= set(MESSAGES)


@pytest.mark.parametrize("kind", list(MESSAGES))
def test_every_code_has_exactly_one_message(kind: type[StrEnum]) -> None:
    assert [type(code) for code in MESSAGES[kind]] == [kind] * len(kind)
    assert set(MESSAGES[kind]) == set(kind)
    assert all(code_message(code) for code in kind)


@pytest.mark.parametrize("kind", list(MESSAGES))
def test_the_places_of_a_message_are_those_of_the_table(kind: type[StrEnum]) -> None:
    assert {code.name: set(PLACE.findall(code_message(code))) for code in kind} == {
        code.name: places(code) for code in kind
    }
    assert set(PLACES.get(kind, {})) <= set(kind.__members__)


def test_every_rule_gives_exactly_the_values_of_the_message() -> None:
    given: dict[tuple[type[StrEnum], str], list[set[str]]] = defaultdict(list)
    for code, names in problems_in_modules():
        given[type(code), code.name].append(names)
    wrong = {
        key: names for key, names in given.items() if any(one != places(key[0][key[1]]) for one in names)
    }
    assert wrong == {}
    by_table = {(kind, name) for kind, names in BY_TABLE.items() for name in names}
    raised = {(type(code), code.name) for code in codes_of(*FAULTS) if type(code) not in COMPUTED}
    assert raised - given.keys() - by_table == set()
    assert not any(places(kind[name]) for kind, name in by_table)


def field(type: FieldType = FieldType.TEXT, *, is_required: bool = True) -> AskedField:
    options = (FieldOption(value="a", label="甲"),) if type is FieldType.CHOICE else ()
    form_field = FormField(
        key="f", label="甲项", type=type, required=is_required, max_length=20, options=options
    )
    return AskedField("f", form_field, ())


def problem_of_answer(asked: AskedField, text: str) -> FieldProblem:
    with pytest.raises(FieldInvalid) as refused:
        read_field(asked, text)
    return refused.value.problem


def problem_of_upload(name: str, data: bytes) -> FieldProblem:
    with pytest.raises(UploadRefused) as refused:
        check_upload(name, data)
    return refused.value.problem


def problem_of_holder(name: str, kind: str, number: str) -> FieldProblem:
    with pytest.raises(HolderInvalid) as refused:
        Holder(name, kind, number)  # type: ignore[arg-type]  # as a request gives it
    return FieldProblem(refused.value.reason, refused.value.values)


def problem_of_scenario() -> FieldProblem:
    with pytest.raises(ScenarioAnswersInvalid) as refused:
        resolve(guide("A", questions=[choice("q", "a", "b")]), {"q": "c"})
    return refused.value.errors["q"]


def problem_of_handler() -> FieldProblem:
    error = NoImplementation("SPJY-XB", "420102000000")
    details = error_message(error).details
    assert details is not None
    problem = details(error)["division_code"]  # type: ignore[index]
    assert isinstance(problem, FieldProblem)
    return problem


CARD: Final = IdentifierType.IDENTITY_CARD
BAD_INPUT: Final[list[tuple[StrEnum, Callable[[], FieldProblem]]]] = [
    (AnswerFault.MISSING, lambda: problem_of_answer(field(), "")),
    (AnswerFault.NOT_CHOSEN, lambda: problem_of_answer(field(FieldType.CHOICE), "")),
    (TextFault.CONTROL_CHARACTER, lambda: problem_of_answer(field(), "a\x07")),
    (TextFault.DIRECTION_CONTROL, lambda: problem_of_answer(field(), "a\u202e")),
    (TextFault.DAMAGED_TEXT, lambda: problem_of_holder("\ufffd", CARD, "1")),
    (TextFault.UNDECODED_TEXT, lambda: problem_of_holder("%D5%C5", CARD, "1")),
    (TextFault.NO_SUCH_LETTER, lambda: problem_of_holder("\ue000", CARD, "1")),
    (TextFault.SYMBOL_IN_NAME, lambda: problem_of_holder("☆", CARD, "1")),
    (AnswerFault.TOO_LONG, lambda: problem_of_answer(field(), "a" * 21)),
    (AnswerFault.WRONG_IDENTITY_NUMBER, lambda: problem_of_answer(field(FieldType.IDENTITY_NUMBER), "1")),
    (AnswerFault.WRONG_DOCUMENT_NUMBER, lambda: problem_of_answer(field(FieldType.DOCUMENT_NUMBER), "1")),
    (AnswerFault.WRONG_CREDIT_CODE, lambda: problem_of_answer(field(FieldType.CREDIT_CODE), "1")),
    (AnswerFault.WRONG_PHONE, lambda: problem_of_answer(field(FieldType.PHONE), "1")),
    (AnswerFault.NOT_A_DATE, lambda: problem_of_answer(field(FieldType.DATE), "2026-02-30")),
    (ValueFault.NOT_A_WHOLE_NUMBER, lambda: problem_of_answer(field(FieldType.INTEGER), "1.5")),
    (AnswerFault.NO_SUCH_OPTION, lambda: problem_of_answer(field(FieldType.CHOICE), "b")),
    (AnswerFault.DIGITS_IN_NAME, lambda: problem_of_answer(field(FieldType.PERSON_NAME), "李1")),
    (AnswerFault.NOT_HANDLED_THERE, problem_of_handler),
    (ScenarioFault.UNKNOWN_VALUE, problem_of_scenario),
    (UploadFault.EMPTY, lambda: problem_of_upload("a.png", b"")),
    (UploadFault.TOO_LARGE, lambda: problem_of_upload("a.png", bytes(LARGEST + 1))),
    (UploadFault.WRONG_KIND, lambda: problem_of_upload("a.png", b"text")),
    (UploadFault.OTHER_CONTENT, lambda: problem_of_upload("a.pdf", PNG)),
    (UploadFault.BROKEN, lambda: problem_of_upload("a.png", PNG[:-300])),
    (UploadFault.LOCKED, lambda: problem_of_upload("a.pdf", pdf(open_password="1234"))),
    (UploadFault.OFD, lambda: problem_of_upload("a.ofd", ofd())),
    (UploadFault.TOO_FEW_PIXELS, lambda: problem_of_upload("a.png", photo("PNG", size=(90, 120)))),
    (UploadFault.TOO_MANY_PIXELS, lambda: problem_of_upload("a.png", png_of_size(20_000, 20_000))),
    (UploadFault.BLANK, lambda: problem_of_upload("a.jpg", photo("JPEG", is_written=False))),
    (HolderFault.MISSING, lambda: problem_of_holder(" ", CARD, "1")),
    (HolderFault.TOO_LONG, lambda: problem_of_holder("a" * 201, CARD, "1")),
    (HolderFault.UNKNOWN_KIND, lambda: problem_of_holder("李", "x", "1")),
    (HolderFault.WRONG_LENGTH, lambda: problem_of_holder("李", CARD, "1")),
    (HolderFault.NO_SUCH_BIRTHDAY, lambda: problem_of_holder("李", CARD, "420102199002301234")),
    (HolderFault.WRONG_CHECK_DIGIT, lambda: problem_of_holder("李", CARD, "420102188701120027")),
    (HolderFault.WRONG_CREDIT_CODE, lambda: problem_of_holder("店", IdentifierType.CREDIT_CODE, "1")),
    (HolderFault.WRONG_SHAPE, lambda: problem_of_holder("李", IdentifierType.PASSPORT, "1")),
]


@pytest.mark.parametrize(("code", "problem_of"), BAD_INPUT, ids=[repr(code) for code, _problem in BAD_INPUT])
def test_bad_input_gives_the_values_of_its_message(
    code: StrEnum, problem_of: Callable[[], FieldProblem]
) -> None:
    problem = problem_of()
    assert (type(problem.code), problem.code) == (type(code), code)
    assert set(problem.values) == places(code)
    assert not PLACE.search(message(problem))


def test_codes_and_tuples_in_a_message_are_said_in_words() -> None:
    values = {"name": "a.pdf", "kind": FileKind.PNG}
    refused = UploadRefused(FieldProblem(UploadFault.OTHER_CONTENT, values))
    assert message(refused.problem) == "“a.pdf”的内容其实是PNG 图片，与文件名不符，请核对后再传。"
    words = FieldProblem(RequestFault.NOT_ONE_OF, {"words": ("grant", "deny")})
    assert message(words) == "只能是：grant、deny。"


def test_a_sentence_without_values_keeps_its_percent_signs() -> None:
    assert message(FieldProblem(RequestFault.NOT_JSON)) == "不是有效的 JSON。"

"""Every form field of every sample: what makes no sense is refused at its field, in each channel alike."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any, Final

import pytest

from guides.bundles import AskedField, BundleSelection, resolve_single
from guides.enumerations import FieldType
from guides.samples import load_sample, sample_codes
from guides.scenario import question_options
from guides.terms import FormField, GuideTerms, build_terms
from guides.validation.form_rules import form_rule_findings
from services_hall.applications.answers import FIELD, FieldInvalid, read_answers, read_field
from services_hall.demo.accounts import DISTRICT
from tests.support.agency_systems import system
from tests.support.application_pages import begin_application
from tests.support.hall import Hall
from tests.support.restaurant import LI, holder_of, send
from tests.support.window_pages import LI_AT_WINDOW, questions

TODAY: Final = date(2028, 2, 29)
"""A day on which months and years do not come back to the same day."""
SENSELESS: Final[Mapping[FieldType, tuple[str, ...]]] = {
    FieldType.PERSON_NAME: ("", "李1", "☆", "\u202e李", "\u200b"),
    FieldType.IDENTITY_NUMBER: ("", "420102190001010022", "1", "半"),
    FieldType.DOCUMENT_NUMBER: ("", "420102190001010022", "1", "半"),
    FieldType.CREDIT_CODE: ("1", "91420100MADEM00010"),
    FieldType.PHONE: ("", "12", "1000000000"),
    FieldType.DATE: ("2026-02-30", "0001-01-01", "1899-12-31", "半", "2099"),
    FieldType.INTEGER: ("0.5", "半", "-1", "1e3"),
    FieldType.AMOUNT: ("0", "0.00", "-1", "1.234", "八十"),
    FieldType.MONEY: ("0", "1.234", "-1", "1,23", "many"),
    FieldType.BANK_CARD: ("", "4111111111111112", "0000000000000000"),
    FieldType.ACCOUNT: ("", "演示", "1", "abcdef", "1" * 31),
    FieldType.DIMENSIONS: ("", "300", "0×80×10", "300×80×10×5", "大"),
    FieldType.PLACE: ("", "420199001000", "420102000000", "江岸区"),
    FieldType.CHOICE: ("none of these",),
    FieldType.TEXT: ("\u202ea", "字" * 501),
    FieldType.TEXTAREA: ("\u202ea", "字" * 501),
    FieldType.ADDRESS: ("\u202ea", "字" * 501),
}
PLACES: Final[Mapping[str, Any]] = {"420102002000": None}
OPTIONAL: Final = ""


def sample(code: str) -> GuideTerms:
    return build_terms(GuideTerms, load_sample(code))


def scenarios(terms: GuideTerms) -> Iterator[dict[str, str]]:
    """All complete answers to the questions of a guide."""
    asked = [[(one.key, option.value) for option in question_options(one)] for one in terms.questions]
    return (dict(answers) for answers in product(*asked))


def selections(terms: GuideTerms) -> Iterator[BundleSelection]:
    return (selection for one in scenarios(terms) if (selection := resolve_single(terms, one)).may_apply)


FIELDS: Final = [(code, field) for code in sample_codes() for field in sample(code).form_fields]
NAMES: Final = [f"{code}-{field.key}" for code, field in FIELDS]


@pytest.mark.parametrize(("code", "field"), FIELDS, ids=NAMES)
def test_what_makes_no_sense_is_refused_at_the_field(code: str, field: FormField) -> None:
    asked = AskedField(key=field.key, field=field, members=((code, field.key),))
    for text in SENSELESS[field.type]:
        if text == OPTIONAL and not field.required:
            assert read_field(asked, text) is None
            continue
        with pytest.raises(FieldInvalid):
            read_field(asked, text, places=PLACES)


@pytest.mark.parametrize(
    ("code", "field"),
    [(code, field) for code, field in FIELDS if field.type is FieldType.DATE],
)
def test_a_day_far_ahead_or_long_ago_is_refused_where_the_guide_says_so(code: str, field: FormField) -> None:
    """Each date has a rule that refuses 2099, for whatever answers show the field and set the rule."""
    assert field.day_rule is not None
    refused = [
        FIELD + field.key in read_answers(selection, {field.key: "2099-01-01"}, {}, today=TODAY)[1]
        for selection in selections(sample(code))
        if field.key in {one.key for one in selection.form_fields}
    ]
    assert refused
    assert all(refused)


@pytest.mark.parametrize("code", sample_codes())
def test_no_rule_of_a_sample_is_missing_or_contradicts(code: str) -> None:
    assert list(form_rule_findings(sample(code))) == []


def test_every_type_of_field_has_senseless_input() -> None:
    assert set(SENSELESS) == set(FieldType)


FILED: Final = {
    "GJJ-TQ": {"cause": "rent"},
    "JZZ-SL": {"half_year": "yes", "ground": "residence", "applicant_kind": "self"},
    "HWZP-SZ": {"lighting": "no"},
}
"""Guides that together have dates, counts, money, account numbers, streets and dimensions."""
WRONG: Final = {
    "account_number": "演示",
    "bank_account": "4111111111111112",
    "amount": "0",
    "residence_place": "420104009000",
    "resident_since": "2099-01-01",
    "sign_size": "0×80×10",
}


def named(page: str, keys: set[str]) -> set[str]:
    """The fields among these that the summary of errors links to."""
    return {key for key in keys if f'href="#field-field-{key}"' in page}


@pytest.mark.parametrize("code", FILED)
def test_each_channel_names_the_same_fields(hall: Hall, code: str) -> None:
    keys = {field.key for field in sample(code).form_fields} & set(WRONG)
    typed = {FIELD + key: WRONG[key] for key in keys}
    li, clerk = hall.sign_in("li"), hall.sign_in("chuangkou")
    draft = begin_application(li, FILED[code], code)
    assert named(li.post(f"{draft}/form", typed).text, keys) == keys
    started = clerk.post(f"/window/apply/{code}", {**questions(FILED[code]), **LI_AT_WINDOW})
    path = started.headers["Location"].removesuffix("/whole")
    assert named(clerk.post(f"{path}/form", typed).text, keys) == keys
    body = {
        "code": code,
        "division_code": DISTRICT,
        "holder": holder_of(LI),
        "phone": LI.phone,
        "scenario": FILED[code],
        "answers": {key: WRONG[key] for key in keys},
        "attachments": {},
        "consent": False,
        "delivery": {"way": "electronic", "consent": True},
    }
    answer = send(system(hall, "market_supervision"), body, f"every-field-{code}")
    assert answer.status_code == 422
    assert keys <= {name.removeprefix(FIELD) for name in answer.get_json()["errors"]}

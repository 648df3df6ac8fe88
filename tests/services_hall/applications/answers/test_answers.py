"""Validation of answers: each kind of field valid, invalid, empty, too long; stops and open questions."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from certificate_store.text_input.reader import TextFault
from guides.bundles import AskedField, BundleTerms
from guides.errors import FieldProblem
from guides.samples import load_bundle_sample, load_sample
from guides.terms import FormField, GuideTerms, build_terms
from services_hall.applications import answers
from services_hall.applications.answers import AnswerFault, FieldInvalid, Offer, OfferItem
from services_hall.applications.errors import AnswersInvalid, ScenarioStops
from services_hall.presentation.messages import message

IDENTITY = "420102188506070019"
CREDIT = "91420100MADEM00019"


def offer_of(code: str) -> Offer:
    """The offer of a sample guide."""
    terms = build_terms(GuideTerms, load_sample(code))
    item = OfferItem(1, code, 1, 1, "0" * 64, terms)
    return Offer(code, terms.name, {code: item}, None, None, "")


def bundle_offer(code: str = "open-restaurant") -> Offer:
    """The offer of a sample bundle."""
    bundle = build_terms(BundleTerms, load_bundle_sample(code))
    items = {
        entry.item: OfferItem(
            place, entry.item, place, 1, "0" * 64, build_terms(GuideTerms, load_sample(entry.item))
        )
        for place, entry in enumerate(bundle.items, start=1)
    }
    return Offer(code, bundle.name, items, 1, bundle, "")


def form_field(type_: str, **changes: Any) -> AskedField:
    field = {"key": "it", "label": "某项", "type": type_, "required": True, "max_length": None, "options": []}
    return AskedField("it", build_terms(FormField, {**field, **changes}), (("X", "it"),))


CHOICES = [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}]


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("text", "  李样例餐饮店 ", "李样例餐饮店"),
        ("textarea", "餐饮服务\n外卖", "餐饮服务\n外卖"),
        ("address", "示范街 1 号", "示范街 1 号"),
        ("person_name", "欧阳·示范", "欧阳·示范"),
        ("person_name", "买买提·Ali", "买买提·Ali"),
        ("identity_number", IDENTITY, IDENTITY),
        ("identity_number", "42010218890920013x", "42010218890920013X"),
        ("identity_number", "４２０１０２ 18850607 0019", IDENTITY),
        ("document_number", "４２０１０２ 18850607 0019", IDENTITY),
        ("document_number", "e 12345678", "E12345678"),
        ("document_number", "H01234567", "H01234567"),
        ("document_number", "01234567", "01234567"),
        ("credit_code", CREDIT, CREDIT),
        ("credit_code", CREDIT.lower(), CREDIT),
        ("phone", "13800138000", "13800138000"),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", "１３８００１３８０００", "13800138000"),
        ("phone", "027-12345678", "027-12345678"),
        ("phone", "（027）12345678", "027-12345678"),
        ("phone", "\u202d138 0013 8000\u202c", "13800138000"),
        ("person_name", "买买提\u200b·艾力", "买买提·艾力"),
        ("text", "中山大道\r\n1 号", "中山大道 1 号"),
        ("textarea", "一\r\n二\r\n三", "一\n二\n三"),
        ("phone", "+85212345678", "+85212345678"),
        ("date", "2026-12-01", "2026-12-01"),
        ("date", "2026/12/01", "2026-12-01"),
        ("date", "2026.12.01", "2026-12-01"),
        ("date", "２０２６-12-01", "2026-12-01"),
        ("date", "2026年12月1日", "2026-12-01"),
        ("date", "2026-2-3", "2026-02-03"),
        ("integer", "86", 86),
        ("integer", "８６", 86),
        ("integer", "0", 0),
        ("choice", "b", "b"),
    ],
)
def test_what_is_right_comes_back_in_its_one_form(type_: str, text: str, value: object) -> None:
    assert answers.read_field(form_field(type_, options=CHOICES), text) == value


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("person_name", "张3"),
        ("identity_number", IDENTITY[:-1] + "8"),
        ("identity_number", "42010218850607001"),
        ("identity_number", "420102188513070019"),
        ("document_number", IDENTITY[:-1] + "8"),
        ("document_number", "42010218850607001"),
        ("document_number", "E?12345"),
        ("credit_code", CREDIT[:-1] + "8"),
        ("credit_code", "餐饮店"),
        ("phone", "1234567"),
        ("phone", "138001380001234567"),
        ("phone", "电话"),
        ("date", "2026-02-30"),
        ("date", "明天"),
        ("date", "20261301"),
        ("date", "2026-W10-1"),
        ("integer", "-1"),
        ("integer", "3.5"),
        ("integer", "1" * 13),
        ("integer", "八十六"),
        ("integer", "²"),
        ("choice", "c"),
        ("choice", "A"),
        ("phone", "1380013800"),
    ],
)
def test_what_is_wrong_is_told_with_the_fields_label_and_without_what_was_typed(
    type_: str, text: str
) -> None:
    with pytest.raises(FieldInvalid) as told:
        answers.read_field(form_field(type_, options=CHOICES), text)
    assert "某项" in message(told.value.problem)
    assert type_ == "choice" or text not in message(told.value.problem)


@pytest.mark.parametrize(
    ("type_", "text", "fault"),
    [
        ("text", "有\x00字", TextFault.CONTROL_CHARACTER),
        ("text", "有\ud800字", TextFault.DAMAGED_TEXT),
        ("textarea", "有\x07字", TextFault.CONTROL_CHARACTER),
        ("address", "有\u202e字", TextFault.DIRECTION_CONTROL),
        ("person_name", "张\ufffd", TextFault.DAMAGED_TEXT),
        ("person_name", "%D5%C5", TextFault.UNDECODED_TEXT),
    ],
)
def test_a_text_that_cannot_be_kept_is_told_with_its_place(type_: str, text: str, fault: TextFault) -> None:
    with pytest.raises(FieldInvalid) as told:
        answers.read_field(form_field(type_), text)
    position = 1 if text.startswith("%") else 2
    assert told.value.problem == FieldProblem(fault, {"position": position})
    assert text not in message(told.value.problem)


TYPES = ["text", "textarea", "address", "person_name", "identity_number", "credit_code", "phone", "date"]
TYPES += ["integer", "choice", "document_number"]


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("text", ["", "   ", "\n\t", "　"])
def test_an_empty_field_is_told_when_it_is_required_and_is_nothing_otherwise(type_: str, text: str) -> None:
    with pytest.raises(FieldInvalid) as refused:
        answers.read_field(form_field(type_, options=CHOICES), text)
    assert message(refused.value.problem) == ("请选择某项。" if type_ == "choice" else "请填写某项。")
    assert answers.read_field(form_field(type_, options=CHOICES, required=False), text) is None


@pytest.mark.parametrize("type_", TYPES)
def test_a_text_that_is_too_long_is_told_with_both_lengths(type_: str) -> None:
    limited = form_field(type_, options=CHOICES, max_length=20)
    for field, length in ((limited, 21), (form_field(type_, options=CHOICES), 501)):
        with pytest.raises(FieldInvalid) as refused:
            answers.read_field(field, "字" * length)
        values = {"label": "某项", "longest": length - 1, "length": length}
        assert refused.value.problem == FieldProblem(AnswerFault.TOO_LONG, values)


TODAY = date(2026, 11, 29)
RETIRED = {"cause": "retirement"}
FIELDS = {
    "applicant_name": "张示范",
    "applicant_identifier": IDENTITY,
    "applicant_phone": "13800138000",
    "account_number": "4201000012345",
    "bank_account": "4111111111111111",
    "bank_name": "演示银行",
    "amount": "1000.50",
}


def test_a_whole_form_gives_every_answer_in_its_type() -> None:
    filing = answers.check(offer_of("GJJ-TQ"), RETIRED, FIELDS, today=TODAY)
    assert filing.answers == {**FIELDS, "amount": 100050}
    assert [item.code for item in filing.selection.items] == ["GJJ-TQ"]


def test_every_wrong_field_is_named_at_once_and_an_unknown_one_too() -> None:
    wrong = {**FIELDS, "applicant_name": "", "amount": "多", "shoe_size": "42"}
    with pytest.raises(AnswersInvalid) as told:
        answers.check(offer_of("GJJ-TQ"), RETIRED, wrong, today=TODAY)
    assert set(told.value.errors) == {"field.applicant_name", "field.amount", "field.shoe_size"}


def test_a_field_of_another_situation_is_unknown() -> None:
    scenario = {"half_year": "yes", "ground": "residence", "applicant_kind": "self"}
    with pytest.raises(AnswersInvalid) as told:
        answers.check(offer_of("JZZ-SL"), scenario, {"agent_name": "某人"}, today=TODAY)
    assert told.value.errors["field.agent_name"] == FieldProblem(AnswerFault.NOT_IN_GUIDE)


@pytest.mark.parametrize("scenario", [{}, {"cause": ""}])
def test_an_open_question_is_named(scenario: dict[str, str]) -> None:
    with pytest.raises(AnswersInvalid) as told:
        answers.check(offer_of("GJJ-TQ"), scenario, FIELDS, today=TODAY)
    assert told.value.errors == {"q.cause": FieldProblem(AnswerFault.QUESTION_OPEN)}


def test_a_value_that_no_question_offers_is_named() -> None:
    with pytest.raises(AnswersInvalid) as told:
        answers.check(offer_of("GJJ-TQ"), {"cause": "holiday"}, FIELDS, today=TODAY)
    assert set(told.value.errors) == {"q.cause"}


def test_a_stop_says_why_before_anything_else_is_asked() -> None:
    with pytest.raises(ScenarioStops) as told:
        answers.check(bundle_offer(), {"cooking": "fumes", "premises": "residential"}, {}, today=TODAY)
    assert any("第二百五十条" in reason for reason in told.value.reasons)


def test_the_same_answers_to_the_same_editions_are_selected_once_and_other_editions_anew() -> None:
    offer = replace(offer_of("GJJ-TQ"), fingerprint="first")
    again = answers.select(replace(offer), dict(RETIRED))
    assert answers.select(offer, RETIRED) is again
    terms = replace(offer.items["GJJ-TQ"].terms, form_fields=())
    changed = replace(
        offer, fingerprint="second", items={"GJJ-TQ": replace(offer.items["GJJ-TQ"], terms=terms)}
    )
    assert answers.select(changed, RETIRED).form_fields == ()


def test_no_licence_adds_the_registration_and_nothing_asks_for_what_it_issues() -> None:
    scenario = {"operator": "individual", "licence": "no", "form": "personal", "sign": "no", "tobacco": "no"}
    selection = answers.select(bundle_offer(), scenario)
    assert [item.code for item in selection.items] == ["GTDJ-SL", "SPJY-XB", "XFJC-YYQ"]
    licence = next(one for one in selection.materials if one.key == "business-licence")
    assert licence.from_item == "GTDJ-SL"

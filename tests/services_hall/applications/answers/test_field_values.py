"""Values with a meaning: whole numbers, amounts, money, bank cards, places, and their words."""

from typing import Any

import pytest

from guides.bundles import AskedField
from guides.streets import Street
from guides.terms import FormField, build_terms
from services_hall.applications.answer_texts import answer_text, issued_value
from services_hall.applications.answers import FieldInvalid, read_field
from services_hall.applications.answers.field_values import ValueFault, has_luhn_digit
from services_hall.presentation.forms import form_field
from services_hall.presentation.messages import message

STREET = "420102002000"
PLACES = {STREET: Street("江岸区", "大智街道")}
AREA = {"type": "amount", "unit": "平方米", "least": 1, "most": 5000}
SIGN = {"type": "dimensions", "unit": "厘米", "parts": 3}
COUNT = {"type": "integer", "unit": "个", "least": 1}


def field(**terms: Any) -> FormField:
    return build_terms(FormField, {"key": "it", "label": "某项", **terms})


def read(terms: dict[str, Any], text: str) -> object:
    return read_field(AskedField("it", field(**terms), (("X", "it"),)), text, places=PLACES)


@pytest.mark.parametrize(
    ("terms", "text", "value", "words"),
    [
        (COUNT, "3", 3, "3 个"),
        (COUNT, "３个", 3, "3 个"),
        ({"type": "integer"}, "0", 0, "0"),
        (AREA, "120", "120", "120 平方米"),
        (AREA, "86.50平方米", "86.5", "86.5 平方米"),
        (AREA, "1,200", "1200", "1200 平方米"),
        ({"type": "money"}, "1234.50", 123450, "1,234.50 元"),
        ({"type": "money"}, "￥1,234.5元", 123450, "1,234.50 元"),
        ({"type": "money"}, "1234.05", 123405, "1,234.05 元"),
        ({"type": "money"}, "0.01", 1, "0.01 元"),
        ({"type": "money", "least": 0}, "0", 0, "0.00 元"),
        ({"type": "bank_card"}, "6222 0212 3456 7890 128", "6222021234567890128", "6222021234567890128"),
        ({"type": "bank_card"}, "4111-1111-1111-1111", "4111111111111111", "4111111111111111"),
        ({"type": "place"}, STREET, STREET, "江岸区大智街道"),
    ],
)
def test_a_value_is_stored_in_one_form_and_shown_in_words(
    terms: dict[str, Any], text: str, value: object, words: str
) -> None:
    assert read(terms, text) == value
    assert answer_text(field(**terms), value, PLACES) == words


REFUSED: list[tuple[dict[str, Any], str, ValueFault]] = [
    (COUNT, "0", ValueFault.BELOW_LEAST),
    (COUNT, "0.5", ValueFault.NOT_A_WHOLE_NUMBER),
    ({"type": "integer", "unit": "天"}, "半天", ValueFault.NOT_A_WHOLE_NUMBER),
    (COUNT, "3人", ValueFault.NOT_A_WHOLE_NUMBER),
    (AREA, "0", ValueFault.BELOW_LEAST),
    ({"type": "amount", "unit": "平方米"}, "0", ValueFault.ZERO),
    (AREA, "5000.01", ValueFault.ABOVE_MOST),
    (AREA, "1.234", ValueFault.NOT_AN_AMOUNT),
    (AREA, "1,20", ValueFault.NOT_AN_AMOUNT),
    (AREA, "-3", ValueFault.NOT_AN_AMOUNT),
    ({"type": "money"}, "0", ValueFault.ZERO),
    ({"type": "money"}, "12.345", ValueFault.NOT_MONEY),
    ({"type": "money"}, "一千", ValueFault.NOT_MONEY),
    ({"type": "money", "most": 100}, "100.01", ValueFault.ABOVE_MOST),
    ({"type": "bank_card"}, "4111111111111112", ValueFault.WRONG_BANK_CARD),
    ({"type": "bank_card"}, "0" * 16, ValueFault.WRONG_BANK_CARD),
    ({"type": "bank_card"}, "18", ValueFault.WRONG_BANK_CARD),
    ({"type": "account"}, "对公账户", ValueFault.WRONG_ACCOUNT),
    ({"type": "account"}, "ABCD-EFGH", ValueFault.WRONG_ACCOUNT),
    (SIGN, "300×80", ValueFault.NOT_DIMENSIONS),
    (SIGN, "300×八十×20", ValueFault.NOT_DIMENSIONS),
    (SIGN, "300×0×20", ValueFault.ZERO),
    ({"type": "place"}, "420102000000", ValueFault.NO_SUCH_PLACE),
    ({"type": "place"}, "大智街道", ValueFault.NO_SUCH_PLACE),
]


def test_every_fault_of_a_value_is_met() -> None:
    assert {fault for *_, fault in REFUSED} == set(ValueFault)


@pytest.mark.parametrize(("terms", "text", "fault"), REFUSED)
def test_a_senseless_value_is_refused_with_the_label_and_without_what_was_typed(
    terms: dict[str, Any], text: str, fault: ValueFault
) -> None:
    with pytest.raises(FieldInvalid) as refused:
        read(terms, text)
    assert refused.value.problem.code is fault
    assert "某项" in message(refused.value.problem)


@pytest.mark.parametrize("position", range(15))
def test_a_wrong_digit_of_a_bank_card_is_noticed(position: int) -> None:
    card = "4111111111111111"
    changed = card[:position] + str((int(card[position]) + 1) % 10) + card[position + 1 :]
    assert has_luhn_digit(card)
    assert not has_luhn_digit(changed)


def test_a_certificate_states_words_where_the_stored_value_is_none() -> None:
    assert issued_value(field(**AREA), "86.5") == "86.5 平方米"
    assert issued_value(field(type="money"), 100) == "1.00 元"
    assert issued_value(field(type="integer"), 2) == 2


def test_the_browser_gets_the_keyboard_the_unit_and_the_limits_of_a_value() -> None:
    area = form_field(field(**AREA), value="12").params
    assert (area["inputmode"], area["suffix"], area["hint"]) == (
        "decimal",
        {"text": "平方米"},
        {"text": "填 1 到 5,000。"},
    )
    assert form_field(field(type="money"), value=123450).params["value"] == "1234.50"
    assert form_field(field(type="money"), value="多").params["value"] == "多"
    assert form_field(field(type="bank_card")).params["autocomplete"] == "off"
    place = form_field(field(type="place"), value=STREET, places=PLACES)
    option = {"value": STREET, "text": "江岸区大智街道", "selected": True}
    assert (place.component, place.params["groups"]) == ("place", [("江岸区", [option])])

"""Holders: checked and normalised numbers, look-up by index, masked display."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from certificate_store.errors import HolderFault, HolderInvalid
from certificate_store.holders import Holder, IdentifierType, mask_identifier, mask_name
from certificate_store.text_input.reader import TextFault

CARD = "420102199001011236"
CREDIT = "91420100MA4KABCD1A"


@pytest.mark.parametrize(
    ("identifier_type", "written", "kept"),
    [
        ("111", CARD, CARD),
        ("111", " 420102 19900101 1236 ", CARD),
        ("111", "４２０１０２１９９００１０１１２３６", CARD),
        ("111", "11010519491231002x", "11010519491231002X"),
        ("111", "\u202d420102-19900101-1236\u202c", CARD),
        ("001", "9142 0100—MA4K ABCD 1A", CREDIT),
        ("001", "91420100ma4kabcd1a", CREDIT),
        ("099", "sh-123", "SH-123"),
        ("411", "de1234567", "DE1234567"),
        ("412", "SE1234567", "SE1234567"),
        ("413", "PE1234567", "PE1234567"),
        ("414", "e12345678", "E12345678"),
        ("511", "12345678", "12345678"),
        ("516", "h1234567800", "H1234567800"),
        ("516", "M12345678", "M12345678"),
        ("999", "ABCD-1", "ABCD-1"),
    ],
)
def test_a_number_is_kept_in_one_form(identifier_type: str, written: str, kept: str) -> None:
    assert Holder("张三", IdentifierType(identifier_type), written).identifier == kept


@pytest.mark.parametrize(
    ("identifier_type", "number", "fault"),
    [
        ("111", "", HolderFault.MISSING),
        ("111", "42010219900101123", HolderFault.WRONG_LENGTH),
        ("111", "420102199001011237", HolderFault.WRONG_CHECK_DIGIT),
        ("111", "420102199013011236", HolderFault.NO_SUCH_BIRTHDAY),
        ("111", "42010219900230123X", HolderFault.NO_SUCH_BIRTHDAY),
        ("111", "4201021990010112٣6", HolderFault.WRONG_LENGTH),
        ("001", CARD, HolderFault.WRONG_CREDIT_CODE),
        ("001", "91420100MA4KABCD1B", HolderFault.WRONG_CREDIT_CODE),
        ("001", "91420100MA4KABCDI1", HolderFault.WRONG_CREDIT_CODE),
        ("414", "E1", HolderFault.WRONG_SHAPE),
        ("414", "护照12345", HolderFault.WRONG_SHAPE),
        ("511", "1234567", HolderFault.WRONG_SHAPE),
        ("516", "X12345678", HolderFault.WRONG_SHAPE),
        ("999", "a b!", HolderFault.WRONG_SHAPE),
    ],
)
def test_a_wrong_number_is_refused_by_field_without_being_repeated(
    identifier_type: str, number: str, fault: HolderFault
) -> None:
    with pytest.raises(HolderInvalid) as refused:
        Holder("张三", IdentifierType(identifier_type), number)
    assert (refused.value.field, refused.value.reason) == ("identifier", fault)
    assert not number or number not in str(refused.value)


@pytest.mark.parametrize("authority", "123456789ANY")
def test_a_credit_code_begins_with_any_of_its_authorities(authority: str) -> None:
    body = f"{authority}2420100MA4KABCD1"
    code = body + uscc.calc_check_digit(body)
    assert Holder("某社", IdentifierType.CREDIT_CODE, code).identifier == code


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("\u3164", HolderFault.MISSING),
        ("\u200b\u2800", HolderFault.MISSING),
        ("张\u202e三", TextFault.DIRECTION_CONTROL),
        ("%D5%C5", TextFault.UNDECODED_TEXT),
        ("张\ufffd", TextFault.DAMAGED_TEXT),
        ("张三😀", TextFault.NO_SUCH_LETTER),
        ("张三★", TextFault.SYMBOL_IN_NAME),
    ],
)
def test_a_name_that_nobody_could_read_is_no_name(name: str, reason: HolderFault | TextFault) -> None:
    with pytest.raises(HolderInvalid) as refused:
        Holder(name, IdentifierType.IDENTITY_CARD, CARD)
    assert (refused.value.field, refused.value.reason) == ("name", reason)


def test_one_person_is_one_holder_however_the_name_is_written_and_the_writing_is_kept() -> None:
    kept = Holder("买买提·艾力", IdentifierType.IDENTITY_CARD, CARD)
    written = Holder("买买提•艾力 ", IdentifierType.IDENTITY_CARD, CARD)
    assert written == kept
    assert hash(written) == hash(kept)
    assert written.name == "买买提•艾力"
    assert kept != Holder("艾力", IdentifierType.IDENTITY_CARD, CARD)


@given(place=st.integers(0, 17), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_of_an_identity_card_is_always_told(place: int, digit: str) -> None:
    changed = CARD[:place] + digit + CARD[place + 1 :]
    if changed != CARD:
        with pytest.raises(HolderInvalid):
            Holder("张三", IdentifierType.IDENTITY_CARD, changed)


@pytest.mark.parametrize(
    ("name", "fault"),
    [("", HolderFault.MISSING), ("  ", HolderFault.MISSING), ("长" * 201, HolderFault.TOO_LONG)],
)
def test_a_name_is_needed_and_not_endless(name: str, fault: HolderFault) -> None:
    with pytest.raises(HolderInvalid) as refused:
        Holder(name, IdentifierType.IDENTITY_CARD, CARD)
    assert (refused.value.field, refused.value.reason) == ("name", fault)


def test_an_unknown_kind_of_document_is_refused_by_field() -> None:
    with pytest.raises(HolderInvalid) as refused:
        Holder("张三", "112", CARD)  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.reason) == ("identifier_type", HolderFault.UNKNOWN_KIND)


def test_the_repr_of_a_holder_shows_nothing_personal() -> None:
    shown = repr(Holder("张三", IdentifierType.IDENTITY_CARD, CARD))
    assert "张" not in shown
    assert "4201" not in shown


def test_the_index_depends_on_kind_and_number_and_not_on_the_name() -> None:
    card = Holder("张三", IdentifierType.IDENTITY_CARD, CARD)
    assert card.index == Holder("张叁", IdentifierType.IDENTITY_CARD, f" {CARD}").index
    assert card.index != Holder("张三", IdentifierType.OTHER, CARD).index


def test_a_holder_survives_its_json() -> None:
    holder = Holder("武汉楚味餐饮有限公司", IdentifierType.CREDIT_CODE, CREDIT)
    assert Holder.from_json(holder.as_json()) == holder
    assert holder.is_organisation


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("欧阳娜娜", "欧***"), ("张", "*"), ("买买提·艾力", "买*****")],
)
def test_a_person_keeps_the_first_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("武汉楚味餐饮有限公司", "武汉****有限公司"),
        ("武汉长江股份有限公司", "武汉**股份有限公司"),
        ("张三热干面馆", "张三***馆"),
        ("老通城", "老*城"),
        ("三店", "三*"),
        ("店", "*"),
        ("有限公司", "有***"),
    ],
)
def test_an_organisation_keeps_its_start_and_its_form(name: str, masked: str) -> None:
    assert mask_name(name, organisation=True) == masked


@given(name=st.text(min_size=1, max_size=30), organisation=st.booleans())
def test_something_of_a_name_is_always_hidden(name: str, organisation: bool) -> None:
    masked = mask_name(name, organisation=organisation)
    assert len(masked) == len(name)
    assert "*" in masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        (CARD, "4201**********1236"),
        (CREDIT, "9142**********CD1A"),
        ("E12345678", "E1*****78"),
        ("ABCD-1", "******"),
        ("", ""),
    ],
)
def test_a_number_keeps_its_ends(number: str, masked: str) -> None:
    assert mask_identifier(number) == masked


def test_only_a_wrong_check_digit_is_taken_from_the_original() -> None:
    odd = Holder.from_original("李样例", IdentifierType.IDENTITY_CARD, " 42010218870112002 7")
    assert (odd.identifier, odd.has_wrong_check_digit) == ("420102188701120027", True)
    right = Holder.from_original("李样例", IdentifierType.IDENTITY_CARD, "420102188701120026")
    assert not right.has_wrong_check_digit
    assert not Holder("李样例", IdentifierType.PASSPORT, "E12345678").has_wrong_check_digit
    for kind, number in (
        (IdentifierType.IDENTITY_CARD, "42010218870112002"),
        (IdentifierType.IDENTITY_CARD, "420102188713120026"),
        (IdentifierType.CREDIT_CODE, "91420100MADEM00018"),
    ):
        with pytest.raises(HolderInvalid):
            Holder.from_original("李样例", kind, number)
    with pytest.raises(HolderInvalid):
        Holder.from_original("", IdentifierType.IDENTITY_CARD, "420102188701120027")

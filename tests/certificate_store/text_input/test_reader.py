"""What the reader of texts keeps, drops and refuses."""

import runpy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificate_store.text_input import characters
from certificate_store.text_input.reader import (
    TextFault,
    TextInvalid,
    read_line,
    read_lines,
    read_name,
    readable_part,
)

ROOT = Path(__file__).parents[3]
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u180e"
    "\u3164\u115f\u1160\uffa0\u2800\U000e0041\ufe0f\U000e0100"
)


@pytest.mark.parametrize("character", INVISIBLE, ids=lambda one: f"U+{ord(one):04X}")
def test_an_invisible_character_alone_is_empty_and_inside_is_dropped(character: str) -> None:
    assert read_lines(character) == ""
    assert read_name(f"{character}张{character}三") == "张三"


@pytest.mark.parametrize("blank", "\u00a0\u2002\u2003\u2009\u202f\u205f\u3000\t")
def test_a_blank_of_any_width_alone_is_empty_and_inside_is_a_blank(blank: str) -> None:
    assert read_lines(blank) == ""
    assert read_line(f"John{blank}Smith") == "John Smith"


@pytest.mark.parametrize(
    ("text", "fault", "position"),
    [
        ("张\u202e三", TextFault.DIRECTION_CONTROL, 2),
        ("\u2066张三", TextFault.DIRECTION_CONTROL, 1),
        ("张\ufffd", TextFault.DAMAGED_TEXT, 2),
        ("张" + chr(0xD83D), TextFault.DAMAGED_TEXT, 2),
        ("\x07张三", TextFault.CONTROL_CHARACTER, 1),
        ("张\x9d", TextFault.CONTROL_CHARACTER, 2),
        ("%D5%C5", TextFault.UNDECODED_TEXT, 1),
        ("见https://a.example/%D5%C5 和 %D5%C5", TextFault.UNDECODED_TEXT, 29),
        ("&#24352;三", TextFault.UNDECODED_TEXT, 1),
        ("很好😀", TextFault.NO_SUCH_LETTER, 3),
        ("张\ue000", TextFault.NO_SUCH_LETTER, 2),
        ("张\U00031350", TextFault.NO_SUCH_LETTER, 2),
    ],
)
def test_what_cannot_stand_on_a_paper_is_refused_with_its_place(
    text: str, fault: TextFault, position: int
) -> None:
    with pytest.raises(TextInvalid) as refused:
        read_lines(text)
    assert (refused.value.fault, refused.value.position) == (fault, position)
    assert text not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("  一 \n\n　二\n", "一\n\n　二"),
        ("折扣 98%，100%%", "折扣 98%，100%%"),
        ("https://a.example/%E4%BD%A0%E5%A5%BD", "https://a.example/%E4%BD%A0%E5%A5%BD"),
        ("\u202d138 0000 1234\u202c", "138 0000 1234"),
        ("Rene\u0301 ①㎡℃", "Ren\u00e9 ①㎡℃"),
        ("\ue81e\ue864\ue7c8", "\u9fb4\u9fbb\u01f9"),
        ("\u2fbc明 \u2f42件 \u2ee9色", "高明 文件 黄色"),
    ],
)
def test_what_is_written_is_kept(written: str, kept: str) -> None:
    assert read_lines(written) == kept


def test_a_text_of_one_line_has_a_blank_for_each_end_of_a_line() -> None:
    assert read_line("中山大道\r\n1 号") == "中山大道 1 号"


@pytest.mark.parametrize("name", ["张☆三", "https://a.example/%D5%C5"])
def test_a_name_has_neither_signs_nor_codes(name: str) -> None:
    assert read_lines(name) == name
    with pytest.raises(TextInvalid):
        read_name(name)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=[]), max_size=12))
def test_whatever_is_kept_is_seen_printed_and_read_again_as_it_is(text: str) -> None:
    for read in (read_lines, read_line, read_name):
        try:
            kept = read(text)
        except TextInvalid:
            continue
        assert read(kept) == kept
        assert kept == kept.strip()
        assert all(one == "\n" or characters.is_on_paper(one) for one in kept)
        assert not any(characters.is_invisible(one) for one in kept)


def test_every_private_code_of_gbk_has_a_letter_that_papers_print() -> None:
    assert all(characters.is_on_paper(letter) for letter in characters.gbk_letters().values())


def test_the_table_of_letters_is_what_the_fonts_have() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "paper_letters.py"))
    assert script["TABLE"].read_text(encoding="ascii") == script["table"]()


def test_of_a_name_from_another_system_stays_what_can_be_kept() -> None:
    assert readable_part("张\ufffd三\u200b😀 Li\u202e") == "张三 Li"
    assert readable_part("\u3164\ufffd") == ""

"""One person is one however the name is written."""

import pytest

from certificate_store.text_input.names import comparable_name, is_same_name


@pytest.mark.parametrize(
    "written",
    [
        "买买提·艾力",
        "买买提•艾力",
        "买买提・艾力",
        "买买提‧艾力",
        "买买提．艾力",
        "买买提.艾力",
        "买买提 · 艾力",
        "买买提\u200b·艾力",
    ],
)
def test_the_dot_of_a_name_is_one_however_typed(written: str) -> None:
    assert is_same_name(written, "买买提·艾力")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高明", "⾼明"),
        ("ＡＢＣ（中国）有限公司", "abc(中国)有限公司"),
        ("JOHN SMITH", "John  Smith"),
        ("O’Brien", "O'Brien"),
        ("Jean–Pierre", "Jean-Pierre"),
    ],
)
def test_width_case_blanks_and_brackets_make_no_other_name(one: str, other: str) -> None:
    assert comparable_name(one) == comparable_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("张三", "张山"), ("买买提·艾力", "买买提艾力"), ("高明", "髙明")]
)
def test_other_letters_are_another_name(one: str, other: str) -> None:
    assert not is_same_name(one, other)

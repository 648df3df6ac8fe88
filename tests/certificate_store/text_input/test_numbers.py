"""Numbers as people write, paste and scan them."""

import pytest

from certificate_store.text_input.numbers import (
    compact,
    dashed,
    paper_number,
    phone_digits,
    read_phone,
    scanned_code,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u202d138 0000 1234\u202c", "13800001234"),
        ("+86 138-0000-1234", "13800001234"),
        ("0086 13800001234", "13800001234"),
        ("8613800001234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("027－8765 4321", "027-87654321"),
        ("(027) 87654321", "027-87654321"),
        ("+86 27 8765 4321", "027-87654321"),
        ("027-87654321转801", "027-87654321转801"),
        ("027-87654321 ext. 0801", "027-87654321转0801"),
        ("027—87654321—801", "027-87654321转801"),
        ("0713-8765432", "0713-8765432"),
        ("87654321", "87654321"),
        ("400-123-4567", "4001234567"),
        ("800 810 8888", "8008108888"),
        ("+852 2345 6789", "+85223456789"),
        ("1380000123", None),
        ("138000012345", None),
        ("2380000123456", None),
        ("电话", None),
        ("", None),
    ],
)
def test_a_telephone_number_is_read_in_any_writing(written: str, read: str | None) -> None:
    assert read_phone(written) == read


def test_a_telephone_number_is_found_by_its_digits_without_the_extension() -> None:
    assert phone_digits("+86 27 8765-4321 转 801") == phone_digits("02787654321") == "02787654321"


@pytest.mark.parametrize(
    "written", ["2026 1129–０1", "20261129—01", "\u200e2026\u00a01129-01", "20261129－01"]
)
def test_blanks_dashes_width_and_hidden_marks_do_not_matter(written: str) -> None:
    assert dashed(written) == "20261129-01"
    assert compact(written) == "2026112901"


@pytest.mark.parametrize(
    "written", ["武审〔2026〕12号", "武审[2026]12号", "武审（2026） 12 号", "武审【2026】１２号"]
)
def test_brackets_of_a_paper_number_may_be_of_any_kind(written: str) -> None:
    assert paper_number(written) == "武审〔2026〕12号"


@pytest.mark.parametrize(
    "scanned",
    [
        "https://hall.example/verify/1.2.156-A",
        "http://hall.example:8000/verify/1.2.156-A\n",
        "ｈｔｔｐ：／／ｈａｌｌ／verify／1.2.156-A",
        "HTTPS://HALL.EXAMPLE/VERIFY/1.2.156-A",
        " 1.2.156-A ",
    ],
)
def test_a_scanner_types_the_address_of_our_qr_code(scanned: str) -> None:
    assert scanned_code(scanned) == "1.2.156-A"

"""What a number looks like, so that somebody who typed another kind is told."""

from collections.abc import Callable
from datetime import date
from typing import Final
from urllib.parse import quote

import pytest

from certificate_store.numbering import make_identifier, plain_number
from services_hall.applications.numbering import application_number, case_number
from services_hall.applications.reads.number_kinds import NumberKind, kind_of_number
from services_hall.demo.accounts import RESIDENTS
from services_hall.domains import PAPER_KINDS

IDENTITY_NUMBER = RESIDENTS[0].identity_number


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("1.2.156.3005.2.11100000MB0000000X", NumberKind.CERTIFICATE),
        ("１．２．156.3005", NumberKind.CERTIFICATE),
        ("岸市监受〔2026〕3号", NumberKind.PAPER),
        ("岸市监受[2026]3 号", NumberKind.PAPER),
        ("2026112300000001I", NumberKind.APPLICATION),
        ("2026112300000001I-02", NumberKind.APPLICATION),
        ("2026112300000001A", NumberKind.APPLICATION),
        (IDENTITY_NUMBER, NumberKind.IDENTITY_NUMBER),
        ("91420100MA4KABCD1A", NumberKind.CREDIT_CODE),
        ("张三", NumberKind.UNKNOWN),
        ("", NumberKind.UNKNOWN),
    ],
)
def test_each_kind_is_known_by_its_look(typed: str, kind: NumberKind) -> None:
    assert kind_of_number(typed) is kind


DAY: Final = date(2026, 11, 29)
PRINTED: Final = {
    **{
        f"演政服{kind.mark}〔2026〕12号": NumberKind.PAPER
        for kind in sorted(PAPER_KINDS.values(), key=lambda one: one.mark)
    },
    "岸市监受〔2026〕3号": NumberKind.PAPER,
    make_identifier(
        type_code="FOODPERMIT", issuer_code="11420102MB0000001X", serial="0AB1CD2EF3GH", version=2
    ): NumberKind.CERTIFICATE,
    plain_number("0AB1CD2EF3GH", 2026): NumberKind.CERTIFICATE,
    plain_number("012345678901", 2026): NumberKind.CERTIFICATE,
    application_number(1, DAY): NumberKind.APPLICATION,
    application_number(123_456_789_012, DAY): NumberKind.APPLICATION,
    case_number(1, DAY, 2): NumberKind.APPLICATION,
}
"""A number of each kind that the hall prints."""
WRITINGS: Final[dict[str, Callable[[str], str]]] = {
    "as printed": str,
    "in blocks": lambda number: " ".join(number[at : at + 4] for at in range(0, len(number), 4)),
    "full width": lambda number: "".join(
        chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in number
    ),
    "small letters": str.lower,
    "long dashes": lambda number: number.replace("-", "—"),
    "square brackets": lambda number: number.translate(str.maketrans("〔〕", "[]")),
    "round brackets": lambda number: number.translate(str.maketrans("〔〕", "（）")),
    "thick brackets": lambda number: number.translate(str.maketrans("〔〕", "【】")),
    "hidden marks": lambda number: f"\u200e{number[:5]}\u2060{number[5:]}\ufeff",
    "from the QR code": lambda number: f"https://hall.example/verify/{quote(number)}",
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_every_printed_number_is_known_in_every_writing(writing: str) -> None:
    write = WRITINGS[writing]
    assert {number: kind_of_number(write(number)) for number in PRINTED} == PRINTED

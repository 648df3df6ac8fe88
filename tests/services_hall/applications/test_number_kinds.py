"""What a number looks like, so that somebody who typed another kind is told."""

import pytest

from services_hall.applications.number_kinds import NumberKind, kind_of_number
from services_hall.demo.accounts import RESIDENTS

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

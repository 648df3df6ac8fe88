"""Papers of a registration: its own receipt and notices (市场主体登记管理条例实施细则 arts. 18, 19)."""

import pytest

from guides.enumerations import ItemType
from services_hall.applications.paper_texts.words import BY_TYPE, receipt_title


@pytest.mark.parametrize(
    ("types", "title"),
    [
        ({ItemType.REGISTRATION}, "接收申请材料凭证"),
        ({ItemType.LICENCE}, "接收回执"),
        ({ItemType.REGISTRATION, ItemType.LICENCE}, "接收回执"),
    ],
)
def test_a_registration_alone_has_its_own_receipt(types: set[ItemType], title: str) -> None:
    assert receipt_title(types) == title


def test_a_registration_is_granted_and_refused_by_notices_and_no_licensing_decision() -> None:
    words = BY_TYPE[ItemType.REGISTRATION]
    assert (words.grant_title, words.denial_title) == ("登记通知书", "不予登记通知书")
    assert (words.grant, words.denial) == ("准予登记", "不予登记")

"""Kinds of papers: titles by type of item, and codes that stand once."""

import pytest

from guides.enumerations import ItemType
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.papers import KINDS
from services_hall.documents.kinds import kinds_by_code


@pytest.mark.parametrize("item_type", [None, *ItemType])
@pytest.mark.parametrize(
    ("code", "general", "of_licence"),
    [
        (PaperCode.RECEIPT, "接收回执", "接收回执"),
        (PaperCode.ACCEPTANCE, "受理通知书", "受理通知书"),
        (PaperCode.REFUSAL, "不予受理通知书", "不予受理通知书"),
        (PaperCode.GRANT, "批准决定书", "准予行政许可决定书"),
        (PaperCode.DENIAL, "不予批准决定书", "不予行政许可决定书"),
    ],
)
def test_a_licence_has_titles_of_its_own(
    code: PaperCode, general: str, of_licence: str, item_type: ItemType | None
) -> None:
    title = of_licence if item_type is ItemType.LICENCE else general
    assert KINDS[code].title_for(item_type) == title


def test_every_code_has_its_kind() -> None:
    assert set(KINDS) == set(PaperCode)


def test_two_kinds_of_papers_have_no_code_in_common() -> None:
    kind = KINDS[PaperCode.RECEIPT]
    with pytest.raises(ValueError, match="same code"):
        kinds_by_code(kind, kind)

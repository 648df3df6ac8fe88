"""Kinds of papers: a title for each, and codes that stand once."""

import pytest

from services_hall.applications.enumerations import PaperCode
from services_hall.applications.papers import KINDS
from services_hall.documents.kinds import kinds_by_code


def test_every_code_has_its_kind() -> None:
    assert set(KINDS) == set(PaperCode)


def test_every_kind_has_a_title_and_a_character_of_numbers_of_its_own() -> None:
    assert all(kind.title for kind in KINDS.values())
    assert len({kind.mark for kind in KINDS.values()}) == len(KINDS)


def test_two_kinds_of_papers_have_no_code_in_common() -> None:
    kind = KINDS[PaperCode.RECEIPT]
    with pytest.raises(ValueError, match="same code"):
        kinds_by_code(kind, kind)

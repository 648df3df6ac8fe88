"""Options of a form that are for some kinds of applicants only."""

from typing import Final

import pytest

from guides.enumerations import Audience, FieldType
from guides.terms import FieldOption, FormField, build_terms, stored_terms
from services_hall.applications.answers import offered_to, only_option

A: Final = Audience
FIELD: Final = FormField(
    key="business_form",
    type=FieldType.CHOICE,
    options=(
        FieldOption(value="individual", audience=(A.PERSON, A.SOLE_TRADER)),
        FieldOption(value="company", audience=(A.PERSON, A.ORGANISATION)),
        FieldOption(value="partnership", audience=(A.PERSON, A.ORGANISATION)),
    ),
)
OPEN: Final = FormField(key="open", type=FieldType.CHOICE, options=(FieldOption(value="all"),))


@pytest.mark.parametrize(
    ("kind", "offered", "only"),
    [
        (A.PERSON, ["individual", "company", "partnership"], None),
        (A.ORGANISATION, ["company", "partnership"], None),
        (A.SOLE_TRADER, ["individual"], "individual"),
    ],
)
def test_each_kind_is_offered_its_options(kind: Audience, offered: list[str], only: str | None) -> None:
    assert [one.value for one in offered_to(FIELD, kind).options] == offered
    assert only_option(FIELD, kind) == only
    assert only_option(offered_to(FIELD, kind), kind) == only


@pytest.mark.parametrize("kind", list(Audience))
def test_a_choice_for_everybody_is_never_settled(kind: Audience) -> None:
    assert offered_to(OPEN, kind) is OPEN
    assert only_option(OPEN, kind) is None


def test_an_option_for_everybody_is_stored_as_before() -> None:
    assert stored_terms(FieldOption(value="all")) == {"value": "all", "label": "", "hint": ""}
    stored = stored_terms(FIELD)
    assert stored["options"][0]["audience"] == ["person", "sole_trader"]
    assert build_terms(FormField, stored) == FIELD

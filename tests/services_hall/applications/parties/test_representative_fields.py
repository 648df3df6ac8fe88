"""Form fields about the legal representative of an organisation."""

from typing import Final

import pytest

from guides.bundles import AskedField
from guides.enumerations import FieldType
from guides.terms import FormField
from services_hall.applications.parties.representative_fields import (
    APPLICANT_NAME,
    APPLICANT_NUMBER,
    representative_fields,
    representative_values,
)

ABOUT_A_PERSON: Final = {FieldType.PERSON_NAME, FieldType.IDENTITY_NUMBER, FieldType.DOCUMENT_NUMBER}


def asked(kind: FieldType, source: str | None) -> AskedField:
    return AskedField("asked", FormField(key="asked", label="甲", type=kind, prefill=source), ())


@pytest.mark.parametrize("kind", FieldType)
@pytest.mark.parametrize("source", [APPLICANT_NAME, APPLICANT_NUMBER])
def test_only_fields_for_a_person_ask_an_organisation_for_its_representative(
    kind: FieldType, source: str
) -> None:
    one = asked(kind, source)
    assert representative_fields([one], source) == ([one] if kind in ABOUT_A_PERSON else [])
    values = representative_values([one], name="周法代", number="7")
    known = "周法代" if source == APPLICANT_NAME else "7"
    assert values == ({"asked": known} if kind in ABOUT_A_PERSON else {})


@pytest.mark.parametrize("source", [None, "agent.name", "organisation.name", "applicant.phone"])
def test_fields_from_other_sources_are_about_somebody_else(source: str | None) -> None:
    one = asked(FieldType.PERSON_NAME, source)
    assert representative_fields([one], APPLICANT_NAME) == []
    assert representative_values([one], name="周法代", number="7") == {}

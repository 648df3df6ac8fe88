"""Form fields about the legal representative of an organisation that applies (pure).

A guide's form asks for `applicant.name` and `applicant.identifier` whoever applies. A field of these sources
that only a person can fill in is about that person where a person applies, also as a sole trader's operator,
and about the legal representative where an organisation applies.
"""

from collections.abc import Iterable
from typing import Final

from guides.bundles import AskedField
from guides.enumerations import FieldType
from guides.terms import FormField

ABOUT_PERSONS: Final = frozenset(
    {FieldType.PERSON_NAME, FieldType.IDENTITY_NUMBER, FieldType.DOCUMENT_NUMBER}
)
"""The types of fields that only a person can fill in."""
APPLICANT_NAME: Final = "applicant.name"
APPLICANT_NUMBER: Final = "applicant.identifier"


def is_about_representative(field: FormField) -> bool:
    """Whether the field asks an organisation for its legal representative."""
    return field.type in ABOUT_PERSONS and field.prefill in {APPLICANT_NAME, APPLICANT_NUMBER}


def representative_fields(form_fields: Iterable[AskedField], source: str) -> list[AskedField]:
    """The fields that ask an organisation for the name, or for the number, of its legal representative."""
    return [one for one in form_fields if one.field.prefill == source and is_about_representative(one.field)]


def representative_values(form_fields: Iterable[AskedField], *, name: str, number: str) -> dict[str, str]:
    """By their key, the values of the fields that ask an organisation for its legal representative."""
    known = {APPLICANT_NAME: name, APPLICANT_NUMBER: number}
    return {
        one.key: known[one.field.prefill or ""] for one in form_fields if is_about_representative(one.field)
    }

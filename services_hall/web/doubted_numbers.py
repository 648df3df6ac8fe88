"""Numbers of identity cards with a wrong check digit, which a clerk may take after looking at the original.

The box is offered for the number that was refused, and holds for this number alone.
"""

from collections.abc import Mapping
from typing import Final

from certificate_store.errors import HolderFault, HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from certificate_store.text_input.numbers import compact

SUFFIX: Final = "_from_original"


def box_name(number_field: str) -> str:
    """The name of the box that belongs to the field of a number."""
    return number_field + SUFFIX


def doubted_number(kind: str, number: str) -> str:
    """The number without blanks if nothing but its check digit is wrong, else an empty text."""
    try:
        Holder("-", IdentifierType(kind), number)
    except HolderInvalid as error:
        return compact(number) if error.reason is HolderFault.WRONG_CHECK_DIGIT else ""
    except ValueError:
        return ""
    return ""


def is_seen_in_original(form: Mapping[str, str], number_field: str) -> bool:
    """Whether the clerk says that the number in the form is the one in the original."""
    number = compact(form.get(number_field, ""))
    return bool(number) and form.get(box_name(number_field)) == number

"""Input about the person at the window, completed from their card and from what the hall knows of them."""

from collections.abc import Mapping
from typing import Final

from certificate_store.holders import IdentifierType
from services_hall.identity import Actor
from services_hall.use_cases.find_person import KnownPerson, find_by_application, find_by_number
from services_hall.windows.applicant_fields import NAME, NUMBER, PHONE, TYPE
from services_hall.windows.card_input import read_card

FIND: Final = "find"
"""The button that Enter presses: what is still empty is not told as an error."""


def completed_input(form: Mapping[str, str], actor: Actor) -> dict[str, str]:
    """The form with name, number and kind of the card, and with the name and phone that the hall knows.

    What the clerk typed stays. A number of an application stands for its applicant.
    """
    values = dict(form.items())
    card = read_card(values.get(NUMBER, ""))
    if not card.number.strip():
        return values
    values[NUMBER] = card.number
    if card.name:
        values[NAME] = card.name
    if card.kind is not None and values.get(TYPE, "") in {"", IdentifierType.IDENTITY_CARD.value}:
        values[TYPE] = card.kind
    known = _known(actor, values)
    if known is None:
        return values
    values |= {TYPE: known.holder.identifier_type, NUMBER: known.holder.identifier}
    found = {NAME: known.holder.name, PHONE: known.phone}
    return values | {key: text for key, text in found.items() if not values.get(key, "").strip()}


def _known(actor: Actor, values: Mapping[str, str]) -> KnownPerson | None:
    try:
        kind = IdentifierType(values.get(TYPE) or IdentifierType.IDENTITY_CARD)
    except ValueError:
        return None
    return find_by_number(actor, kind, values[NUMBER]) or find_by_application(actor, values[NUMBER])

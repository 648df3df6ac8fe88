"""Real names that an external identity provider confirms by the claims of an ID token (pure)."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from certificate_store.errors import HolderInvalid
from certificate_store.holders import Holder, IdentifierType
from services_hall.settings import RealNameClaims

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RealName:
    """Who somebody is, confirmed at a level that suffices; with the organisation that they act for."""

    person: Holder = field(repr=False)
    organisation: Holder | None = field(default=None, repr=False)


def real_name_in(claims: Mapping[str, Any], names: RealNameClaims) -> RealName | None:
    """The real name in the claims; None below the sufficient levels, or where something is missing or wrong.

    Without a kind of document the number is one of an identity card.
    """
    if _text(claims, names.level) not in names.sufficient_levels:
        return None
    kind = _text(claims, names.document) or IdentifierType.IDENTITY_CARD
    person = _holder(_text(claims, "name"), kind, _text(claims, names.number))
    if person is None or person.is_organisation:
        return None
    organisation = _holder(
        _text(claims, names.organisation), IdentifierType.CREDIT_CODE, _text(claims, names.credit_code)
    )
    return RealName(person, organisation)


def is_better(new: Holder, known: Holder | None) -> bool:
    """Whether a confirmed person takes the place of the known one of the account.

    The number of an identity card is for life: it stays, only the name can change. Passports and permits get
    new numbers when they are renewed.
    """
    return (
        known is None
        or known.identifier_type is not IdentifierType.IDENTITY_CARD
        or (new.identifier_type, new.identifier) == (known.identifier_type, known.identifier)
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return str(value).strip() if isinstance(value, str | int) else ""


def _holder(name: str, kind: str, number: str) -> Holder | None:
    if not name or not number:
        return None
    try:
        return Holder(name, IdentifierType(kind), number)
    except (HolderInvalid, ValueError) as error:
        fault = error.reason if isinstance(error, HolderInvalid) else "unknown kind of document"
        logger.warning("the provider's real name was not taken: %s", fault)
        return None

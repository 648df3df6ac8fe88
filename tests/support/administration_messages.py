"""Codes of faults in administration, and the values that their messages have, for the tests of messages."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from services_hall.identity.errors import AccountFault, PostFault, SystemFault
from services_hall.supervision.orders import OrderFault

ADMINISTRATION_FAULTS: Final = (AccountFault, PostFault, SystemFault, OrderFault)
ADMINISTRATION_PLACES: Final[Mapping[type[StrEnum], Mapping[str, set[str]]]] = {
    PostFault: {
        **{f"{place}_{why}": {"role"} for place in ("AGENCY", "DIVISION") for why in ("MISSING", "REFUSED")},
        "DIVISION_OUTSIDE": {"agency", "division"},
    },
}

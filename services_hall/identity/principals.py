"""Principals: the persons and organisations for whom an account may act, as data (pure)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from certificate_store.holders import Holder
from guides.enumerations import Audience
from services_hall.identity.applicant_kinds import applicant_kind
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.identity.sole_traders import SoleTrader

OWN: Final = "self"
ORGANISATION: Final = "organisation"
"""The keys of the account's own person and of its organisation; others have their public id."""
SOLE_TRADER: Final = "sole_trader"
"""The key of a trade that the account's own person states; behind it the code of one with a licence."""


@dataclass(frozen=True)
class Principal:
    """Somebody for whom an account may apply; `key` names it in a form."""

    key: str
    holder: Holder = field(repr=False)
    capacity: Capacity
    evidence: Evidence | None = None
    item_codes: frozenset[str] | None = None
    ends_on: date | None = None
    sole_trader: SoleTrader | None = None
    """The trade under which the account's own person applies."""

    @property
    def kind(self) -> Audience:
        """What the principal is, as an applicant."""
        return applicant_kind(self.holder, self.sole_trader)

    @property
    def is_self(self) -> bool:
        """Whether the account applies for its own person."""
        return self.capacity is Capacity.SELF

    def covers(self, code: str, items: Collection[str]) -> bool:
        """Whether the account may apply for these items of the guide or bundle with this code."""
        return is_covered(self.item_codes, code, items)


def trading_principal(operator: Holder, sole_trader: SoleTrader) -> Principal:
    """The account's own person as the operator of a trade."""
    key = f"{SOLE_TRADER}:{sole_trader.code}"
    return Principal(key, operator, Capacity.SELF, sole_trader=sole_trader)


def is_covered(scope: Collection[str] | None, code: str, items: Collection[str]) -> bool:
    """Whether a mandate for `scope` holds for the guide or bundle `code`, or for all of its items."""
    return scope is None or code in scope or set(items) <= set(scope)

"""Principals: the persons and organisations for whom an account may act, as data (pure)."""

from dataclasses import dataclass, field
from typing import Final

from certificate_store.holders import Holder
from services_hall.identity.capacities import Capacity, Evidence

OWN: Final = "self"
ORGANISATION: Final = "organisation"
"""The keys of the account's own person and of its organisation; others have their public id."""


@dataclass(frozen=True)
class Principal:
    """Somebody for whom an account may apply; `key` names it in a form."""

    key: str
    holder: Holder = field(repr=False)
    capacity: Capacity
    evidence: Evidence | None = None
    item_codes: frozenset[str] | None = None

    @property
    def is_self(self) -> bool:
        """Whether the account applies for its own person."""
        return self.capacity is Capacity.SELF

    def covers(self, code: str) -> bool:
        """Whether the account may apply for this guide or bundle."""
        return self.item_codes is None or code in self.item_codes

"""Sole traders: the registered trade that a person operates, as data (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from certificate_store.holders import Holder, IdentifierType


@dataclass(frozen=True)
class SoleTrader:
    """The trade name (字号) and credit code under which a person trades (个体工商户).

    `licence` is the identifier of the business licence in the store from which they were read; without it
    they are only stated.
    """

    entity: Holder = field(repr=False)
    licence: str = ""

    @property
    def name(self) -> str:
        """The trade name."""
        return self.entity.name

    @property
    def code(self) -> str:
        """The credit code."""
        return self.entity.identifier

    @property
    def is_only_stated(self) -> bool:
        """Whether no licence in the store says it."""
        return not self.licence

    def as_json(self) -> dict[str, str]:
        """The trade as JSON, for a draft or an encrypted column."""
        return {"name": self.name, "credit_code": self.code, "licence": self.licence}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The trade from the JSON of `as_json`."""
        entity = Holder.of_record(value["name"], IdentifierType.CREDIT_CODE, value["credit_code"])
        return cls(entity, value["licence"])


def stated_trader(name: str, code: str) -> SoleTrader:
    """A trade as somebody states it; raises HolderInvalid for its `name` or its code (`identifier`)."""
    return SoleTrader(Holder(name, IdentifierType.CREDIT_CODE, code))

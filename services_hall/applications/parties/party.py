"""A party of an application: for whom it is or who acts, and how they were identified (pure).

Whoever signs in and fills in the form is not always the applicant: a certificate, a paper and a waiver are
about the applicant, the record says who acted (民法典 arts. 161, 162).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from certificate_store.holders import Holder
from guides.enumerations import Audience
from services_hall.applications.parties.organisation_people import OrganisationPeople
from services_hall.applications.parties.paper_mandates import PaperMandate
from services_hall.identity.applicant_kinds import applicant_kind
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.identity.sole_traders import SoleTrader


class PartyRole(StrEnum):
    """The part that somebody has in an application."""

    APPLICANT = "applicant"
    AGENT = "agent"


class Identification(StrEnum):
    """How a party was identified."""

    ACCOUNT = "account"
    """By the real name of the account that filed or confirmed."""
    DOCUMENT = "document"
    """By a document that a window clerk has seen."""
    AGENCY_SYSTEM = "agency_system"
    """By the agency's system that filed."""
    STATED = "stated"
    """By what the agent stated; the agency examines the proof."""


@dataclass(frozen=True)
class Party:
    """Somebody with a part in an application; `capacity` says in what capacity an agent acts."""

    role: PartyRole
    holder: Holder = field(repr=False)
    identification: Identification
    account_id: int | None = None
    capacity: Capacity = Capacity.SELF
    evidence: Evidence | None = None
    phone: str = field(default="", repr=False)
    confirmed_at: datetime | None = None
    """When a joint applicant confirmed what was submitted."""
    has_consented: bool = False
    """Whether a joint applicant permits the use of their certificates."""
    is_number_from_original: bool = False
    """Whether a clerk read the number from the original although its check digit is wrong."""
    mandate: PaperMandate | None = None
    """What stands in the mandate on paper with which an agent acts."""
    people: OrganisationPeople | None = None
    """The legal representative and the contact of an organisation that applies."""
    sole_trader: SoleTrader | None = None
    """The trade under which a person applies."""

    @property
    def kind(self) -> Audience:
        """What the party is."""
        return applicant_kind(self.holder, self.sole_trader)

    @property
    def trade_names(self) -> frozenset[str]:
        """Name and credit code of the trade under which the party applies."""
        trader = self.sole_trader
        return frozenset() if trader is None else frozenset({trader.name, trader.code})

    @property
    def is_only_stated(self) -> bool:
        """Whether nobody has checked who the party is: the store is not asked about such a person."""
        return self.identification is Identification.STATED

    @property
    def details(self) -> dict[str, Any] | None:
        """What only some parties have, by name, as JSON: a mandate, a trade, an organisation's people."""
        given = {"mandate": self.mandate, "sole_trader": self.sole_trader}
        people = {} if self.people is None else self.people.as_json()
        return {**{name: one.as_json() for name, one in given.items() if one is not None}, **people} or None

    def as_json(self) -> dict[str, Any]:
        """The party as JSON, for a draft."""
        return {
            **self.holder.as_json(),
            "role": self.role,
            "identification": self.identification,
            "account_id": self.account_id,
            "capacity": self.capacity,
            "evidence": self.evidence,
            "phone": self.phone,
            **({"has_consented": True} if self.has_consented else {}),
            **({"is_number_from_original": True} if self.is_number_from_original else {}),
            **(self.details or {}),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The party from the JSON of `as_json`."""
        return cls(
            PartyRole(value["role"]),
            Holder.from_json(dict(value)),
            Identification(value["identification"]),
            value["account_id"],
            Capacity(value["capacity"]),
            None if value["evidence"] is None else Evidence(value["evidence"]),
            value["phone"],
            has_consented=value.get("has_consented", False),
            is_number_from_original=value.get("is_number_from_original", False),
            mandate=PaperMandate.from_json(value["mandate"]) if value.get("mandate") else None,
            people=OrganisationPeople.from_json(value),
            sole_trader=SoleTrader.from_json(value["sole_trader"]) if value.get("sole_trader") else None,
        )

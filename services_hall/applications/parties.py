"""Parties of an application: for whom it is, who acts for them, and how each was identified (pure).

Whoever signs in and fills in the form is not always the applicant: a certificate, a paper and a waiver are
about the applicant, the record says who acted (民法典 arts. 161, 162).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self

from certificate_store.holders import Holder
from guides.bundles import BundleSelection
from guides.enumerations import AgentRule, Audience, FieldType
from guides.errors import FieldProblem
from guides.terms import GuideTerms
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.organisation_people import OrganisationPeople
from services_hall.applications.paper_mandates import PaperMandate
from services_hall.applications.representative_fields import (
    ABOUT_PERSONS,
    APPLICANT_NAME,
    APPLICANT_NUMBER,
    representative_values,
)
from services_hall.identity import Actor
from services_hall.identity.applicant_kinds import applicant_kind
from services_hall.identity.capacities import OF_FAMILY, Capacity, Evidence
from services_hall.identity.principals import ORGANISATION, OWN, Principal
from services_hall.identity.sole_traders import SoleTrader

ABOUT_ORGANISATIONS: Final = frozenset({FieldType.CREDIT_CODE})
UNFIT: Final[Mapping[Audience, frozenset[FieldType]]] = {
    Audience.PERSON: ABOUT_ORGANISATIONS,
    Audience.ORGANISATION: ABOUT_PERSONS,
    Audience.SOLE_TRADER: frozenset(),
}
"""The types of fields that nothing about an applicant of this kind can fill in."""
OF_OTHERS: Final = ("agent.", "joint_applicant.")
OF_QUESTION: Final = "question."
"""The start of the source of a field that repeats the answer to a question of the scenario."""
FOR_WHOM: Final = "for_whom"
"""The field of a form or a request with the applicant."""


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


class ApplicantFault(StrEnum):
    """Why somebody cannot be the applicant."""

    NOT_CHOSEN = "not_chosen"
    ONLY_PERSONS = "only_persons"
    ONLY_ORGANISATIONS = "only_organisations"
    ONLY_SOLE_TRADERS = "only_sole_traders"
    NO_PERSONS = "no_persons"
    NO_ORGANISATIONS = "no_organisations"
    OPERATOR_IN_PERSON = "operator_in_person"
    """The guide admits persons and says nothing of sole traders: the operator applies as a person."""
    TRADE_OF_ANOTHER = "trade_of_another"
    OPERATOR_MISSING = "operator_missing"
    ONLY_CITIZENS = "only_citizens"
    NOT_COVERED = "not_covered"
    MANDATE_OVER = "mandate_over"
    UNIDENTIFIED = "unidentified"
    JOINT_MISSING = "joint_missing"
    JOINT_TOO_MANY = "joint_too_many"
    JOINT_SAME = "joint_same"
    JOINT_UNCONFIRMED = "joint_unconfirmed"
    ANSWER_NAMES_AGENT = "answer_names_agent"
    ANSWER_NAMES_NO_AGENT = "answer_names_no_agent"
    AGENTS_REFUSED = "agents_refused"
    ONLY_GUARDIANS = "only_guardians"
    ONLY_RELATIVES = "only_relatives"
    AGENT_UNPROVED = "agent_unproved"


OF_AGENTS: Final = frozenset(
    {
        ApplicantFault.NOT_COVERED,
        ApplicantFault.MANDATE_OVER,
        ApplicantFault.ANSWER_NAMES_AGENT,
        ApplicantFault.ANSWER_NAMES_NO_AGENT,
        ApplicantFault.AGENTS_REFUSED,
        ApplicantFault.ONLY_GUARDIANS,
        ApplicantFault.ONLY_RELATIVES,
        ApplicantFault.AGENT_UNPROVED,
    }
)
"""What is about somebody who acts for the applicant."""


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


def applicant_in(parties: Iterable[Party]) -> Party:
    """The applicant, or the first of several."""
    return next(party for party in parties if party.role is PartyRole.APPLICANT)


def applicants_in(parties: Iterable[Party]) -> list[Party]:
    """All who apply, the first applicant first."""
    return [party for party in parties if party.role is PartyRole.APPLICANT]


def joint_applicants_in(parties: Iterable[Party]) -> list[Party]:
    """Those who apply together with the first applicant."""
    return applicants_in(parties)[1:]


def agent_in(parties: Iterable[Party]) -> Party | None:
    """Who acts for the applicant, if somebody does."""
    return next((party for party in parties if party.role is PartyRole.AGENT), None)


def parties_for(actor: Actor, principal: Principal) -> list[Party]:
    """The parties of an application that the actor files for a principal, the applicant first."""
    phone = actor.phone or ""
    if principal.is_self:
        own = _applicant(principal.holder, Identification.ACCOUNT, actor.account_id, phone)
        return [replace(own, sole_trader=principal.sole_trader)]
    is_stated = principal.evidence is Evidence.STATED
    identification = Identification.STATED if is_stated else Identification.ACCOUNT
    applicant = _applicant(principal.holder, identification, None, phone)
    if actor.person is None:
        return [applicant]
    agent = Party(
        PartyRole.AGENT,
        actor.person,
        Identification.ACCOUNT,
        actor.account_id,
        principal.capacity,
        principal.evidence,
        phone,
        mandate=_stated_mandate(principal),
    )
    return [applicant, agent]


def _stated_mandate(principal: Principal) -> PaperMandate | None:
    """The mandate on paper of which the agent has noted what it says."""
    if principal.evidence is not Evidence.STATED or principal.capacity is not Capacity.MANDATARY:
        return None
    return PaperMandate(principal.item_codes, ends_on=principal.ends_on)


def own_parties(actor: Actor) -> list[Party]:
    """The parties of an application that the account files for whom it stands; none without real name."""
    if actor.holder is None:
        return []
    if not actor.holder.is_organisation:
        return parties_for(actor, Principal(OWN, actor.holder, Capacity.SELF))
    return parties_for(actor, Principal(ORGANISATION, actor.holder, Capacity.MEMBER, Evidence.CONFIRMED))


def seen_applicant(holder: Holder, phone: str, sole_trader: SoleTrader | None = None) -> Party:
    """The applicant at a window, identified by the document that the clerk has seen."""
    return replace(_applicant(holder, Identification.DOCUMENT, None, phone), sole_trader=sole_trader)


def system_parties(
    holder: Holder,
    phone: str,
    agent: Mapping[str, Any] | None,
    joint: Sequence[Party] = (),
    people: OrganisationPeople | None = None,
    *,
    sole_trader: SoleTrader | None = None,
) -> list[Party]:
    """The parties whom an agency's system has identified.

    `agent`: a holder, a capacity, whether the agent relies on a mandate that was given in the hall, and what
    stands in one on paper. `people`: those of an organisation.
    """
    first = _applicant(holder, Identification.AGENCY_SYSTEM, None, phone)
    applicants = [replace(first, people=people, sole_trader=sole_trader), *joint]
    if agent is None:
        return applicants
    acting = Holder(agent["name"], agent["identifier_type"], agent["identifier"])
    capacity = Capacity(agent["capacity"])
    evidence = Evidence.CONFIRMED if agent["has_mandate"] else None
    how, mandate = Identification.AGENCY_SYSTEM, agent["paper_mandate"]
    agent_party = Party(PartyRole.AGENT, acting, how, capacity=capacity, evidence=evidence, mandate=mandate)
    return [*applicants, agent_party]


def joint_applicant(
    holder: Holder,
    how: Identification = Identification.STATED,
    *,
    confirmed_at: datetime | None = None,
    has_consented: bool = False,
    is_number_from_original: bool = False,
) -> Party:
    """Somebody who applies together with the first applicant; only stated until confirmed."""
    return Party(
        PartyRole.APPLICANT,
        holder,
        how,
        confirmed_at=confirmed_at,
        has_consented=has_consented,
        is_number_from_original=is_number_from_original,
    )


def with_joint(parties: Sequence[Party], joint: Sequence[Party]) -> list[Party]:
    """The parties with joint applicants after the first applicant."""
    first = applicant_in(parties)
    return [first, *joint, *(party for party in parties if party.role is not PartyRole.APPLICANT)]


def _applicant(holder: Holder, how: Identification, account_id: int | None, phone: str) -> Party:
    return Party(PartyRole.APPLICANT, holder, how, account_id, phone=phone)


def agent_problem(terms: Sequence[GuideTerms], capacity: Capacity) -> FieldProblem | None:
    """Why nobody can act in this capacity for a person under these guides; None where nothing hinders.

    What must be done in person cannot be done by an agent (民法典 art. 161); a guardian stands for somebody
    without full capacity (art. 23), a guardian or a near relative where the item's own law says so.
    """
    for one in terms:
        if one.agents is AgentRule.NONE:
            return FieldProblem(ApplicantFault.AGENTS_REFUSED, {"item": one.name})
        if one.agents is AgentRule.GUARDIANS and capacity is not Capacity.GUARDIAN:
            return FieldProblem(ApplicantFault.ONLY_GUARDIANS, {"item": one.name})
        if one.agents is AgentRule.RELATIVES and capacity not in OF_FAMILY:
            return FieldProblem(ApplicantFault.ONLY_RELATIVES, {"item": one.name})
    return None


def require_agent(terms: Sequence[GuideTerms], parties: Sequence[Party]) -> None:
    """Raise ApplicantRefused where the agent may not act for the person under one of these guides.

    Not asked of organisations: somebody always acts for them.
    """
    agent = agent_in(parties)
    if agent is None or applicant_in(parties).holder.is_organisation:
        return
    if problem := agent_problem(terms, agent.capacity):
        raise ApplicantRefused(problem)


def identity_values(selection: BundleSelection, parties: Sequence[Party]) -> dict[str, str]:
    """The form fields that say who the applicant is, with their values: nobody types them.

    A guide names them as the source that fills in a field: `applicant.name`, `applicant.identifier`, for an
    organisation or a sole trader also `organisation.name`, `organisation.identifier`; `joint_applicant.name`,
    `joint_applicant.identifier` of the first who applies together with them, and `agent.name`,
    `agent.identifier` where somebody acts for the applicant. A field about a person gets nothing from an
    organisation, unless the party names its legal representative, nor the reverse. `question.<key>` is the
    answer to a question that the scenario asks.
    """
    applicant, agent = applicant_in(parties), agent_in(parties)
    holder, trader = applicant.holder, applicant.sole_trader
    known = {APPLICANT_NAME: holder.name, APPLICANT_NUMBER: holder.identifier}
    if holder.is_organisation:
        known |= {"organisation.name": holder.name, "organisation.identifier": holder.identifier}
    if trader is not None:
        known |= {"organisation.name": trader.name, "organisation.identifier": trader.code}
    if agent is not None:
        known |= {"agent.name": agent.holder.name, "agent.identifier": agent.holder.identifier}
    known |= {OF_QUESTION + key: answer for key, answer in selection.answers.items()}
    for joint in joint_applicants_in(parties)[:1]:
        known |= {"joint_applicant.name": joint.holder.name}
        known |= {"joint_applicant.identifier": joint.holder.identifier}
    unfit = UNFIT[applicant.kind]
    values = {
        asked.key: known[asked.field.prefill]
        for asked in selection.form_fields
        if asked.field.prefill in known
        and (asked.field.type not in unfit or asked.field.prefill.startswith(OF_OTHERS))
    }
    return {**_representative_values(selection, applicant_in(parties)), **values}


def _representative_values(selection: BundleSelection, applicant: Party) -> dict[str, str]:
    """The fields about a person, where the party of an organisation already names its representative."""
    representative = None if applicant.people is None else applicant.people.representative
    if representative is None or not applicant.holder.is_organisation:
        return {}
    values = representative_values(
        selection.form_fields, name=representative.name, number=representative.identifier
    )
    return {key: value for key, value in values.items() if value}

"""Creation of the parties of an application: by an account, at a window, by an agency's system (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from certificate_store.holders import Holder
from services_hall.applications.parties.organisation_people import OrganisationPeople
from services_hall.applications.parties.paper_mandates import PaperMandate
from services_hall.applications.parties.party import Identification, Party, PartyRole
from services_hall.identity import Actor
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.identity.principals import ORGANISATION, OWN, Principal
from services_hall.identity.sole_traders import SoleTrader


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


def _applicant(holder: Holder, how: Identification, account_id: int | None, phone: str) -> Party:
    return Party(PartyRole.APPLICANT, holder, how, account_id, phone=phone)

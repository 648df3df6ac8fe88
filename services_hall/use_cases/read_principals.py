"""Principals for whom an account may apply under a guide or bundle, and reasons why not for the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from guides.bundles import BundleSelection
from guides.enumerations import Audience
from guides.errors import FieldProblem
from services_hall.applications.answers import Offer
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.parties import ApplicantFault, Party, agent_problem, parties_for
from services_hall.applications.parties.eligibility import eligibility_problem
from services_hall.applications.parties.stated_agents import names_agent, proof_problem
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.identity.principals import Principal, trading_principal
from services_hall.identity.representations import lapsed_principals, principals
from services_hall.identity.sole_traders import SoleTrader
from services_hall.use_cases.read_trades import own_trades


@dataclass(frozen=True)
class PossibleApplicant:
    """Somebody for whom the account may act; `problem` says why not under this offer."""

    principal: Principal
    problem: FieldProblem | None


def possible_applicants(actor: Actor, offer: Offer, selection: BundleSelection) -> list[PossibleApplicant]:
    """Everybody for whom the account may act, itself first; last, whose mandate has run out."""
    codes = [item.code for item in selection.items]
    terms = [offer.items[code].terms for code in codes]

    def problem(principal: Principal) -> FieldProblem | None:
        if not principal.covers(offer.code, codes):
            return FieldProblem(ApplicantFault.NOT_COVERED)
        if problem := eligibility_problem(terms, principal.holder, principal.kind):
            return problem
        if principal.is_self or principal.holder.is_organisation:
            return None
        return agent_problem(terms, principal.capacity) or proof_problem(selection, principal.evidence)

    today = local_day(utc_now())
    present = principals(reading(), actor, on=today)
    known = {principal.holder for principal in present}
    lapsed = [one for one in lapsed_principals(reading(), actor, on=today) if one.holder not in known]
    if admits_traders(offer, selection) and actor.person is not None:
        present[1:1] = [trading_principal(actor.person, one) for one in own_trades(actor.person)]
    return [
        *(PossibleApplicant(principal, problem(principal)) for principal in present),
        *(PossibleApplicant(principal, _lapsed_problem(principal)) for principal in lapsed),
    ]


def admits_traders(offer: Offer, selection: BundleSelection) -> bool:
    """Whether all that was selected is for sole traders, and starts from no certificate, which names one."""
    return offer.starts_from is None and all(
        Audience.SOLE_TRADER in offer.items[item.code].terms.audience for item in selection.items
    )


def _lapsed_problem(principal: Principal) -> FieldProblem:
    return FieldProblem(ApplicantFault.MANDATE_OVER, {"day": principal.ends_on})


def preselected(
    actor: Actor, possible: Sequence[PossibleApplicant], selection: BundleSelection | None = None
) -> str:
    """The key of whom the account stands for, or of the only one for whom it may apply; empty without one.

    Where the answers of the selection name an agent, one of those for whom the account acts.
    """
    open_ones = [one.principal for one in possible if one.problem is None]
    if selection is not None and names_agent(selection):
        open_ones = [one for one in open_ones if not one.is_self]
    own = next((one for one in open_ones if one.holder == actor.holder), None)
    only = open_ones[0] if len(open_ones) == 1 else None
    found = own or only
    return "" if found is None else found.key


def chosen_parties(
    actor: Actor,
    possible: Sequence[PossibleApplicant],
    key: str,
    selection: BundleSelection | None = None,
) -> list[Party]:
    """The parties for the principal that was chosen; without a choice, for whom the account stands.

    Raises ApplicantRefused.
    """
    key = key or preselected(actor, possible, selection)
    chosen = next((one for one in possible if one.principal.key == key), None)
    refused = [one.problem for one in possible if one.problem is not None]
    if chosen is None and len(refused) == len(possible) == 1:
        raise ApplicantRefused(refused[0])
    if chosen is None:
        fault = ApplicantFault.NOT_CHOSEN if possible else ApplicantFault.UNIDENTIFIED
        raise ApplicantRefused(FieldProblem(fault))
    if chosen.problem is not None:
        raise ApplicantRefused(chosen.problem)
    return parties_for(actor, chosen.principal)


def stated_parties(
    actor: Actor, offer: Offer, selection: BundleSelection, sole_trader: SoleTrader
) -> list[Party]:
    """The parties for a trade that the account's person states.

    Raises ApplicantRefused.
    """
    if actor.person is None:
        raise ApplicantRefused(FieldProblem(ApplicantFault.UNIDENTIFIED))
    terms = [offer.items[item.code].terms for item in selection.items]
    if problem := eligibility_problem(terms, actor.person, Audience.SOLE_TRADER):
        raise ApplicantRefused(problem)
    return parties_for(actor, trading_principal(actor.person, sole_trader))

"""Who may act for a person under a guide (pure)."""

from collections.abc import Sequence

from guides.enumerations import AgentRule
from guides.errors import FieldProblem
from guides.terms import GuideTerms
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.parties.faults import ApplicantFault
from services_hall.applications.parties.party import Party
from services_hall.applications.parties.roles import agent_in, applicant_in
from services_hall.identity.capacities import OF_FAMILY, Capacity


def agent_problem(terms: Sequence[GuideTerms], capacity: Capacity) -> FieldProblem | None:
    """Why nobody can act in this capacity for a person under these guides; None where nothing prevents it.

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

"""Agents known only by their own statement, and what the scenario's answers say about agents (pure)."""

from collections.abc import Sequence
from typing import Final

from guides.bundles import BundleSelection
from guides.errors import FieldProblem
from guides.terms import Option
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.parties import ApplicantFault, Party, agent_in, applicant_in
from services_hall.applications.parties.paper_mandates import MandateFault
from services_hall.identity.capacities import BY_PAPER, Evidence

PAPER_MANDATE: Final = "agent.paper_mandate"
"""The field of a request with what stands in a mandate on paper."""


def require_agreement(selection: BundleSelection, parties: Sequence[Party]) -> None:
    """Raise ApplicantRefused where an answer names an agent and there is none, or the reverse; also for an
    agent whom nobody asks for a proof, and for a mandate on paper that the guide asks for and nobody read.

    Not asked of organisations: somebody always acts for them, with or without a mandate in writing.
    """
    if applicant_in(parties).holder.is_organisation:
        return
    agent = agent_in(parties)
    if agent is not None and (problem := proof_problem(selection, agent.evidence)):
        raise ApplicantRefused(problem)
    answer = _answer_about_agent(selection)
    if agent is not None and answer is not None and answer.by_agent and _is_unread(agent):
        raise ApplicantRefused(FieldProblem(MandateFault.NOT_STATED), PAPER_MANDATE)
    if answer is None or answer.by_agent is (agent_in(parties) is not None):
        return
    code = ApplicantFault.ANSWER_NAMES_AGENT if answer.by_agent else ApplicantFault.ANSWER_NAMES_NO_AGENT
    raise ApplicantRefused(FieldProblem(code, {"answer": answer.label}))


def _is_unread(agent: Party) -> bool:
    """Whether nobody says what stands in the mandate on paper by which the agent acts (民法典 art. 165)."""
    return agent.capacity in BY_PAPER and agent.evidence is None and agent.mandate is None


def proof_problem(selection: BundleSelection, evidence: Evidence | None) -> FieldProblem | None:
    """Why somebody cannot act with this evidence; None where nothing prevents it.

    Who only states to act for another must prove it with the application (民法典 arts. 27, 163). A guide that
    has no question about agents asks for no such paper.
    """
    if evidence is not Evidence.STATED or _answer_about_agent(selection) is not None:
        return None
    return FieldProblem(ApplicantFault.AGENT_UNPROVED)


def names_agent(selection: BundleSelection) -> bool | None:
    """Whether an answer says that somebody acts for the applicant; None where none is asked about it."""
    answer = _answer_about_agent(selection)
    return None if answer is None else answer.by_agent


def _answer_about_agent(selection: BundleSelection) -> Option | None:
    """The answer to the question that has an option for agents."""
    for question in selection.questions:
        if any(option.by_agent for option in question.options):
            given = selection.answers.get(question.key)
            return next((option for option in question.options if option.value == given), None)
    return None

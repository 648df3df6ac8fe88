"""Parties of an application: for whom it is, who acts for them, and how each was identified (pure)."""

from services_hall.applications.parties.agents import agent_problem, require_agent
from services_hall.applications.parties.creation import (
    joint_applicant,
    own_parties,
    parties_for,
    seen_applicant,
    system_parties,
)
from services_hall.applications.parties.faults import FOR_WHOM, OF_AGENTS, ApplicantFault
from services_hall.applications.parties.party import Identification, Party, PartyRole
from services_hall.applications.parties.roles import (
    agent_in,
    applicant_in,
    applicants_in,
    joint_applicants_in,
    with_joint,
)

__all__ = [
    "FOR_WHOM",
    "OF_AGENTS",
    "ApplicantFault",
    "Identification",
    "Party",
    "PartyRole",
    "agent_in",
    "agent_problem",
    "applicant_in",
    "applicants_in",
    "joint_applicant",
    "joint_applicants_in",
    "own_parties",
    "parties_for",
    "require_agent",
    "seen_applicant",
    "system_parties",
    "with_joint",
]

"""Words about parties in templates: capacities, proofs and ways of identification."""

from services_hall.applications.parties import Identification, PartyRole
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.presentation.party_messages import CAPACITIES, EVIDENCES, IDENTIFICATIONS, PARTY_ROLES


def capacity(code: Capacity) -> str:
    """The word for the capacity in which somebody acts."""
    return str(CAPACITIES[code])


def evidence(code: Evidence) -> str:
    """What proves that somebody may act."""
    return str(EVIDENCES[code])


def identification(code: Identification) -> str:
    """How a party was identified."""
    return str(IDENTIFICATIONS[code])


def party_role(code: PartyRole) -> str:
    """The word for the part that somebody has in an application."""
    return str(PARTY_ROLES[code])

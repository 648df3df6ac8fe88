"""Words about parties in templates: capacities, proofs and ways of identification."""

from services_hall.applications.parties import Identification, PartyRole
from services_hall.applications.parties.organisation_people import PeopleSource
from services_hall.applications.parties.paper_mandates import PaperMandate
from services_hall.applications.vocabulary import CAPACITIES, MANDATE_ACTS
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.presentation.labels import code_label, listed_labels
from services_hall.presentation.party_messages import (
    EVIDENCES,
    IDENTIFICATIONS,
    PARTY_ROLES,
    PEOPLE_SOURCES,
)


def capacity(code: Capacity) -> str:
    """The word for the capacity in which somebody acts."""
    return code_label(CAPACITIES, code)


def evidence(code: Evidence) -> str:
    """What proves that somebody may act."""
    return str(EVIDENCES[code])


def identification(code: Identification) -> str:
    """How a party was identified."""
    return str(IDENTIFICATIONS[code])


def mandate_acts(mandate: PaperMandate) -> str:
    """What the agent may do, in the order of an application."""
    return listed_labels(MANDATE_ACTS, [act for act in MANDATE_ACTS if act in mandate.acts])


def people_source(code: PeopleSource) -> str:
    """Where the name of a legal representative comes from."""
    return str(PEOPLE_SOURCES[code])


def party_role(code: PartyRole) -> str:
    """The word for the part that somebody has in an application."""
    return str(PARTY_ROLES[code])

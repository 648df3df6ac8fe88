"""Parties of an application by their role (pure)."""

from collections.abc import Iterable, Sequence

from services_hall.applications.parties.party import Party, PartyRole


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


def with_joint(parties: Sequence[Party], joint: Sequence[Party]) -> list[Party]:
    """The parties with joint applicants after the first applicant."""
    first = applicant_in(parties)
    return [first, *joint, *(party for party in parties if party.role is not PartyRole.APPLICANT)]

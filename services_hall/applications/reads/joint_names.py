"""Query for the names of those who apply together with the first applicant, for lists."""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.holders import ORGANISATION_TYPES, IdentifierType, mask_name
from services_hall.applications.models import ApplicationParty
from services_hall.applications.parties import PartyRole

SEPARATOR: Final = "、"
"""Between the names of several applicants."""


class JointName(NamedTuple):
    """The name of a joint applicant, and what document tells who it is."""

    name: str
    identifier_type: IdentifierType

    @property
    def masked(self) -> str:
        """The name as everybody may read it: that of an organisation complete, that of a person masked."""
        return self.name if self.identifier_type in ORGANISATION_TYPES else mask_name(self.name)


def joint_names(session: Session, application_ids: Collection[int]) -> Mapping[int, list[JointName]]:
    """The joint applicants of these applications, by application; none for who applies alone. One query."""
    found: dict[int, list[JointName]] = {}
    if not application_ids:
        return found
    rows = (
        select(ApplicationParty.application_id, ApplicationParty.name, ApplicationParty.identifier_type)
        .where(
            ApplicationParty.application_id.in_(set(application_ids)),
            ApplicationParty.role == PartyRole.APPLICANT,
            ApplicationParty.position > 1,
        )
        .order_by(ApplicationParty.application_id, ApplicationParty.position)
    )
    for application_id, name, identifier_type in session.connection().execute(rows):
        found.setdefault(application_id, []).append(JointName(name, identifier_type))
    return found

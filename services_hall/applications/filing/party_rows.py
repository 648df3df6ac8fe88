"""Rows of the parties of an application that is filed."""

from collections.abc import Sequence
from typing import Final

from services_hall.applications.answers import Filing
from services_hall.applications.filing.contact_indexes import name_index
from services_hall.applications.filing.rows import PartyRow
from services_hall.applications.parties import Party, PartyRole

PHONE_OF_AGENT: Final = "agent.phone"


def party_rows(application_id: int, parties: Sequence[Party], filing: Filing) -> list[PartyRow]:
    """The rows in the order of the parties; the phone of an agent without account is the one in the form."""
    return [
        PartyRow(
            application_id=application_id,
            position=position,
            role=party.role,
            name=party.holder.name,
            identifier_type=party.holder.identifier_type,
            identifier=party.holder.identifier,
            holder_index=party.holder.index,
            holder_name_index=_name_index(party, position),
            account_id=party.account_id,
            capacity=party.capacity,
            evidence=party.evidence,
            identification=party.identification,
            is_number_from_original=party.is_number_from_original,
            phone=party.phone or _answered_phone(party, filing),
            details=party.details,
            confirmed_at=party.confirmed_at,
        )
        for position, party in enumerate(parties, start=1)
    ]


def _answered_phone(party: Party, filing: Filing) -> str:
    if party.role is not PartyRole.AGENT:
        return ""
    asked = filing.selection.form_fields
    keys = (one.key for one in asked if one.field.prefill == PHONE_OF_AGENT)
    return next((str(filing.answers[key]) for key in keys if key in filing.answers), "")


def _name_index(party: Party, position: int) -> bytes | None:
    is_joint = party.role is PartyRole.APPLICANT and position > 1
    return name_index(party.holder.name) if is_joint else None

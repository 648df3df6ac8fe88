"""The document of a case for its agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services_hall.applications.enumerations import Channel
from services_hall.applications.models import Case
from services_hall.applications.parties.organisation_people import OrganisationPeople
from services_hall.applications.reads.application_record import CaseRecord, case_record
from services_hall.applications.visible_answers import answers_of
from services_hall.identity.sole_traders import SoleTrader


@dataclass(frozen=True)
class DeskCaseRecord(CaseRecord):
    """A case as shown to its agency, with the answers."""

    holder_name: str
    people: OrganisationPeople | None
    sole_trader: SoleTrader | None
    channel: Channel
    answers: Mapping[str, Any]


def desk_case_record(case: Case) -> DeskCaseRecord:
    """The document of a case for its agency."""
    return DeskCaseRecord(
        **vars(case_record(case)),
        holder_name=case.application.holder_name,
        channel=case.application.channel,
        people=case.application.people,
        sole_trader=case.application.sole_trader,
        answers={key: value for _field, key, value in answers_of(case)},
    )

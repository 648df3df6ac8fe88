"""Input of a filing: what an application says, and who sends it for whom."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services_hall.applications.delivery.choice import UNDECIDED_DELIVERY, DeliveryChoice
from services_hall.applications.enumerations import Channel
from services_hall.applications.filing.requests import Applicant, Request, request_hash
from services_hall.applications.parties import Party, agent_in, applicant_in, joint_applicants_in
from services_hall.identity import Actor


@dataclass(frozen=True)
class ApplicationInput:
    """Input from a channel: scenario and fields by key, files by material in order, inspected originals.

    `consent` is the holder's permission to use certificates of the store for this application; `editions` are
    the edition numbers by item code from which the form was made, if the channel knows them; `is_incomplete`
    confirms that the application is filed although materials are missing, `is_tolerated` that the applicant
    promises to supply those that may follow (容缺受理); `delivery` is how results are wanted;
    `source_certificate` is the identifier of the certificate that is renewed, changed, replaced or cancelled;
    `is_at_window` says that the applicant stands at a window of the system that files.
    """

    scenario: Mapping[str, str]
    fields: Mapping[str, str]
    attachments: Mapping[str, Sequence[int]] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    consent: bool = False
    editions: Mapping[str, int] = field(default_factory=dict)
    is_incomplete: bool = False
    is_tolerated: bool = False
    is_bar_known: bool = True
    delivery: DeliveryChoice = UNDECIDED_DELIVERY
    source_certificate: str = ""
    is_at_window: bool = False


@dataclass(frozen=True)
class FilingContext:
    """For whom an application is filed, by whose account, through which channel, in which division.

    The account and the idempotency key identify the request when it is repeated.
    """

    applicant: Applicant
    actor: Actor
    channel: Channel
    division_code: str
    idempotency_key: str

    @property
    def parties(self) -> Sequence[Party]:
        """The applicant, those who apply together and the agent."""
        return self.applicant.parties

    @property
    def grant_request(self) -> str:
        """The request that the holder permits: this application, identical when the request is repeated."""
        return hashlib.sha256(f"{self.actor.public_id}:{self.idempotency_key}".encode()).hexdigest()[:12]

    def request(self, code: str, inputs: ApplicationInput) -> Request:
        """The identity of the request that files this content under this code of a guide or bundle."""
        return Request(self.actor.account_id, self.idempotency_key, self._hash(code, inputs))

    def _hash(self, code: str, inputs: ApplicationInput) -> bytes:
        agent, first = agent_in(self.parties), applicant_in(self.parties)
        trader, people = first.sole_trader, first.people
        return request_hash(
            code,
            self.division_code,
            dict(inputs.scenario),
            dict(inputs.fields),
            {key: ids[0] if len(ids) == 1 else list(ids) for key, ids in inputs.attachments.items()},
            sorted(inputs.seen),
            inputs.consent,
            dict(inputs.editions),
            self.applicant.holder.as_json(),
            self.applicant.phone,
            *(("incomplete",) if inputs.is_incomplete else ()),
            *(("tolerated",) if inputs.is_tolerated else ()),
            *(("at_window",) if inputs.is_at_window else ()),
            *((vars(inputs.delivery),) if inputs.delivery != UNDECIDED_DELIVERY else ()),
            *((inputs.source_certificate,) if inputs.source_certificate else ()),
            *((trader.as_json(),) if trader is not None else ()),
            *((agent.as_json(),) if agent is not None else ()),
            *((people.as_json(),) if people is not None else ()),
            *(one.as_json() for one in joint_applicants_in(self.parties)),
        )

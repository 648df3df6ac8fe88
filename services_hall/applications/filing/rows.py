"""Rows that filing inserts; their fields are the columns of the tables.

Importing this module fails when a field has no column.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from certificate_store.bulk_insert import ManyRows
from certificate_store.holders import IdentifierType
from services_hall.applications.enumerations import Channel, DeliveryWay, MetBy
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.applications.models import (
    Application,
    ApplicationItem,
    ApplicationParty,
    Case,
    CaseEvent,
    CaseStep,
    CaseWait,
    Promise,
    PromiseKind,
    Requirement,
)
from services_hall.applications.parties import Identification, PartyRole
from services_hall.casework.event_log import EventRow
from services_hall.casework.steps import StepRow
from services_hall.documents.models import Paper
from services_hall.documents.paper_records import PaperRow
from services_hall.identity.capacities import Capacity, Evidence


@dataclass(frozen=True)
class ApplicationRow:
    """An application to insert."""

    public_id: str
    code: str
    name: str
    bundle_edition_id: int | None
    division_code: str
    applicant_id: int | None
    filed_by_id: int
    channel: Channel
    holder_name: str
    holder_identifier_type: IdentifierType
    holder_identifier: str
    holder_index: bytes
    holder_name_index: bytes
    phone: str
    phone_index: bytes
    scenario: dict[str, str]
    answers: dict[str, Any]
    idempotency_key: str
    request_hash: bytes
    grant_request: str
    delivery_way: DeliveryWay
    delivery_consented_at: datetime | None
    delivery_address: str | None
    source_certificate: str | None
    source_valid_to: date | None
    is_late_renewal: bool
    filed_on: date
    filed_at: datetime


@dataclass(frozen=True)
class PartyRow:
    """A party of an application."""

    application_id: int
    position: int
    role: PartyRole
    name: str
    identifier_type: IdentifierType
    identifier: str
    holder_index: bytes
    holder_name_index: bytes | None
    account_id: int | None
    capacity: Capacity
    evidence: Evidence | None
    identification: Identification
    is_number_from_original: bool
    phone: str
    details: dict[str, Any] | None
    confirmed_at: datetime | None


@dataclass(frozen=True)
class ItemRow:
    """An item of an application, pinned to its edition."""

    application_id: int
    position: int
    item_id: int
    edition_id: int


@dataclass(frozen=True)
class RequirementRow:
    """A material required by an item's edition, and how it is met."""

    application_item_id: int
    edition_id: int
    material_key: str
    name: str
    met_by: MetBy
    attachment_id: int | None
    certificate_type: str | None
    certificate_identifier: str | None
    proved_at: datetime | None


@dataclass(frozen=True)
class CaseRow:
    """A case in its first state."""

    public_id: str
    application_id: int
    application_item_id: int
    position: int
    filed_on: date
    item_code: str
    item_name: str
    agency_code: str
    division_code: str
    implementation_id: int
    state: CaseState
    outcome: CaseOutcome | None
    is_by_commitment: bool
    received_at: datetime | None
    acceptance_due_on: date | None
    is_acceptance_provisional: bool
    decision_due_on: date | None
    decided_at: datetime | None
    is_due_provisional: bool = False


@dataclass(frozen=True)
class PromiseRow:
    """A promise signed with the application."""

    case_id: int
    kind: PromiseKind
    signed_at: datetime
    signed_by_id: int


@dataclass(frozen=True)
class WaitRow:
    """A dependency of one case on another."""

    case_id: int
    waits_for_id: int


APPLICATION: Final = ManyRows.of_rows(Application, ApplicationRow, giving=("id",))
PARTIES: Final = ManyRows.of_rows(ApplicationParty, PartyRow)
ITEMS: Final = ManyRows.of_rows(ApplicationItem, ItemRow, giving=("position", "id"))
REQUIREMENTS: Final = ManyRows.of_rows(Requirement, RequirementRow)
CASES: Final = ManyRows.of_rows(Case, CaseRow, giving=("position", "id"))
WAITS: Final = ManyRows.of_rows(CaseWait, WaitRow)
EVENTS: Final = ManyRows.of_rows(CaseEvent, EventRow)
STEPS: Final = ManyRows.of_rows(CaseStep, StepRow)
PAPERS: Final = ManyRows.of_rows(Paper, PaperRow, giving=("id",))
PROMISES: Final = ManyRows.of_rows(Promise, PromiseRow)

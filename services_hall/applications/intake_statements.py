"""The statements of filing, built once: rows go in by one INSERT a table."""

from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from certificate_store.bulk_insert import ManyRows
from services_hall.applications.models import (
    Application,
    ApplicationItem,
    Case,
    CaseEvent,
    CaseWait,
    Paper,
    Requirement,
    Step,
)
from services_hall.attachments.models import Attachment

_FILES: Final[Any] = Attachment.__table__
APPLICATION: Final = insert(Application.__table__).returning(Application.__table__.c.id)  # type: ignore[arg-type]
ITEMS: Final = ManyRows.of(
    ApplicationItem, "application_id", "position", "item_id", "edition_id", giving=("position", "id")
)
REQUIREMENTS: Final = ManyRows.of(
    Requirement,
    "application_item_id",
    "edition_id",
    "material_key",
    "name",
    "met_by",
    "attachment_id",
    "certificate_type",
    "certificate_identifier",
    "proved_at",
)
CASES: Final = ManyRows.of(
    Case,
    "public_id",
    "application_id",
    "application_item_id",
    "position",
    "filed_on",
    "item_code",
    "item_name",
    "agency_code",
    "division_code",
    "implementation_id",
    "state",
    "is_by_commitment",
    "received_at",
    "acceptance_due_on",
    "is_due_provisional",
    giving=("position", "id"),
)
EVENTS: Final = ManyRows.of(CaseEvent, "case_id", "action", "new_state", "actor_id", "on_behalf_of_id", "at")
STEPS: Final = ManyRows.of(Step, "case_id", "position", "key", "name", "kind", "started_at", "finished_at")
WAITS: Final = ManyRows.of(CaseWait, "case_id", "waits_for_id")
PAPER: Final = insert(Paper.__table__).returning(Paper.__table__.c.id)  # type: ignore[arg-type]
TAKE_FILES: Final = (
    update(_FILES)
    .where(_FILES.c.id.in_(bindparam("wanted", expanding=True)), _FILES.c.application_id.is_(None))
    .values(application_id=bindparam("taken_by"))
    .returning(_FILES.c.id)
)
FILED_BEFORE: Final = select(Application.id, Application.filed_on, Application.request_hash).where(
    Application.filed_by_id == bindparam("filed_by"), Application.idempotency_key == bindparam("key")
)

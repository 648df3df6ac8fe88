"""Result of a filing: the rows just written, or the application that the same request filed before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from services_hall.applications.errors import KeyReused
from services_hall.applications.filing.requests import Request
from services_hall.applications.filing.rows import (
    ApplicationRow,
    CaseRow,
    RequirementRow,
    WaitRow,
)
from services_hall.applications.models import Application
from services_hall.applications.numbering import application_number
from services_hall.documents.paper_records import PaperRow

_FILED_BEFORE: Final = select(Application.id, Application.filed_on, Application.request_hash).where(
    Application.filed_by_id == bindparam("filed_by"), Application.idempotency_key == bindparam("key")
)


@dataclass(frozen=True)
class WrittenCase:
    """A case just written: its row and id, and the name of its agency."""

    id: int
    row: CaseRow
    agency_name: str


@dataclass(frozen=True)
class FilingRows:
    """The rows of an application just filed, with their ids, as needed for its document."""

    application: ApplicationRow
    cases: Sequence[WrittenCase]
    requirements: Sequence[RequirementRow]
    waits: Sequence[WaitRow]
    receipt: PaperRow
    case_papers: Sequence[PaperRow]
    is_outdated: bool
    """Whether cases went on after these rows were written."""


@dataclass(frozen=True)
class FilingResult:
    """A filed application; `written` is set when this call filed it."""

    application_id: int
    filed_on: date
    written: FilingRows | None = None

    @property
    def number(self) -> str:
        """The application's number."""
        return application_number(self.application_id, self.filed_on)


def filed_before(session: Session, request: Request) -> FilingResult | None:
    """The application that this same request filed earlier; raises KeyReused when the content differs.

    Checked first, so that a repeated request has no effect even if guides or certificates have changed since.
    """
    parameters = {"filed_by": request.filed_by_id, "key": request.idempotency_key}
    row = session.connection().execute(_FILED_BEFORE, parameters).one_or_none()
    if row is None:
        return None
    if row.request_hash != request.hash:
        raise KeyReused(row.id)
    return FilingResult(row.id, row.filed_on)

"""The kinds of papers of applications and cases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from services_hall.applications.enumerations import Channel, PaperCode
from services_hall.applications.models import Case, CasePaper
from services_hall.applications.owed_materials import missing_names
from services_hall.applications.paper_texts import (
    acceptance_papers,
    clocks,
    commitments,
    decisions,
    delivery,
    endings,
    filings,
    grant_ends,
    hearing_notices,
    intake,
    site_checks,
    supplements,
    tolerance,
)
from services_hall.documents.details import PaperDetails
from services_hall.documents.kinds import kinds_by_code
from services_hall.documents.paper_records import write_paper

KINDS: Final = kinds_by_code(
    *acceptance_papers.KINDS,
    *clocks.KINDS,
    *commitments.KINDS,
    *decisions.KINDS,
    *delivery.KINDS,
    *endings.KINDS,
    *filings.KINDS,
    *grant_ends.KINDS,
    *hearing_notices.KINDS,
    *intake.KINDS,
    *site_checks.KINDS,
    *supplements.KINDS,
    *tolerance.KINDS,
)


def write_acceptance_papers(
    session: Session,
    case: Case,
    *,
    now: datetime,
    notice: PaperCode = PaperCode.ACCEPTANCE,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Create the acceptance notice, and what goes with it: fees to pay, materials from the window.

    The notice of a case that counts as accepted says what was missing on that day.
    """
    if details is None and (names := missing_names(case)):
        details = {"missing": names}
    write_case_paper(session, case, notice, now=now, details=details)
    if acceptance_papers.fees_of(case):
        write_case_paper(session, case, PaperCode.PAYMENT_NOTICE, now=now)
    if case.application.channel is Channel.WINDOW:
        write_case_paper(session, case, PaperCode.TRANSFER, now=now)


def write_case_paper(
    session: Session,
    case: Case,
    kind: PaperCode,
    *,
    now: datetime,
    ordinal: int = 1,
    details: PaperDetails | Mapping[str, Any] | None = None,
) -> CasePaper:
    """Create a paper that the case's agency issues; a job adds its number and file."""
    return write_paper(
        session,
        CasePaper,
        kind,
        case.id,
        issuer_code=case.agency_code,
        now=now,
        ordinal=ordinal,
        details=details.as_json() if isinstance(details, PaperDetails) else details,
    )

"""Granted licences as everybody may read them (行政许可法 art. 40)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple, Self

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from certificate_store.holders import ORGANISATION_TYPES, mask_name
from guides.enumerations import ItemType
from guides.models import ServiceItem
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.applications.models import ApplicationItem, Case

LONGEST_CURSOR: Final = 60


@dataclass(frozen=True)
class PublishedGrant:
    """A grant: what was granted to whom, by which body and paper, for how long, and whether it still holds.

    The name of an organisation is complete, that of a person is masked. `state` tells a grant that was
    annulled, withdrawn or cancelled.
    """

    public_id: str
    item_code: str
    item_name: str
    holder: str
    agency: str
    decided_at: datetime
    paper_number: str | None
    validity: str
    state: CaseState


class GrantCursor(NamedTuple):
    """The last grant of a page."""

    decided_at: datetime
    case_id: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The cursor that `str` wrote; None for any other text."""
        instant, _, case_id = text.partition("~")
        if len(text) > LONGEST_CURSOR or not case_id.isascii() or not case_id.isdecimal():
            return None
        try:
            at = datetime.fromisoformat(instant)
        except ValueError:
            return None
        is_usable = at.tzinfo is not None and int(case_id) < 2**62
        return cls(at.astimezone(UTC), int(case_id)) if is_usable else None

    def __str__(self) -> str:
        return f"{self.decided_at.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%S.%fZ')}~{self.case_id}"


class GrantRow(NamedTuple):
    """A published grant and its place in the order of decisions."""

    grant: PublishedGrant
    cursor: GrantCursor


def published_grants(
    session: Session, *, after: GrantCursor | None = None, limit: int = 30
) -> Sequence[GrantRow]:
    """The grants of licences, newest decision first. A fixed number of queries."""
    rows = (
        select(Case)
        .join(ApplicationItem, ApplicationItem.id == Case.application_item_id)
        .join(ServiceItem, ServiceItem.id == ApplicationItem.item_id)
        .where(
            Case.outcome == CaseOutcome.GRANTED,
            Case.decided_at.is_not(None),
            ServiceItem.item_type == ItemType.LICENCE,
        )
        .options(
            joinedload(Case.application),
            joinedload(Case.agency),
            joinedload(Case.application_item).joinedload(ApplicationItem.edition),
            selectinload(Case.papers),
        )
        .order_by(Case.decided_at.desc(), Case.id.desc())
        .limit(limit)
    )
    if after is not None:
        earlier = and_(Case.decided_at == after.decided_at, Case.id < after.case_id)
        rows = rows.where(or_(Case.decided_at < after.decided_at, earlier))
    return [_row(case) for case in session.scalars(rows)]


def _row(case: Case) -> GrantRow:
    assert case.decided_at is not None  # noqa: S101 - a condition of the query
    application = case.application
    is_organisation = application.holder_identifier_type in ORGANISATION_TYPES
    decision = next((paper for paper in case.papers if paper.kind == PaperCode.GRANT), None)
    grant = PublishedGrant(
        public_id=case.public_id,
        item_code=case.item_code,
        item_name=case.item_name,
        holder=application.holder_name if is_organisation else mask_name(application.holder_name),
        agency=case.agency.name,
        decided_at=case.decided_at,
        paper_number=decision.number if decision is not None else None,
        validity=case.application_item.edition.terms.result.validity,
        state=case.state,
    )
    return GrantRow(grant, GrantCursor(case.decided_at, case.id))

"""Granted licences as everybody may read them (行政许可法 art. 40)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from guides.enumerations import ItemType
from guides.models import Agency, GuideEdition, ServiceItem
from guides.terms import Result
from guides.terms_in_force import terms_of_editions
from services_hall.applications.enumerations import PaperCode, SubjectKind
from services_hall.applications.grounds.result_entries import ResultEntry
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.applications.models import Application, ApplicationItem, Case
from services_hall.applications.paper_texts.validity import validity_words
from services_hall.applications.reads.joint_names import SEPARATOR, JointName, joint_names
from services_hall.clock import local_day
from services_hall.documents.models import Paper

LONGEST_CURSOR: Final = 60


@dataclass(frozen=True)
class PublishedGrant:
    """A grant: what was granted to whom, by which body and paper, for how long, and whether it still holds.

    The name of an organisation or a shop is complete, that of a person is masked; all applicants are named
    where several applied together. `state` tells a grant that
    was annulled, withdrawn or cancelled.
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


_PAPER_NUMBER: Final = (
    select(Paper.number)
    .where(
        Paper.subject_kind == SubjectKind.CASE,
        Paper.subject_id == Case.id,
        Paper.kind == PaperCode.GRANT,
    )
    .order_by(Paper.id)
    .limit(1)
    .correlate(Case)
    .scalar_subquery()
)
_ROWS: Final = (
    select(
        Case.id,
        Case.application_id,
        Case.public_id,
        Case.item_code,
        Case.item_name,
        Case.decided_at,
        Case.result_entry,
        Case.state,
        Case.subject_name,
        Application.holder_name,
        Application.holder_identifier_type,
        Agency.name.label("agency_name"),
        ApplicationItem.edition_id,
        GuideEdition.sha256,
        _PAPER_NUMBER.label("paper_number"),
    )
    .join(Application, Application.id == Case.application_id)
    .join(Agency, Agency.code == Case.agency_code)
    .join(ApplicationItem, ApplicationItem.id == Case.application_item_id)
    .join(GuideEdition, GuideEdition.id == ApplicationItem.edition_id)
    .join(ServiceItem, ServiceItem.id == ApplicationItem.item_id)
    .where(
        Case.outcome == CaseOutcome.GRANTED,
        Case.decided_at.is_not(None),
        ServiceItem.item_type == ItemType.LICENCE,
    )
    .order_by(Case.decided_at.desc(), Case.id.desc())
)


def published_grants(
    session: Session, *, after: GrantCursor | None = None, limit: int = 30
) -> Sequence[GrantRow]:
    """The grants of licences, newest decision first."""
    rows = _ROWS.limit(limit)
    if after is not None:
        earlier = and_(Case.decided_at == after.decided_at, Case.id < after.case_id)
        rows = rows.where(or_(Case.decided_at < after.decided_at, earlier))
    granted = session.connection().execute(rows).all()
    terms = terms_of_editions(session, {row.edition_id: row.sha256 for row in granted})
    joint = joint_names(session, {row.application_id for row in granted})
    return [_row(row, joint.get(row.application_id, ()), terms[row.edition_id].result) for row in granted]


def _row(row: Row[Any], joint: Iterable[JointName], result: Result) -> GrantRow:
    first = JointName(row.holder_name, row.holder_identifier_type)
    applicants = SEPARATOR.join(one.masked for one in (first, *joint))
    grant = PublishedGrant(
        public_id=row.public_id,
        item_code=row.item_code,
        item_name=row.item_name,
        holder=row.subject_name or applicants,
        agency=row.agency_name,
        decided_at=row.decided_at,
        paper_number=row.paper_number,
        validity=validity_words(ResultEntry.from_json(row.result_entry), local_day(row.decided_at), result),
        state=row.state,
    )
    return GrantRow(grant, GrantCursor(row.decided_at, row.id))

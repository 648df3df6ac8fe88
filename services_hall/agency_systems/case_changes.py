"""The change feed of an agency's cases: committed events, numbered without gaps for each agency.

A transaction that writes an event takes no number: all filings would wait for one counter row. The number is
given afterwards by short transactions, one at a time, which see only what is committed. So no reader passes
over an event that is committed later with a smaller id.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from guides.counters import take_numbers
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.models import Case, CaseEvent
from services_hall.applications.numbering import case_number
from services_hall.applications.readers import is_at_desk
from services_hall.identity import Actor

FEED: Final = "case-changes"
BATCH: Final = 500
_UNNUMBERED: Final = CaseEvent.feed_number.is_(None)


@dataclass(frozen=True)
class CaseChange:
    """A change of a case, without personal data; `number` counts the changes of the agency's cases from 1."""

    number: int
    case: str
    item_code: str
    division_code: str
    kind: CaseAction
    from_state: CaseState | None
    to_state: CaseState
    at: datetime


def has_unnumbered(session: Session, _now: datetime | None = None) -> bool:
    """Whether an event waits for its number."""
    return session.scalar(select(CaseEvent.id).where(_UNNUMBERED).limit(1)) is not None


def number_changes(session: Session) -> Sequence[int]:
    """Number up to `BATCH` committed events, those of each agency in a row; returns their ids.

    The events of a case keep their order, because each transaction locks the case before it writes one.
    """
    take_numbers(session, FEED)  # the row stays locked until the commit: one transaction at a time
    rows = session.execute(
        select(CaseEvent.id, Case.agency_code)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(_UNNUMBERED)
        .order_by(CaseEvent.id)
        .limit(BATCH)
    ).all()
    counts = Counter(agency for _id, agency in rows)
    before = {
        agency: take_numbers(session, f"{FEED}:{agency}", count) - count
        for agency, count in sorted(counts.items())
    }
    numbered: list[dict[str, Any]] = []
    for id_, agency in rows:
        before[agency] += 1
        numbered.append({"id": id_, "feed_agency": agency, "feed_number": before[agency]})
    if numbered:
        session.execute(update(CaseEvent), numbered)
    return [id_ for id_, _agency in rows]


def case_changes(
    session: Session, actor: Actor, agency_code: str, *, after: int, limit: int
) -> Sequence[CaseChange]:
    """At most `limit` changes after the number `after`, of the agency's cases that the actor handles."""
    rows = session.execute(
        select(CaseEvent, Case)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.feed_agency == agency_code, CaseEvent.feed_number > after, is_at_desk(actor))
        .order_by(CaseEvent.feed_number)
        .limit(limit)
    )
    return [case_change(event, case) for event, case in rows.tuples()]


def case_change(event: CaseEvent, case: Case) -> CaseChange:
    """The change that a numbered event made in its case."""
    return CaseChange(
        number=event.feed_number or 0,
        case=case_number(case.application_id, case.filed_on, case.position),
        item_code=case.item_code,
        division_code=case.division_code,
        kind=event.action,
        from_state=event.old_state,
        to_state=event.new_state,
        at=event.at,
    )

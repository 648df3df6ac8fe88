"""Notes of officers on a case, which its applicant does not see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from services_hall.applications.action_faults import filled_text
from services_hall.applications.models import Case, CaseNote
from services_hall.identity import Actor
from services_hall.object_rows import ObjectRows, ObjectTable, first_objects

_NOTES: Final = select(CaseNote).where(CaseNote.case_id == bindparam("case_id")).order_by(CaseNote.id)
_NOTE_ROWS: Final = ObjectRows(_NOTES, ObjectTable(CaseNote))


def add_note(session: Session, case: Case, *, text: str, officer: Actor, now: datetime) -> CaseNote:
    """Add a note in any state of the case; raises ActionInvalid for an empty text."""
    note = CaseNote(case_id=case.id, author_id=officer.account_id, text=filled_text("note", text), at=now)
    session.add(note)
    session.flush()
    return note


def notes_of(session: Session, case: Case) -> Sequence[CaseNote]:
    """The notes on a case, oldest first."""
    values = {"case_id": case.id}
    if _NOTE_ROWS.is_readable(session):
        return first_objects(_NOTE_ROWS.read(session, values))
    return session.scalars(_NOTES, values).all()

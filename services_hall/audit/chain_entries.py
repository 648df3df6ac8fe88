"""Adding of audit entries to the chain, in the order in which they became visible."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ScalarResult, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services_hall.audit.chain import FIRST, chain_link
from services_hall.audit.models import AuditEntry, AuditHead

BATCH: Final = 1_000
_INSERT: Final[dict[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def has_unsealed(session: Session, *, before: datetime) -> bool:
    """Whether an entry from before this instant is not in the chain yet."""
    statement = select(AuditEntry.id).where(AuditEntry.seq.is_(None), AuditEntry.at < before).limit(1)
    return session.scalar(statement) is not None


def seal_entries(session: Session, key: bytes, *, limit: int = BATCH) -> AuditHead:
    """Add up to `limit` entries to the chain; returns the head, locked until the transaction ends."""
    head = _locked_head(session)
    for entry in _unsealed_entries(session, limit):
        entry.seq, entry.previous_hash = head.seq + 1, head.hash
        entry.hash = entry_link(key, head.hash, entry)
        head.seq, head.hash = entry.seq, entry.hash
    session.flush()
    return head


def entry_link(key: bytes, previous: str, entry: AuditEntry) -> str:
    """The hash that a numbered entry must have after the link `previous`."""
    return chain_link(
        key,
        previous,
        seq=entry.seq or 0,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        details=entry.details,
    )


def _unsealed_entries(session: Session, limit: int) -> Sequence[AuditEntry]:
    statement = select(AuditEntry).where(AuditEntry.seq.is_(None)).order_by(AuditEntry.id).limit(limit)
    entries: ScalarResult[AuditEntry] = session.scalars(statement)
    return entries.all()


def _locked_head(session: Session) -> AuditHead:
    insert = _INSERT[session.get_bind().dialect.name](AuditHead)
    session.execute(insert.values(id=1, seq=0, hash=FIRST).on_conflict_do_nothing())
    return session.scalars(select(AuditHead).where(AuditHead.id == 1).with_for_update()).one()


def sealed_head(session: Session) -> tuple[int, str]:
    """Number and hash of the last link; (0, …) while the chain is empty."""
    head = session.get(AuditHead, 1, populate_existing=True)
    return (head.seq, head.hash) if head else (0, FIRST)

"""Reads the whole chain again and tells the first link that does not hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.audit.chain import FIRST
from services_hall.audit.models import AuditEntry, AuditHead
from services_hall.audit.sealing import entry_link

PAGE: Final = 1_000


class Fault(StrEnum):
    """What is wrong with a link; the value is the sentence for people."""

    MISSING = "缺少这一条记录"
    CHANGED = "记录的内容与其校验值不符"
    BROKEN = "记录没有接在前一条之后"
    CUT = "记录到此为止，其后的已封存记录不见了"
    REPLACED = "记录与数据目录中留存的校验值不符"


@dataclass(frozen=True)
class Verdict:
    """How far the chain holds: `entries` links are good; `fault`, if any, is at number `at_seq`."""

    entries: int
    unsealed: int
    at_seq: int | None = None
    fault: Fault | None = None


def verify(session: Session, key: bytes, kept: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Check every sealed entry, the head, and the heads `kept` outside the database as (number, hash)."""
    wanted = dict(kept)
    seq, previous, unsealed = 0, FIRST, _count_unsealed(session)
    while page := _page(session, seq):
        for entry in page:
            fault = _fault(key, entry, seq + 1, previous, wanted)
            if fault is not None:
                return Verdict(seq, unsealed, seq + 1, fault)
            seq, previous = seq + 1, entry.hash or ""
        session.expunge_all()
    head = session.get(AuditHead, 1, populate_existing=True)
    newest = max([head.seq if head else 0, *wanted])
    if newest > seq:
        return Verdict(seq, unsealed, seq + 1, Fault.CUT)
    if head is not None and (head.seq, head.hash) != (seq, previous):
        return Verdict(seq, unsealed, head.seq, Fault.REPLACED)
    return Verdict(seq, unsealed)


def _fault(key: bytes, entry: AuditEntry, seq: int, previous: str, kept: dict[int, str]) -> Fault | None:
    if entry.seq != seq:
        return Fault.MISSING
    if entry.previous_hash != previous:
        return Fault.BROKEN
    if entry.hash != entry_link(key, previous, entry):
        return Fault.CHANGED
    if kept.get(seq, entry.hash) != entry.hash:
        return Fault.REPLACED
    return None


def _page(session: Session, after: int) -> list[AuditEntry]:
    statement = select(AuditEntry).where(AuditEntry.seq > after).order_by(AuditEntry.seq).limit(PAGE)
    return list(session.scalars(statement))


def _count_unsealed(session: Session) -> int:
    return len(session.scalars(select(AuditEntry.id).where(AuditEntry.seq.is_(None))).all())

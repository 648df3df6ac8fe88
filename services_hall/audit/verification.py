"""Verification of the whole chain, up to the first invalid link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from services_hall.audit.chain import FIRST
from services_hall.audit.chain_entries import entry_link
from services_hall.audit.models import AuditEntry, AuditHead

PAGE: Final = 1_000


class ChainFault(StrEnum):
    """The fault of a link."""

    MISSING = "missing"
    CHANGED = "changed"
    BROKEN = "broken"
    CUT = "cut"
    REPLACED = "replaced"


@dataclass(frozen=True)
class ChainVerdict:
    """How much of the chain is valid: `entries` links are; `fault`, if any, is at number `at_seq`.

    `under_older` is the number of entries chained with each older key, the oldest key first.
    """

    entries: int
    unsealed: int
    at_seq: int | None = None
    fault: ChainFault | None = None
    under_older: tuple[int, ...] = ()


def verify_chain(
    session: Session, key: bytes, anchors: Iterable[tuple[int, str]] = (), *, older: Sequence[bytes] = ()
) -> ChainVerdict:
    """Verify every chained entry, the head, and the heads stored elsewhere, `anchors` (number → hash).

    `older` are the replaced keys, the oldest first; after the first entry chained with a newer key, no entry
    may be chained with an older one.
    """
    known_anchors = dict(anchors)
    verdict, previous = _check_entries(session, _Keys([*older, key]), known_anchors)
    if verdict.fault is not None:
        return verdict
    head = session.get(AuditHead, 1, populate_existing=True)
    newest = max([head.seq if head else 0, *known_anchors])
    if newest > verdict.entries:
        return replace(verdict, at_seq=verdict.entries + 1, fault=ChainFault.CUT)
    if head is not None and (head.seq, head.hash) != (verdict.entries, previous):
        return replace(verdict, at_seq=head.seq, fault=ChainFault.REPLACED)
    return verdict


class _Keys:
    """The consecutive keys of the chain, and how many entries each has chained."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self.keys = keys
        self.counts = [0] * len(keys)
        self.now = 0

    def has_chained(self, entry: AuditEntry, previous: str) -> bool:
        """Whether the current key or a later one chained this entry; that key becomes the current one."""
        for number in range(self.now, len(self.keys)):
            if entry.hash == entry_link(self.keys[number], previous, entry):
                self.now = number
                self.counts[number] += 1
                return True
        return False


def _check_entries(session: Session, keys: _Keys, wanted: Mapping[int, str]) -> tuple[ChainVerdict, str]:
    """How many links are valid, and the hash of the last valid one."""
    seq, previous, unsealed = 0, FIRST, _count_unsealed(session)
    fault: ChainFault | None = None
    while fault is None and (page := _page(session, seq)):
        for entry in page:
            fault = _fault(keys, entry, seq + 1, previous, wanted)
            if fault is not None:
                break
            seq, previous = seq + 1, entry.hash or ""
        session.expunge_all()
    at_seq = None if fault is None else seq + 1
    return ChainVerdict(seq, unsealed, at_seq, fault, tuple(keys.counts[:-1])), previous


def _fault(
    keys: _Keys, entry: AuditEntry, seq: int, previous: str, anchors: Mapping[int, str]
) -> ChainFault | None:
    if entry.seq != seq:
        return ChainFault.MISSING
    if entry.previous_hash != previous:
        return ChainFault.BROKEN
    if not keys.has_chained(entry, previous):
        return ChainFault.CHANGED
    if anchors.get(seq, entry.hash) != entry.hash:
        return ChainFault.REPLACED
    return None


def _page(session: Session, after: int) -> list[AuditEntry]:
    statement = select(AuditEntry).where(AuditEntry.seq > after).order_by(AuditEntry.seq).limit(PAGE)
    return list(session.scalars(statement))


def _count_unsealed(session: Session) -> int:
    return len(session.scalars(select(AuditEntry.id).where(AuditEntry.seq.is_(None))).all())

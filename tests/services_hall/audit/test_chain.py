"""The audit chain: every later change is detected at the first affected entry."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, text, update

from services_hall.audit.anchors import read_anchors, write_anchor
from services_hall.audit.chain import chain_key
from services_hall.audit.chain_entries import has_unsealed, seal_entries, sealed_head
from services_hall.audit.models import AuditEntry, AuditHead
from services_hall.audit.record import record_action
from services_hall.audit.verification import ChainFault, ChainVerdict, verify_chain
from services_hall.clock import utc_now
from services_hall.database import reading, transaction

pytestmark = pytest.mark.usefixtures("bare_hall")
KEY = chain_key("a secret of the tests that is long enough")


def write(count: int, *, sealed: bool = True) -> None:
    with transaction() as session:
        for number in range(count):
            record_action(
                session,
                actor="officer-1",
                action="case.decide",
                subject=f"case-{number}",
                details={"n": number},
            )
    if sealed:
        with transaction() as session:
            seal_entries(session, KEY)


def verdict(key: bytes = KEY, anchors: list[tuple[int, str]] | None = None) -> ChainVerdict:
    with transaction() as session:
        return verify_chain(session, key, anchors or [])


def test_an_untouched_record_holds() -> None:
    write(5)
    write(2, sealed=False)
    assert verdict() == ChainVerdict(entries=5, unsealed=2)


def test_an_empty_record_holds() -> None:
    assert verdict() == ChainVerdict(entries=0, unsealed=0)


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "officer-2"},
        {"action": "case.deny"},
        {"subject": "case-9"},
        {"details": {"n": 9}},
        {"at": utc_now()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_is_told(change: dict[str, object]) -> None:
    write(5)
    with transaction() as session:
        session.execute(update(AuditEntry).where(AuditEntry.seq == 3).values(change))
    assert verdict() == ChainVerdict(2, 0, 3, ChainFault.CHANGED)


def test_an_entry_that_was_taken_out_is_told() -> None:
    write(5)
    with transaction() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.seq == 4))
    assert verdict() == ChainVerdict(3, 0, 4, ChainFault.MISSING)


def test_a_record_cut_short_is_told_by_its_head() -> None:
    write(5)
    with transaction() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.seq > 3))
    assert verdict() == ChainVerdict(3, 0, 4, ChainFault.CUT)


def test_a_record_cut_short_with_its_head_is_told_by_what_was_kept_outside(tmp_path: Path) -> None:
    write(5)
    write_anchor(tmp_path, *sealed_head(reading()))
    with transaction() as session:
        session.execute(delete(AuditEntry))
        session.execute(delete(AuditHead))
    assert verdict() == ChainVerdict(0, 0)
    assert verdict(anchors=list(read_anchors(tmp_path))) == ChainVerdict(0, 0, 1, ChainFault.CUT)


def test_a_chain_written_anew_does_not_fit_the_head_kept_outside(tmp_path: Path) -> None:
    write(2)
    write_anchor(tmp_path, *sealed_head(reading()))
    with transaction() as session:
        session.execute(delete(AuditHead))
        unsealed = {"seq": None, "hash": None, "previous_hash": None, "actor": "nobody"}
        session.execute(update(AuditEntry).values(unsealed))
    with transaction() as session:
        seal_entries(session, KEY)
    assert verdict(anchors=list(read_anchors(tmp_path))) == ChainVerdict(1, 0, 2, ChainFault.REPLACED)


def test_another_key_does_not_fit() -> None:
    write(1)
    assert verdict(chain_key("some other secret that is also long enough")).fault == ChainFault.CHANGED


def test_a_line_cut_off_by_a_crash_is_passed_over(tmp_path: Path) -> None:
    write_anchor(tmp_path, 7, "a" * 64)
    with (tmp_path / "audit.heads").open("a") as file:
        file.write("8 bbbb")
    assert list(read_anchors(tmp_path)) == [(7, "a" * 64)]


def test_an_entry_is_half_sealed_never() -> None:
    write(1)
    with pytest.raises(Exception, match="sealed_as_a_whole"), transaction() as session:
        session.execute(text("UPDATE audit_entries SET hash = NULL"))


def test_several_that_seal_at_once_make_one_chain(bare_hall: Flask) -> None:
    write(40, sealed=False)

    def seal_some(_number: int) -> None:
        with bare_hall.app_context(), transaction() as session:
            seal_entries(session, KEY, limit=7)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(seal_some, range(8)))
    assert verdict() == ChainVerdict(40, 0)
    assert not has_unsealed(reading(), before=utc_now())


NEWER = chain_key("the secret that came after it, long enough too")


def write_entries_under(count: int, key: bytes) -> None:
    """Entries that were written and chained with this key."""
    write(count, sealed=False)
    with transaction() as session:
        seal_entries(session, key)


def across(older: list[bytes]) -> ChainVerdict:
    with transaction() as session:
        return verify_chain(session, NEWER, older=older)


def test_the_record_holds_across_a_change_of_its_key() -> None:
    write_entries_under(3, KEY)
    write_entries_under(2, NEWER)
    assert across([KEY]) == ChainVerdict(5, 0, under_older=(3,))
    assert across([]) == ChainVerdict(0, 0, 1, ChainFault.CHANGED)


def test_an_older_key_chains_nothing_after_a_newer_one() -> None:
    write_entries_under(2, KEY)
    write_entries_under(1, NEWER)
    write_entries_under(1, KEY)
    assert across([KEY]) == ChainVerdict(3, 0, 4, ChainFault.CHANGED, (2,))


def test_a_changed_entry_is_told_under_an_older_key_too() -> None:
    write_entries_under(3, KEY)
    write_entries_under(2, NEWER)
    with transaction() as session:
        session.execute(update(AuditEntry).where(AuditEntry.seq == 2).values(actor="nobody"))
    assert across([KEY]) == ChainVerdict(1, 0, 2, ChainFault.CHANGED, (1,))

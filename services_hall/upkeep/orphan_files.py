"""Removal of encrypted files that no row names: first set aside, deleted after a waiting time."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificate_store.encryption import EncryptedFiles
from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.jobs.runner import Effect, no_effect
from services_hall.upkeep.encrypted_columns import TableColumns, file_columns, read_session

SAFE_AGE: Final = timedelta(days=1)
"""A file is written before the row that names it, by seconds or by several attempts of a job."""
QUARANTINE: Final = timedelta(days=7)
"""How long a file set aside can still be read; covers a backup in several parts and the undoing of a mistake.
"""
SHARDS: Final = "0123456789abcdef"
ROWS: Final = 5_000

logger = logging.getLogger(__name__)


@dataclass
class SweepResult:
    """The number of files by result."""

    named: int = 0
    set_aside: int = 0
    put_back: int = 0
    removed: int = 0
    half_written: int = 0


def clear_orphans(_payload: Mapping[str, Any]) -> Effect:
    """Sweep the files of the data folder; the log contains numbers, no names."""
    settings = site_settings()
    done = remove_orphans(EncryptedFiles(settings.files_dir), now=utc_now())
    logger.info(
        "files without a row: %s set aside, %s put back, %s removed, %s half-written removed; %s have a row",
        done.set_aside,
        done.put_back,
        done.removed,
        done.half_written,
        done.named,
    )
    return no_effect


def remove_orphans(files: EncryptedFiles, *, now: datetime) -> SweepResult:
    """Set aside files without a row for SAFE_AGE, restore those named again, delete those set aside long ago.

    Rows are read after the files are listed, so that a row written in the meantime counts. If a database does
    not answer, the sweep ends before it touches any file of that database.
    """
    done = SweepResult(half_written=files.remove_leftovers(before=now - SAFE_AGE))
    for shard in SHARDS:
        _remove_orphans(files, shard, done, now=now)
    return done


def _remove_orphans(files: EncryptedFiles, shard: str, done: SweepResult, *, now: datetime) -> None:
    old = {file.name for file in files.names(shard) if file.written_at < now - SAFE_AGE}
    aside = {file.name: file.written_at for file in files.aside(shard)}
    named = {name for name in names_in_rows(shard) if name in old or name in aside}
    for name in sorted(old - named):
        files.set_aside(name, now=now)
    for name in sorted(named & aside.keys()):
        files.put_back(name)
    gone = [name for name, since in aside.items() if name not in named and since < now - QUARANTINE]
    for name in gone:
        files.remove_aside(name)
    done.named += len(named)
    done.set_aside += len(old - named)
    done.put_back += len(named & aside.keys())
    done.removed += len(gone)


def names_in_rows(beginning: str = "") -> Iterator[str]:
    """Every file name with this prefix in either database, possibly repeated."""
    for one in file_columns():
        with read_session(one.place) as session:
            yield from _names_in_table(session, one, beginning)


def _names_in_table(session: Session, one: TableColumns, beginning: str) -> Iterator[str]:
    for column in one.columns:
        rows = select(column).where(func.substr(column, 1, len(beginning)) == beginning)
        yield from session.scalars(rows.execution_options(yield_per=ROWS))

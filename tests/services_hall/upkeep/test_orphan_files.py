"""Orphan files: deleted only when no row has named them for long enough; all other files stay."""

import logging
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import String, select
from sqlalchemy.exc import OperationalError

from certificate_store.encryption.files import TEMPORARY_PREFIX
from certificate_store.errors import StoredFileMissing
from services_hall.applications.models import Requirement
from services_hall.attachments.models import Attachment
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.job_registry import HANDLERS, PERIODIC
from services_hall.jobs.names import JobName
from services_hall.upkeep import encrypted_columns
from services_hall.upkeep.encrypted_columns import METADATA, encrypted_value_columns, file_columns
from services_hall.upkeep.orphan_files import (
    QUARANTINE,
    SAFE_AGE,
    SweepResult,
    remove_orphans,
)
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.encrypted_rows import files_of, name_a_file_everywhere
from tests.support.hall import Hall

ROOT = Path(__file__).parents[3]
HOUR = timedelta(hours=1)
NOT_NAMES_OF_FILES = {"certificate.file_sha256", "agency.document_prefix"}


@pytest.fixture
def hall_with_files(either_hall: Hall) -> Hall:
    """A hall with attachments and papers in addition to the demo certificates."""
    file_online(either_hall, "open-restaurant", RESTAURANT)
    return either_hall


def swept(hall: Hall, now: datetime) -> SweepResult:
    with hall.app.app_context():
        return remove_orphans(files_of(hall), now=now)


def stored_file_names(hall: Hall) -> set[str]:
    return {stored.name for stored in files_of(hall).names()}


def test_whatever_any_kind_of_row_names_stays_for_ever(hall_with_files: Hall) -> None:
    with hall_with_files.app.app_context():
        named = name_a_file_everywhere(hall_with_files)
    everything = stored_file_names(hall_with_files)
    for years in (1, 2, 3):
        swept(hall_with_files, utc_now() + years * timedelta(days=365))
        assert set(named.values()) <= stored_file_names(hall_with_files)
    assert {name for name in everything if name in stored_file_names(hall_with_files)} == stored_file_names(
        hall_with_files
    )
    for column, name in named.items():
        assert files_of(hall_with_files).get(name) == f"what {column} names".encode()


def test_every_attachment_of_an_application_stays(hall_with_files: Hall) -> None:
    with hall_with_files.app.app_context(), transaction() as session:
        columns = select(Attachment.file_name, Attachment.thumbnail_file_name)
        names = {name for row in session.execute(columns) for name in row if name}
    assert names
    assert swept(hall_with_files, utc_now() + 2 * QUARANTINE).named == len(names)
    assert names <= stored_file_names(hall_with_files)


def test_an_orphan_is_set_aside_and_gone_after_a_week(hall_with_files: Hall) -> None:
    files, start = files_of(hall_with_files), utc_now()
    orphan = files.put(b"nobody's")
    before = stored_file_names(hall_with_files) - {orphan}
    later = start + SAFE_AGE + HOUR
    assert swept(hall_with_files, later).set_aside == 1
    assert stored_file_names(hall_with_files) == before
    assert files.get(orphan) == b"nobody's"
    assert swept(hall_with_files, later + QUARANTINE - HOUR).removed == 0
    assert swept(hall_with_files, later + QUARANTINE + HOUR).removed == 1
    with pytest.raises(StoredFileMissing):
        files.get(orphan)
    assert stored_file_names(hall_with_files) == before


def test_a_file_written_before_its_row_commits_is_never_taken(hall_with_files: Hall) -> None:
    name = files_of(hall_with_files).put(b"its row comes")
    assert swept(hall_with_files, utc_now() + SAFE_AGE - HOUR).set_aside == 0
    assert name in stored_file_names(hall_with_files)


def test_a_file_that_a_row_names_again_is_put_back(hall_with_files: Hall) -> None:
    """For example after the database was restored from its backup."""
    start = utc_now()
    with hall_with_files.app.app_context(), transaction() as session:
        row = (
            session.scalars(
                select(Attachment).where(
                    Attachment.id.not_in(
                        select(Requirement.attachment_id).where(Requirement.attachment_id.is_not(None))
                    )
                )
            ).first()
            or session.scalars(select(Attachment)).first()
        )
        assert row is not None
        kept, row.file_name = row.file_name, files_of(hall_with_files).put(b"another")
        attachment_id = row.id
    assert swept(hall_with_files, start + 2 * SAFE_AGE).set_aside == 1
    with hall_with_files.app.app_context(), transaction() as session:
        session.get_one(Attachment, attachment_id).file_name = kept
    done = swept(hall_with_files, start + 2 * SAFE_AGE + 2 * QUARANTINE)
    assert (done.put_back, done.removed) == (1, 0)
    assert kept in stored_file_names(hall_with_files)


def test_files_in_the_clear_and_half_written_ones_are_told_apart(hall_with_files: Hall) -> None:
    printed = hall_with_files.folder / "files" / "guide-pdf" / "1-abc.pdf"
    printed.parent.mkdir(exist_ok=True)
    printed.write_bytes(b"%PDF")
    half = hall_with_files.folder / "files" / "00" / f"{TEMPORARY_PREFIX}dead"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    assert swept(hall_with_files, utc_now()).half_written == 0
    assert swept(hall_with_files, utc_now() + 2 * QUARANTINE).half_written == 1
    assert printed.exists()
    assert not half.exists()


def test_the_worker_sweeps_and_its_log_tells_numbers_only(
    hall_with_files: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    files = files_of(hall_with_files)
    orphan = files.put(b"nobody's")
    long_ago = (utc_now() - 2 * SAFE_AGE).timestamp()
    os.utime(hall_with_files.folder / "files" / orphan[:2] / orphan, (long_ago, long_ago))
    assert JobName.CLEAR_ORPHAN_FILES in {task.name for task in PERIODIC}
    with hall_with_files.app.app_context(), caplog.at_level(logging.INFO):
        HANDLERS[JobName.CLEAR_ORPHAN_FILES]({})
    assert orphan not in stored_file_names(hall_with_files)
    assert "1 set aside" in caplog.text
    assert orphan not in caplog.text


def test_no_column_that_names_a_file_is_called_otherwise() -> None:
    """The clean-up finds columns by their name; with another name their files would be deleted."""
    found = {str(column) for one in file_columns() for column in one.columns}
    mentioned = {
        str(column)
        for _place, metadata in METADATA
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and ("file" in column.name or "document" in column.name)
    }
    assert mentioned - NOT_NAMES_OF_FILES == found
    assert {"attachment.file_name", "paper.file_name", "certificate.file_name"} <= found


def test_every_table_of_the_hall_is_known_to_its_upkeep() -> None:
    """In a new process that has imported nothing else, like a command."""
    program = (
        "from services_hall.upkeep.encrypted_columns import METADATA\n"
        "print(*sorted(name for _place, data in METADATA for name in data.tables))"
    )
    alone = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert alone.stdout.split() == sorted(name for _place, data in METADATA for name in data.tables)
    assert {one.table.name for one in encrypted_value_columns()} >= {"account", "certificate_authority_key"}
    assert encrypted_columns.FILE_NAME == "file_name"


def test_a_store_that_does_not_answer_costs_no_file(hall: Hall) -> None:
    file_online(hall, "open-restaurant", RESTAURANT)
    with hall.app.app_context():
        named = name_a_file_everywhere(hall)
    (hall.folder / "certificates.db").write_bytes(b"damaged")
    with pytest.raises(OperationalError):
        swept(hall, utc_now() + 2 * SAFE_AGE)
    assert set(named.values()) <= stored_file_names(hall)

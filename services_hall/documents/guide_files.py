"""PDF files of guides: the path of each edition's file, and the job that creates it on first request.

They are public and can be created again at any time, so they are not encrypted.
"""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.models import GuideEdition
from services_hall.clock import utc_now
from services_hall.core import published_settings, site_settings
from services_hall.jobs import outbox
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName

LAYOUT: Final = 5  # incremented when the printed page changes, so that files are created again


def content_hash(edition: GuideEdition) -> str:
    """A hash of everything the file depends on: terms, number, times, the site's URL, the layout."""
    settings = published_settings().current()
    versions = (edition.sha256, edition.number, edition.approved_at, edition.published_at)
    parts = (*versions, settings.site_name, settings.base_url, LAYOUT)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def path_of(edition: GuideEdition) -> Path:
    """The path of the edition's PDF."""
    return _folder() / f"{edition.item_id}-{content_hash(edition)}.pdf"


def stored_pdf(edition: GuideEdition) -> bytes | None:
    """The edition's PDF, or None before it is created."""
    try:
        return path_of(edition).read_bytes()
    except FileNotFoundError:
        return None


def rendering_job(session: Session, edition: GuideEdition) -> Job | None:
    """The job that creates the edition's PDF, if there is one; takes no lock."""
    return session.scalar(select(Job).where(Job.unique_key == _key(edition)))


def request_pdf(session: Session, edition: GuideEdition) -> Job:
    """Request the edition's PDF: one job for all requests, repeated if the file was lost."""
    job = outbox.enqueue(session, JobName.PRINT_GUIDE, {"edition_id": edition.id}, unique_key=_key(edition))
    if job.status == JobStatus.DONE:
        job.status, job.run_at, job.attempts, job.finished_at = JobStatus.WAITING, utc_now(), 0, None
    return job


def store_pdf(edition: GuideEdition, pdf: bytes) -> None:
    """Write the file atomically and delete the files of the item's earlier editions."""
    path = path_of(edition)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    for earlier in path.parent.glob(f"{edition.item_id}-*"):
        if earlier != path:
            earlier.unlink(missing_ok=True)


def _folder() -> Path:
    return site_settings().files_dir / "guide-pdf"


def _key(edition: GuideEdition) -> str:
    return f"{JobName.PRINT_GUIDE}:{content_hash(edition)}"

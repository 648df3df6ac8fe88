"""Blank forms and filled-in samples of materials: files that guides name by the hash of their content.

A guide says the path of the file (`/form-files/<sha256>.pdf`), so an edition pins it and the feed of changes
carries it. A file is never changed or removed, because an earlier edition can name it.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from guides.orm import Base, UtcDateTime
from guides.terms import Material
from guides.validation import Finding, FindingCode, blocking_finding

FOLDER: Final = "/form-files/"
ENDINGS: Final = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
"""The kinds of file that can be shown by every browser, by media type."""
FILE_NAMES: Final = ("blank_form", "sample")
"""The parts of a material that name a file."""
_PATH: Final = re.compile(rf"{FOLDER}([0-9a-f]{{64}})\.(?:pdf|jpg|png)\Z")


class FormFile(Base):
    """A file that is named by its hash; `stored_by` is the account that gave it."""

    __tablename__ = "form_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stored_by: Mapped[str] = mapped_column(String(64))

    @property
    def path(self) -> str:
        """The path that a guide says."""
        return form_file_path(self.sha256, self.media_type)


def form_file_path(sha256: str, media_type: str) -> str:
    """The path of a file with this hash."""
    return f"{FOLDER}{sha256}{ENDINGS[media_type]}"


def hash_in_path(path: str | None) -> str | None:
    """The hash in the path of a file; None for any other text."""
    found = _PATH.match(path or "")
    return found[1] if found else None


def form_file(session: Session, path: str) -> FormFile | None:
    """The file at this path, if the catalogue has it."""
    sha256 = hash_in_path(path)
    file = None if sha256 is None else session.get(FormFile, sha256)
    return file if file is not None and PurePosixPath(path).suffix == ENDINGS[file.media_type] else None


def store_form_file(
    session: Session, content: bytes, *, media_type: str, author: str, now: datetime
) -> FormFile:
    """The stored file; the one that is there already if its content is the same."""
    sha256 = hashlib.sha256(content).hexdigest()
    if (known := session.get(FormFile, sha256)) is not None:
        return known
    with suppress(IntegrityError), session.begin_nested():  # somebody else gives the same file at once
        file = FormFile(
            sha256=sha256,
            media_type=media_type,
            size=len(content),
            content=content,
            stored_at=now,
            stored_by=author,
        )
        session.add(file)
        session.flush()
    return session.scalars(select(FormFile).where(FormFile.sha256 == sha256)).one()


def missing_files(session: Session, materials: Sequence[Material]) -> Iterator[Finding]:
    """Findings about paths under which the catalogue has no file, as after an import from elsewhere."""
    for position, material in enumerate(materials):
        for name in FILE_NAMES:
            path = getattr(material, name) or ""
            if path.startswith(FOLDER) and form_file(session, path) is None:
                element = f"materials.{position}.{name}"
                yield blocking_finding("form_file", element, FindingCode.FORM_FILE_MISSING)

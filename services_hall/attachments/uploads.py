"""Uploads by applicants: validation of content, encryption, storage."""

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final
from unicodedata import category, normalize
from urllib.parse import unquote_to_bytes

from sqlalchemy.orm import Session

from certificate_store.encryption import EncryptedFiles
from certificate_store.text_input.reader import readable_part
from guides.errors import FieldProblem
from services_hall.attachments import file_kinds, file_readers
from services_hall.attachments.errors import (
    PdfLocked,
    PdfUnreadable,
    PictureBlank,
    PictureTooLarge,
    PictureTooSmall,
    PictureUnreadable,
    UploadRefused,
)
from services_hall.attachments.file_kinds import FileKind
from services_hall.attachments.models import Attachment, FileSubject
from services_hall.identity.random_tokens import new_public_id

LARGEST: Final = 10 * 1024 * 1024


class UploadFault(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    OTHER_CONTENT = "other_content"
    BROKEN = "broken"
    LOCKED = "locked"
    OFD = "ofd"
    TOO_FEW_PIXELS = "too_few_pixels"
    TOO_MANY_PIXELS = "too_many_pixels"
    BLANK = "blank"
    TOO_MANY_FILES = "too_many_files"
    FILES_TOO_LARGE = "files_too_large"
    SEVERAL = "several"
    """More than one file was refused; the problem of each is within."""


NAME_LENGTH: Final = 120
UNDECODED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
ENCODINGS: Final = ("utf-8", "gb18030")


@dataclass(frozen=True)
class Original:
    """A file as it was sent, where another one was made of it."""

    media_type: str
    data: bytes


@dataclass(frozen=True)
class CheckedFile:
    """A validated file: its content matches its name; converted if agencies could not open it as it was."""

    name: str
    media_type: str
    data: bytes
    original: Original | None = None
    thumbnail: bytes | None = None
    """A small JPEG of a picture, or of the first page of a PDF; None for a page that cannot be drawn."""
    pages: int | None = None
    """How many pages a PDF has."""


def check_upload(name: str, data: bytes) -> CheckedFile:
    """Validate a file: at most 10 MB, a PDF or a picture by content and name, complete, open, readable.

    A HEIC or WEBP picture becomes a JPEG with its original. Raises UploadRefused.
    """
    clean = _clean_name(name)
    if not data:
        raise _refusal(UploadFault.EMPTY, name=clean)
    if len(data) > LARGEST:
        raise _refusal(UploadFault.TOO_LARGE, name=clean)
    kind = file_kinds.kind_of(data)
    if kind is None:
        is_ofd = file_kinds.is_ofd(clean, data)
        raise _refusal(UploadFault.OFD if is_ofd else UploadFault.WRONG_KIND, name=clean)
    if not file_kinds.is_named_as(clean, kind):
        raise _refusal(UploadFault.OTHER_CONTENT, name=clean, kind=kind)
    if kind is FileKind.PDF:
        pages = _checked_pages(clean, data)
        return CheckedFile(clean, kind, data, thumbnail=file_readers.first_page(data), pages=pages)
    thumbnail = _checked_thumbnail(clean, data, kind)
    if kind not in file_kinds.CONVERTED:
        return CheckedFile(clean, kind, data, thumbnail=thumbnail)
    converted = file_readers.as_jpeg(data, kind)
    return CheckedFile(name_as_jpeg(clean), FileKind.JPEG, converted, Original(kind, data), thumbnail)


def name_as_jpeg(name: str) -> str:
    """The name of the JPEG that is made of this file."""
    return PurePosixPath(name).with_suffix(".jpg").name


def _checked_pages(name: str, data: bytes) -> int:
    """How many pages a PDF has; raises UploadRefused for what nobody could read."""
    try:
        return file_readers.checked_pages(data)
    except PdfLocked:
        raise _refusal(UploadFault.LOCKED, name=name) from None
    except PdfUnreadable:
        raise _refusal(UploadFault.BROKEN, name=name) from None


def _checked_thumbnail(name: str, data: bytes, kind: FileKind) -> bytes:
    """The thumbnail of a picture; raises UploadRefused for what nobody could read."""
    try:
        return file_readers.checked_thumbnail(data, kind)
    except PictureUnreadable:
        raise _refusal(UploadFault.BROKEN, name=name) from None
    except PictureTooLarge:
        raise _refusal(UploadFault.TOO_MANY_PIXELS, name=name) from None
    except PictureBlank:
        raise _refusal(UploadFault.BLANK, name=name) from None
    except PictureTooSmall as small:
        raise _refusal(
            UploadFault.TOO_FEW_PIXELS, name=name, width=small.width, height=small.height
        ) from None


def _refusal(code: UploadFault, **values: object) -> UploadRefused:
    return UploadRefused(FieldProblem(code, values))


def _clean_name(name: str) -> str:
    """The name without folders and without what cannot be read; a long name is shortened before its suffix.

    Codes of bytes that were never decoded become their letters, if they have any.
    """
    decoded = UNDECODED.sub(_decoded, name.replace("\\", "/"))
    path = PurePosixPath("".join(one for one in normalize("NFC", decoded) if category(one) != "Cc"))
    stem, suffix = readable_part(path.stem), readable_part(path.suffix)
    return f"{stem or '文件'}{suffix}"[-NAME_LENGTH:]


def _decoded(codes: re.Match[str]) -> str:
    """The letters of bytes that a browser or another program left as percent codes; empty without any."""
    sent = unquote_to_bytes(codes[0])
    for encoding in ENCODINGS:
        with suppress(UnicodeDecodeError):
            return sent.decode(encoding).replace("/", "")
    return ""


def copy_upload(
    session: Session, source: Attachment, *, owner_id: int, subject: FileSubject, now: datetime
) -> Attachment:
    """A second row for the encrypted file of `source`, for another subject; the file is not written again."""
    attachment = Attachment(
        public_id=new_public_id(),
        owner_id=owner_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_key=subject.key,
        name=source.name,
        media_type=source.media_type,
        size=source.size,
        sha256=source.sha256,
        file_name=source.file_name,
        original_file_name=source.original_file_name,
        original_media_type=source.original_media_type,
        position=source.position,
        quarter_turns=source.quarter_turns,
        thumbnail_file_name=source.thumbnail_file_name,
        pages=source.pages,
        uploaded_at=now,
    )
    session.add(attachment)
    session.flush()
    return attachment


def store_upload(
    session: Session,
    files: EncryptedFiles,
    checked: CheckedFile,
    *,
    owner_id: int,
    subject: FileSubject,
    now: datetime,
    position: int = 1,
) -> Attachment:
    """Write the encrypted file durably, then its row; the file exists before the row is committed."""
    original = checked.original
    attachment = Attachment(
        public_id=new_public_id(),
        owner_id=owner_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_key=subject.key,
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.data),
        sha256=hashlib.sha256(checked.data).digest(),
        file_name=files.put(checked.data),
        original_file_name=None if original is None else files.put(original.data),
        original_media_type=None if original is None else original.media_type,
        position=position,
        thumbnail_file_name=None if checked.thumbnail is None else files.put(checked.thumbnail),
        pages=checked.pages,
        uploaded_at=now,
    )
    session.add(attachment)
    session.flush()
    return attachment

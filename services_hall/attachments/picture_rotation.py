"""Rotation of uploaded pictures, always made from the file as it was sent."""

import hashlib
from dataclasses import dataclass
from typing import Final

from certificate_store.encryption import EncryptedFiles
from services_hall.attachments import file_readers
from services_hall.attachments.file_kinds import PICTURES, FileKind
from services_hall.attachments.models import Attachment
from services_hall.attachments.uploads import name_as_jpeg

QUARTERS: Final = 4


@dataclass(frozen=True)
class TurnedPicture:
    """A picture turned by 90 degrees more: how often it is turned now, its bytes and its thumbnail."""

    quarter_turns: int
    data: bytes
    thumbnail: bytes


def turn_picture(files: EncryptedFiles, file: Attachment) -> TurnedPicture | None:
    """The picture turned clockwise; None for a document. It takes up to a second: before the transaction."""
    kind = FileKind(file.original_media_type or file.media_type)
    if kind not in PICTURES:
        return None
    quarter_turns = (file.quarter_turns + 1) % QUARTERS
    sent = files.get(file.original_file_name or file.file_name)
    return TurnedPicture(quarter_turns, *file_readers.turned(sent, kind, quarter_turns))


def store_turned(files: EncryptedFiles, file: Attachment, turned: TurnedPicture) -> None:
    """Let the row name the turned picture, with the file as it was sent as its original."""
    if file.original_file_name is None:
        file.original_file_name, file.original_media_type = file.file_name, file.media_type
    file.file_name, file.thumbnail_file_name = files.put(turned.data), files.put(turned.thumbnail)
    file.name, file.media_type = name_as_jpeg(file.name), FileKind.JPEG
    file.size, file.sha256 = len(turned.data), hashlib.sha256(turned.data).digest()
    file.quarter_turns = turned.quarter_turns

"""Cache of checked pictures and first pages: an equal file that was read before is not read again.

The tests that file applications upload the same few small files some thousand times.
"""

from functools import lru_cache
from typing import Final

from services_hall.attachments import file_readers
from services_hall.attachments.file_kinds import FileKind

MOST_PICTURES: Final = 100
MOST_BYTES: Final = 100_000
CHECK: Final = file_readers.checked_thumbnail
DRAW: Final = file_readers.first_page


@lru_cache(MOST_PICTURES)
def checked_before(data: bytes, kind: FileKind) -> bytes:
    """The thumbnail of this picture; what CHECK raises is not kept."""
    return CHECK(data, kind)


def checked_thumbnail(data: bytes, kind: FileKind) -> bytes:
    """The thumbnail of a picture, as CHECK makes it."""
    return checked_before(data, kind) if len(data) <= MOST_BYTES else CHECK(data, kind)


@lru_cache(MOST_PICTURES)
def drawn_before(data: bytes) -> bytes | None:
    """The first page of this PDF."""
    return DRAW(data)


def first_page(data: bytes) -> bytes | None:
    """The first page of a PDF, as DRAW makes it."""
    return drawn_before(data) if len(data) <= MOST_BYTES else DRAW(data)


def share_pictures() -> None:
    """Lets all applications of this process share what was found in equal pictures."""
    file_readers.checked_thumbnail = checked_thumbnail
    file_readers.first_page = first_page

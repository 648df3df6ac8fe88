"""Pictures of the pages of PDF documents, drawn by a process with limits."""

import logging
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

DRAWING: Final = Path(__file__).with_name("page_drawing.py")
SECONDS: Final = 8
"""Until a drawing is given up; a page takes a quarter of a second."""
AT_ONCE: Final = 2
SECONDS_OF_WAITING: Final = 2
"""Until a document goes without a picture, because others are being drawn."""
THUMBNAIL_SIDE: Final = 320
"""Pixels, as of the thumbnail of a picture."""
READABLE_SIDE: Final = 1600
"""Pixels with which small print can be read."""
LARGEST: Final = 256 * 1024
"""Bytes of a small picture."""
LARGEST_READABLE: Final = 4 * 1024 * 1024
JPEG_HEAD: Final = b"\xff\xd8\xff"

_slots = BoundedSemaphore(AT_ONCE)
_log = logging.getLogger(__name__)


def first_page(data: bytes) -> bytes | None:
    """A small JPEG of the first page; None where it cannot be drawn within the limits.

    A document that opens is taken without a picture as well.
    """
    return _drawn(data, number=1, longest_side=THUMBNAIL_SIDE, largest=LARGEST)


def readable_page(data: bytes, number: int) -> bytes | None:
    """A JPEG of this page, from 1, that can be read; None as above, and where there is no such page."""
    return _drawn(data, number=number, longest_side=READABLE_SIDE, largest=LARGEST_READABLE)


def _drawn(data: bytes, *, number: int, longest_side: int, largest: int) -> bytes | None:
    """The picture of a page: the process gets no settings and no keys."""
    if not _slots.acquire(timeout=SECONDS_OF_WAITING):
        return None
    try:
        drawing = subprocess.run(  # noqa: S603 - a program of this package; the file goes to its input
            [sys.executable, "-I", str(DRAWING), str(number), str(longest_side)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _log.warning("page of a PDF not drawn: %s", type(error).__name__)
        return None
    finally:
        _slots.release()
    picture = drawing.stdout
    if drawing.returncode or not picture.startswith(JPEG_HEAD) or len(picture) > largest:
        _log.warning("page of a PDF not drawn: the process ended with %d", drawing.returncode)
        return None
    return picture

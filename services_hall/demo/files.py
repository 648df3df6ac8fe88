"""Files that the demonstration uploads."""

import struct
import zlib
from functools import cache


@cache
def picture(width: int = 420, height: int = 594) -> bytes:
    """A small PNG of a written page as a real file to upload; its sides are pixels."""
    line, words = 18, (width - 80) // 10
    paper = b"\x00" + b"\xff" * width
    written = b"\x00" + (b"\xff" * 40 + (b"\x20" * 6 + b"\xff" * 4) * words).ljust(width, b"\xff")
    rows = b"".join(written if 60 < y < height - 60 and y % line < 8 else paper for y in range(height))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in [*parts, (b"IEND", b"")])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""Files that the demonstration uploads."""

import struct
import zlib


def picture() -> bytes:
    """A small white PNG as a real file to upload."""
    side = 64
    rows = b"".join(b"\x00" + b"\xff" * side for _ in range(side))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in [*parts, (b"IEND", b"")])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""Completeness check for picture files; decoders may fill missing parts with grey."""

import struct
from collections.abc import Callable, Mapping
from typing import Final

from services_hall.attachments.file_kinds import FileKind

_START_OF_SCAN: Final = 0xDA
_END_OF_JPEG: Final = b"\xff\xd9"


def is_cut_off(data: bytes, kind: FileKind) -> bool:
    """Whether the end of the picture is missing; programs may append something of their own to it."""
    return kind in _CHECKS and _CHECKS[kind](data)


def _is_jpeg_cut_off(data: bytes) -> bool:
    """No end after the first scan; a preview inside a segment before it has an end of its own."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        length: int = struct.unpack_from(">H", data, place + 2)[0]
        if data[place + 1] == _START_OF_SCAN:
            return _END_OF_JPEG not in data[place + 2 + length :]
        place += 2 + length
    return True


def _is_png_cut_off(data: bytes) -> bool:
    return b"IEND" not in data


def _is_webp_cut_off(data: bytes) -> bool:
    size: int = struct.unpack_from("<I", data, 4)[0]
    return len(data) < 8 + size


_CHECKS: Final[Mapping[FileKind, Callable[[bytes], bool]]] = {
    FileKind.JPEG: _is_jpeg_cut_off,
    FileKind.PNG: _is_png_cut_off,
    FileKind.WEBP: _is_webp_cut_off,
}

"""Anchors: chain heads stored outside the database, to detect a truncated or restored record."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

NAME: Final = "audit.heads"
HASH_LENGTH: Final = 64
TAIL: Final = 1_000


def write_anchor(data_dir: Path, seq: int, value: str) -> None:
    """Append a head to the file in the data folder; it is durably on disk when this returns."""
    descriptor = os.open(data_dir / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{seq} {value}\n".encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_anchors(data_dir: Path) -> Iterator[tuple[int, str]]:
    """The stored heads, the oldest first; a line truncated by a crash is skipped."""
    path = data_dir / NAME
    if not path.exists():
        return
    with path.open(encoding="ascii") as lines:
        for line in lines:
            if (head := _parse(line)) is not None:
                yield head


def newest_anchor(data_dir: Path) -> int:
    """The number of the newest stored head; 0 when there is none."""
    path = data_dir / NAME
    if not path.exists():
        return 0
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - TAIL, 0))
        heads = map(_parse, file.read().decode("ascii").splitlines())
    return max((head[0] for head in heads if head is not None), default=0)


def _parse(line: str) -> tuple[int, str] | None:
    seq, _, value = line.rstrip("\n").partition(" ")
    return (int(seq), value) if seq.isdigit() and len(value) == HASH_LENGTH else None

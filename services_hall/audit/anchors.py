"""Heads of the chain kept outside the database: a record cut short or put back to an older state is told by them."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

NAME: Final = "audit.heads"


def anchor(data_dir: Path, seq: int, value: str) -> None:
    """Append a head to the data folder's list, safely on disk when this returns."""
    descriptor = os.open(data_dir / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{seq} {value}\n".encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def anchors(data_dir: Path) -> Iterator[tuple[int, str]]:
    """The heads that were kept, oldest first; a line cut off by a crash is passed over."""
    path = data_dir / NAME
    if not path.exists():
        return
    with path.open(encoding="ascii") as lines:
        for line in lines:
            seq, _, value = line.rstrip("\n").partition(" ")
            if seq.isdigit() and len(value) == 64:
                yield int(seq), value

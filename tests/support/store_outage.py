"""Outages of the certificate store: its database file is replaced."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services_hall import database
from tests.support.hall import Hall

OUTAGES = ("a folder in its place", "not a database", "an empty database")


@contextmanager
def store_outage(hall: Hall, way: str) -> Iterator[None]:
    """Replaces the store's database file during the block."""
    file, kept = hall.folder / "certificates.db", hall.folder / "kept.db"
    close_connections(hall)
    file.rename(kept)
    put_something_else(file, way)
    try:
        yield
    finally:
        close_connections(hall)
        file.rmdir() if file.is_dir() else file.unlink(missing_ok=True)
        for left in hall.folder.glob("certificates.db-*"):
            left.unlink()
        kept.rename(file)


def put_something_else(file: Path, way: str) -> None:
    if way == "a folder in its place":
        file.mkdir()
    elif way == "not a database":
        file.write_bytes(b"this is no database " * 500)
    else:
        file.touch()


def close_connections(hall: Hall) -> None:
    """Closes all connections to the old file."""
    with hall.app.app_context():
        database.certificate_engine(hall.app).dispose()  # the last connection writes the log to the file

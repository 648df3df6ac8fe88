"""Checks before the start of the hall: each problem is one sentence with its remedy."""

import ctypes
import os
import socket
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from services_hall.runtime.schema_version import pending_migrations, url_of
from services_hall.settings import KEY_FILES, Settings

LIBRARIES: Final = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
CONNECT_SECONDS: Final = 5


def problems(settings: Settings) -> list[str]:
    """All problems that prevent this site from starting, as sentences."""
    messages = [*data_folder(settings), *missing_libraries()]
    unreachable = list(databases(settings))
    if unreachable:
        return [*messages, *unreachable]
    return [*messages, *(list(schema(settings)) or document_prefix(settings))]


def missing_libraries(libraries: Mapping[str, str] = LIBRARIES) -> Iterator[str]:
    """Check the system libraries needed for PDFs."""
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            yield f"The system library {library} is missing: `apt-get install {package}`, or `make setup`."


def data_folder(settings: Settings) -> Iterator[str]:
    """Check that the data folder exists and is writable, and that only its owner can read the keys."""
    folder = settings.data_dir
    if not folder.is_dir():
        yield f"The data folder {folder} does not exist: run `services-hall init` first."
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield f"The data folder {folder} cannot be written: give it to the user that runs the hall."
    for path in (folder / name for name in KEY_FILES):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"{path} can be read by others: run `chmod 600 {path}`."


def databases(settings: Settings, *, must_exist: bool = True) -> Iterator[str]:
    """Check that both databases answer; a file that does not exist yet is a problem if it `must_exist`.

    A database shared by both is checked and reported once.
    """
    variables = {"hall": "HALL_DATABASE_URL", "certificates": "HALL_CERTIFICATES_DATABASE_URL"}
    checked: set[str] = set()
    for name, variable in variables.items():
        configured_url = url_of(settings, name)
        if configured_url in checked:
            continue
        checked.add(configured_url)
        url = make_url(configured_url)
        if url.drivername == "sqlite":
            if must_exist and not Path(url.database or "").exists():
                yield f"The database {url.database} does not exist: run `services-hall init` first."
            continue
        reason = _why_unreachable(configured_url)
        if reason:
            place = f"{url.host or url.query.get('host', 'this machine')}/{url.database}"
            yield f"The database {place} is silent ({reason}): start it, or fix {variable}."


def schema(settings: Settings) -> Iterator[str]:
    """Check that both databases have the schema of this program."""
    waiting = pending_migrations(settings)
    if waiting:
        names = " and ".join(waiting)
        yield f"Migrations are pending ({names}): stop the hall, back up, then run `services-hall init`."


def document_prefix(settings: Settings) -> Iterator[str]:
    """Check that no agency numbers its papers under the site's prefix; the schema must be the newest."""
    engine = create_engine(settings.database_url, poolclass=NullPool)
    query = text("SELECT name FROM agency WHERE document_prefix = :prefix")
    try:
        with engine.connect() as connection:
            names = connection.scalars(query, {"prefix": settings.document_prefix}).all()
    finally:
        engine.dispose()
    for name in names:
        yield (
            f"Papers of the site and of {name} would be numbered alike ({settings.document_prefix}): "
            "choose another HALL_DOCUMENT_PREFIX."
        )


def port(host: str, number: int) -> Iterator[str]:
    """Check that the port to listen on is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            yield f"Cannot listen on {host}:{number} ({error.strerror}): name another with --port or PORT."


def _why_unreachable(url: str) -> str | None:
    """The first line of the driver's error, or None when the database answers."""
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": CONNECT_SECONDS})
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        words = str(getattr(error, "orig", None) or error).strip().splitlines()
        return words[0] if words else type(error).__name__
    finally:
        engine.dispose()
    return None

"""A PostgreSQL server for the tests: a socket in a private folder, deleted afterwards."""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from tests.support.memory_folder import memory_folder
from tests.support.processes import run_process

OWNER: Final = "postgres"  # the server refuses to run as root
START_SECONDS: Final = 60.0
SETTINGS: Final = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
SAVES_TIME: Final = frozenset({"fsync", "synchronous_commit", "full_page_writes"})


@dataclass
class PostgresServer:
    """A running server that creates databases."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, database: str) -> str:
        """The address of `database` for SQLAlchemy."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname=database, autocommit=True)

    def is_ready(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The URL of a new database, a copy of `template`, dropped after the block."""
        name = f"test_{next(self.numbers)}"
        self.run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        try:
            yield self.url(name)
        finally:
            self.run("DROP DATABASE {} WITH (FORCE)", name)

    def run(self, statement: str, *names: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def binaries() -> Path:
    """The folder of the newest installed PostgreSQL programs."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(versions, key=lambda program: int(program.parts[-3]), default=None)
    if newest is None:
        raise FileNotFoundError("PostgreSQL is not installed: run `make setup`")
    return newest.parent


@contextmanager
def postgres_server(*, is_durable: bool = False) -> Iterator[PostgresServer]:
    """A new server with an empty cluster, stopped and deleted after the block; a durable one syncs."""
    folder = Path(tempfile.mkdtemp(prefix="hall-pg-", dir=None if is_durable else memory_folder()))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER, OWNER)
        make_cluster(folder)
        chosen = {name: value for name, value in SETTINGS.items() if not is_durable or name not in SAVES_TIME}
        settings = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
        command = [binaries() / "postgres", "-D", folder / "data", "-k", folder, *settings]
        with run_process(as_owner(command), cwd=folder, ending=signal.SIGINT) as process:
            server = PostgresServer(folder)
            process.wait_until(server.is_ready, START_SECONDS, "PostgreSQL to answer")
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_cluster(folder: Path) -> None:
    options = ["--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = as_owner([binaries() / "initdb", "-D", folder / "data", *options])
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise RuntimeError(f"initdb failed: {made.stderr}")


def as_owner(command: list[str | Path]) -> list[str | Path]:
    """`command` as PostgreSQL's user when this process is root; it ends with the tests."""
    change = [f"--reuid={OWNER}", f"--regid={OWNER}", "--init-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *change, "--pdeathsig=INT", *command]

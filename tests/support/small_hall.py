"""A hall with its databases and few tables, for tests of the layers below the pages."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, String, Table

from certificate_store.encryption import KeyRing
from services_hall import database
from services_hall.audit.models import AuditEntry, AuditHead
from services_hall.core import SETTINGS
from services_hall.database import Base
from services_hall.jobs.models import Job
from services_hall.settings import Settings

MARKS = Table(
    "test_marks",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("text", String(80), nullable=False),
)
"""What the effects of test jobs write."""


def settings_for(data_dir: Path, database_url: str, **changes: str) -> Settings:
    """Settings of a site in `data_dir`; the store is an SQLite file unless told otherwise."""
    settings = Settings(
        data_dir=data_dir,
        database_url=database_url,
        certificates_database_url=f"sqlite:///{data_dir / 'certificates.db'}",
        secret_key="a secret of the tests that is long enough",
        keyring=KeyRing.generate().dump(),
    )
    return replace(settings, **changes)  # type: ignore[arg-type]


def make_app(settings: Settings) -> Flask:
    """An application with jobs, the audit record and a table of marks only."""
    app = Flask("small_hall")
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions[SETTINGS] = settings
    database.init_app(app, settings)
    return app


@contextmanager
def small_hall(settings: Settings, *, create: bool = True) -> Iterator[Flask]:
    """Such an application with its tables, inside its context."""
    app = make_app(settings)
    with app.app_context():
        if create:
            Base.metadata.create_all(database.db.engine, tables=tables())
            MARKS.create(database.db.engine)
        try:
            yield app
        finally:
            database.db.session.remove()
            database.db.engine.dispose()
            database.certificate_engine(app).dispose()


@pytest.fixture
def bare_hall(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """Such an application on a fresh database of each kind."""
    with small_hall(settings_for(tmp_path, database_url)) as app:
        yield app


def tables() -> Sequence[Table]:
    models = (Job, AuditEntry, AuditHead)
    return [Base.metadata.tables[model.__tablename__] for model in models]


def marks() -> list[str]:
    """Every mark that was written, in order."""
    with database.db.engine.connect() as connection:
        return list(connection.scalars(MARKS.select().with_only_columns(MARKS.c.text).order_by(MARKS.c.id)))


def environment(settings: Settings) -> dict[str, str]:
    """The environment variables of these settings, for a child process."""
    values = {
        "HALL_DATA_DIR": str(settings.data_dir),
        "HALL_DATABASE_URL": settings.database_url,
        "HALL_CERTIFICATES_DATABASE_URL": settings.certificates_database_url,
        "HALL_SECRET_KEY": settings.secret_key,
        "HALL_KEYRING": settings.keyring,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PATH": os.environ["PATH"],
    }
    return values | ({"HALL_BROKER_URL": settings.broker_url} if settings.broker_url else {})

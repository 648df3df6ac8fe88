"""Transactions on the hall's database and on the certificate store's, never on both at once."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Final

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, ExceptionContext, MetaData, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InvalidatePoolError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from guides.orm import Base as GuidesBase
from services_hall.late_columns import with_late_columns
from services_hall.settings import Settings

WRITING: Final = "hall_writing"
BUSY_SECONDS: Final = 20
TRUSTED_SECONDS: Final = 1.0
_WROTE: Final = "hall.wrote"
_USED_AT: Final = "hall.used_at"
_STORE: Final = "hall.certificate_sessions"
_BEFORE_WRITING: Final = "hall.before_writing"
_active = threading.local()
_sqlite_writers: Final = {"hall": threading.Lock(), "certificates": threading.Lock()}

db = SQLAlchemy()


class Base(DeclarativeBase):
    """Base of the hall's own tables; the catalogue's tables are in the same database."""

    metadata = MetaData(naming_convention=GuidesBase.metadata.naming_convention)


class TransactionsNest(RuntimeError):
    """A transaction was opened inside another one, so neither would be atomic."""

    def __init__(self) -> None:
        super().__init__("a transaction is open already; transactions never nest")


def init_app(app: Flask, settings: Settings) -> None:
    """Configure the application's two databases."""
    logging.getLogger("sqlalchemy.engine.Engine").addFilter(is_no_row)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    db.init_app(app)
    app.teardown_appcontext(_end_with_context)
    with app.app_context():
        prepare_engine(db.engine)
    app.extensions[_STORE] = sessionmaker(
        make_engine(settings.certificates_database_url), expire_on_commit=False
    )


def before_writing(app: Flask, check: Callable[[], None]) -> None:
    """Call `check` before every write transaction on the hall's database; its errors keep it from opening."""
    app.extensions[_BEFORE_WRITING] = check


def engine_options(url: str) -> dict[str, Any]:
    """The options for an engine with this URL; error messages never show parameter values."""
    if make_url(url).drivername == "sqlite":
        return {
            "hide_parameters": True,
            "connect_args": {"timeout": BUSY_SECONDS, "isolation_level": None},
        }
    pool = {"pool_size": 8, "max_overflow": 16, "pool_timeout": 10}
    return {"hide_parameters": True, **pool}


def is_no_row(record: logging.LogRecord) -> bool:
    """Filters out log records of SQLAlchemy that show result rows, because rows contain decrypted data."""
    return record.msg != "Row %r"


def make_engine(url: str) -> Engine:
    """An engine with the options for its kind of database, outside any application."""
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    return engine


def prepare_engine(engine: Engine) -> None:
    """SQLite: foreign keys, write-ahead log, full sync, explicit BEGIN; PostgreSQL: idle pings, no JIT."""
    if engine.dialect.name != "sqlite":
        _ping_idle_connections(engine)
        event.listen(engine, "connect", _prepare_connection)
    elif not event.contains(engine, "connect", _set_pragmas):
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "handle_error", _translate_damage)


def _ping_idle_connections(engine: Engine) -> None:
    """Ping a connection at checkout if it was idle, to detect a server that has gone away.

    SQLAlchemy's own pre-ping would need a round trip at every checkout.
    """

    def note(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[_USED_AT] = time.monotonic()

    def ask(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        used_at = record.info.get(_USED_AT)
        if used_at is None or time.monotonic() - used_at < TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", ask)


def _prepare_connection(connection: Any, _record: Any) -> None:
    """Compile no statement to machine code: over many cases that takes longer than it saves."""
    connection.cursor_factory = with_late_columns(connection.cursor_factory)
    connection.execute("SET jit = off")
    connection.commit()


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _translate_damage(context: ExceptionContext) -> None:
    """Report a damaged SQLite file, or a file that is no database, as an unreachable database."""
    cause = context.original_exception
    if type(cause) is sqlite3.DatabaseError:
        raise OperationalError(context.statement, context.parameters, cause) from cause


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _transaction_slot(engine: Engine, name: str) -> Iterator[None]:
    """Allow one transaction per thread; SQLite's writers queue here, fairer than its busy time-out."""
    if getattr(_active, "open", False):
        raise TransactionsNest
    _active.open = True
    try:
        with _sqlite_writers[name] if engine.dialect.name == "sqlite" else nullcontext():
            yield
    finally:
        _active.open = False


@contextmanager
def transaction(*, keeps_drafts: bool = False) -> Iterator[Session]:
    """One write transaction on the hall's database: committed at the end, rolled back on any error.

    With `keeps_drafts` it may keep input that is checked later, when it is filed.
    Ends the previous read transaction first, so that rows are read again under this transaction's lock.
    """
    if not keeps_drafts and (check := current_app.extensions.get(_BEFORE_WRITING)):
        check()
    session: Session = db.session()
    _end_read_transaction(session)
    with _transaction_slot(db.engine, "hall"):
        with session.no_autoflush:
            session.connection(execution_options={WRITING: True})
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop(_WROTE, None)


def reading() -> Session:
    """The session for reading; it is closed with the application context."""
    session: Session = db.session()
    return session


def end_reading() -> None:
    """Return the reading session's connection to the pool, before something slow or remote."""
    _end_read_transaction(db.session())


def _end_read_transaction(session: Session) -> None:
    """End a read transaction by COMMIT: after ROLLBACK the driver drops its prepared statements."""
    if not session.in_transaction():
        return
    if session.is_active and not (session.new or session.dirty or session.deleted or _WROTE in session.info):
        try:
            session.commit()
        except SQLAlchemyError:
            session.rollback()
    else:
        session.rollback()
    session.info.pop(_WROTE, None)


def _end_with_context(error: BaseException | None) -> None:
    """End the read transaction before the session is closed; loaded objects stay readable, detached."""
    if error is not None or not db.session.registry.has():
        return
    session: Session = db.session()
    if not (session.new or session.dirty or session.deleted):
        session.expunge_all()
    _end_read_transaction(session)


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, _flush: Any) -> None:
    session.info[_WROTE] = True


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.info[_WROTE] = True


@contextmanager
def certificate_transaction() -> Iterator[Session]:
    """One transaction on the certificate store, with its own engine; no hall transaction may be open."""
    sessions: sessionmaker[Session] = current_app.extensions[_STORE]
    with _transaction_slot(sessions.kw["bind"], "certificates"):
        end_reading()
        with sessions() as session:
            session.connection(execution_options={WRITING: True})
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise


def certificate_engine(app: Flask) -> Engine:
    """The store's engine, for checks at start and for tests."""
    sessions: sessionmaker[Session] = app.extensions[_STORE]
    engine = sessions.kw["bind"]
    assert isinstance(engine, Engine)  # noqa: S101 - sessionmaker's bind is untyped
    return engine

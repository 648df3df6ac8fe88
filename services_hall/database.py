"""Transactions on the hall's database and, never in the same one, on the certificate store's."""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
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
from services_hall.settings import Settings

WRITING: Final = "hall_writing"
BUSY_SECONDS: Final = 20
TRUSTED_SECONDS: Final = 1.0
_WROTE: Final = "hall.wrote"
_USED_AT: Final = "hall.used_at"
_STORE: Final = "hall.certificate_sessions"
_active = threading.local()
_sqlite_writers: Final = {"hall": threading.Lock(), "certificates": threading.Lock()}

db = SQLAlchemy()


class Base(DeclarativeBase):
    """The hall's own tables; those of the catalogue lie beside them in the same database."""

    metadata = MetaData(naming_convention=GuidesBase.metadata.naming_convention)


class TransactionsNest(RuntimeError):
    """A transaction was opened inside another one, so that neither could be trusted to be whole."""

    def __init__(self) -> None:
        super().__init__("a transaction is open already; transactions never nest")


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its two databases."""
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


def engine_options(url: str) -> dict[str, Any]:
    """What an engine of this URL is made with; errors never show what was written."""
    if make_url(url).drivername == "sqlite":
        return {
            "hide_parameters": True,
            "connect_args": {"timeout": BUSY_SECONDS, "isolation_level": None},
        }
    pool = {"pool_size": 8, "max_overflow": 16, "pool_timeout": 10}
    return {"hide_parameters": True, **pool}


def is_no_row(record: logging.LogRecord) -> bool:
    """Whether a line about statements shows nothing that was read: rows hold what was decrypted already."""
    return record.msg != "Row %r"


def make_engine(url: str) -> Engine:
    """An engine with the hall's recipe for its kind of database, outside any application."""
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    return engine


def prepare_engine(engine: Engine) -> None:
    """SQLite: foreign keys, write-ahead log, full sync, a BEGIN of our own; PostgreSQL: it is asked."""
    if engine.dialect.name != "sqlite":
        _ask_after_a_pause(engine)
    elif not event.contains(engine, "connect", _set_pragmas):
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "handle_error", _name_damage)


def _ask_after_a_pause(engine: Engine) -> None:
    """A connection that lay idle is asked whether its server still answers, before anyone works with it.

    SQLAlchemy's own pre-ping asks each time, a round trip on every checkout of a busy hall.
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


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _name_damage(context: ExceptionContext) -> None:
    """A damaged file, or one that is no database, is a database that does not answer, as one out of reach."""
    cause = context.original_exception
    if type(cause) is sqlite3.DatabaseError:
        raise OperationalError(context.statement, context.parameters, cause) from cause


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _only_one(engine: Engine, name: str) -> Iterator[None]:
    """One transaction a thread; SQLite's writers queue here, fairer and faster than its busy-waiting."""
    if getattr(_active, "open", False):
        raise TransactionsNest
    _active.open = True
    try:
        with _sqlite_writers[name] if engine.dialect.name == "sqlite" else nullcontext():
            yield
    finally:
        _active.open = False


@contextmanager
def transaction() -> Iterator[Session]:
    """One write transaction on the hall's database: committed at the end, rolled back on any error.

    What was read before is let go first, so that rows are read again under the transaction's own lock.
    """
    session: Session = db.session()
    _let_go(session)
    with _only_one(db.engine, "hall"):
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
    """The session that pages read with; it is closed with the application context."""
    session: Session = db.session()
    return session


def end_reading() -> None:
    """Give the reading session's connection back, before something slow or remote."""
    _let_go(db.session())


def _let_go(session: Session) -> None:
    """Ends what was only read by COMMIT: a ROLLBACK makes the driver forget every prepared statement."""
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
    """Lets go before the session is closed; what was read stays readable, detached."""
    if error is not None or not db.session.registry.has():
        return
    session: Session = db.session()
    if not (session.new or session.dirty or session.deleted):
        session.expunge_all()
    _let_go(session)


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _flush: Any) -> None:
    session.info[_WROTE] = True


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.info[_WROTE] = True


@contextmanager
def certificate_transaction() -> Iterator[Session]:
    """One transaction on the certificate store, over its own engine; the hall's is not open meanwhile."""
    sessions: sessionmaker[Session] = current_app.extensions[_STORE]
    with _only_one(sessions.kw["bind"], "certificates"):
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
    assert isinstance(engine, Engine)  # noqa: S101 - sessionmaker keeps its bind untyped
    return engine

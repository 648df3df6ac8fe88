"""Database connections: lost ones are detected before use, without a check for every use."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from services_hall import database
from services_hall.late_columns import LateColumns

END_ALL = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    made = database.make_engine(postgres_url)
    yield made
    made.dispose()


def ask(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT 1")).scalar_one())


def end_all_connections(engine: Engine) -> None:
    other = create_engine(engine.url, poolclass=NullPool)
    with other.connect() as connection:
        connection.execute(END_ALL)


def count_pings(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    asked: list[object] = []
    ping = engine.dialect.do_ping

    def counted(connection: object) -> bool:
        asked.append(connection)
        return ping(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(engine.dialect, "do_ping", counted)
    return asked


def test_after_a_pause_a_dead_connection_is_replaced_unseen(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "TRUSTED_SECONDS", 0.0)
    assert ask(engine) == 1
    end_all_connections(engine)
    assert ask(engine) == 1


def test_one_that_was_used_just_now_is_not_asked(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "TRUSTED_SECONDS", 3_600.0)
    asked = count_pings(engine, monkeypatch)
    assert [ask(engine) for _ in range(3)] == [1, 1, 1]
    assert asked == []
    monkeypatch.setattr(database, "TRUSTED_SECONDS", 0.0)
    ask(engine)
    assert len(asked) == 1


def test_a_server_that_goes_while_connections_are_trusted_costs_one_answer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "TRUSTED_SECONDS", 3_600.0)
    with engine.connect() as one, engine.connect() as other:
        one.scalar(text("SELECT 1"))
        other.scalar(text("SELECT 1"))
    end_all_connections(engine)
    with pytest.raises(OperationalError):
        ask(engine)
    assert [ask(engine) for _ in range(3)] == [1, 1, 1]


def test_sqlite_is_never_asked(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = database.make_engine(sqlite_url)
    asked = count_pings(made, monkeypatch)
    monkeypatch.setattr(database, "TRUSTED_SECONDS", 0.0)
    assert [ask(made), ask(made)] == [1, 1]
    assert asked == []
    made.dispose()


def test_no_connection_compiles_statements_to_machine_code(engine: Engine) -> None:
    other = create_engine(engine.url, poolclass=NullPool)
    with engine.connect() as connection, other.connect() as plain:
        assert connection.execute(text("SHOW jit")).scalar_one() == "off"
        assert plain.execute(text("SHOW jit")).scalar_one() == "on"


def test_the_columns_of_a_result_are_described_when_they_are_read(engine: Engine) -> None:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT 1 AS one, 'a' AS letter")
        described = rows.cursor.description
        assert isinstance(described, LateColumns)
        assert [column.name for column in described] == ["one", "letter"]
        assert (len(described), described[1].name) == (2, "letter")
        assert rows.mappings().one() == {"one": 1, "letter": "a"}
        cursor = connection.connection.cursor()
        cursor.execute("SET search_path = public")
        assert cursor.description is None

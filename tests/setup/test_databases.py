"""The databases of the tests: real, empty, of the expected kind."""

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from tests.support.postgres import PostgresServer


def test_a_fresh_database_of_each_kind_is_empty_and_can_be_written(database_url: str) -> None:
    engine = create_engine(database_url)
    try:
        assert inspect(engine).get_table_names() == []
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE places (name VARCHAR(20))"))
            connection.execute(text("INSERT INTO places VALUES ('江岸区')"))
            assert connection.scalar(text("SELECT name FROM places")) == "江岸区"
    finally:
        engine.dispose()


def test_databases_that_are_open_at_once_are_apart(postgres: PostgresServer) -> None:
    with postgres.database() as one, postgres.database() as other:
        assert make_url(one).database != make_url(other).database

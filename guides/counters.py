"""Counters without gaps: the next number of a named series."""

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from guides.models import Counter


def take_numbers(session: Session, name: str, count: int = 1) -> int:
    """The last of the next `count` numbers of the counter `name`, which is created if necessary."""
    counted = session.execute(
        update(Counter)
        .where(Counter.name == name)
        .values(value=Counter.value + count)
        .returning(Counter.value)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return counted if counted is not None else _first_numbers(session, name, count)


def _first_numbers(session: Session, name: str, count: int) -> int:
    """Creates the counter; if another transaction has just created it, continues after its numbers."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    value: int = session.execute(
        dialect.insert(Counter)
        .values(name=name, value=count)
        .on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + count})
        .returning(Counter.value)
    ).scalar_one()
    return value

"""The statements of filing, built once: rows go in by one multi-row INSERT a table."""

from typing import Any, Final

from sqlalchemy import Insert, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase

from services_hall.applications.models import (
    Application,
    ApplicationItem,
    Attachment,
    Case,
    CaseEvent,
    CaseWait,
    Paper,
    Requirement,
    Step,
)


def _in_order(model: type[DeclarativeBase]) -> Any:
    """Rows whose ids come back in the order in which they were given."""
    table = model.__table__
    return insert(table).returning(table.c.id, sort_by_parameter_order=True)  # type: ignore[arg-type]


def _many(model: type[DeclarativeBase]) -> Any:
    """Rows of one table in one statement: with RETURNING they are not sent one by one."""
    table = model.__table__
    return insert(table).returning(*table.primary_key)  # type: ignore[arg-type]


def _or_nothing(dialect: Any) -> Any:
    statement: Insert = dialect.insert(Application.__table__)
    at_once = statement.on_conflict_do_nothing(  # type: ignore[attr-defined]
        index_elements=["filed_by_id", "idempotency_key"]
    )
    return at_once.returning(Application.__table__.c.id)


FILES: Final[Any] = Attachment.__table__
APPLICATION: Final = {"postgresql": _or_nothing(postgresql), "sqlite": _or_nothing(sqlite)}
ITEMS: Final = _in_order(ApplicationItem)
CASES: Final = _in_order(Case)
REQUIREMENTS: Final = _many(Requirement)
EVENTS: Final = _many(CaseEvent)
STEPS: Final = _many(Step)
WAITS: Final = _many(CaseWait)
PAPER: Final = _many(Paper)
TAKE_FILES: Final = (
    update(FILES)
    .where(FILES.c.id.in_(bindparam("wanted", expanding=True)), FILES.c.application_id.is_(None))
    .values(application_id=bindparam("taken_by"))
    .returning(FILES.c.id)
)
FILED_BEFORE: Final = select(Application.id, Application.request_hash).where(
    Application.filed_by_id == bindparam("filed_by"), Application.idempotency_key == bindparam("key")
)

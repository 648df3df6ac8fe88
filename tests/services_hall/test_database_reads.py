"""Reading: no transaction stays open, and prepared statements are reused."""

from sqlalchemy import bindparam, insert, select, text

from guides.models import Counter
from services_hall.database import end_reading, reading, transaction
from tests.support.hall import Hall

ASKED = select(Counter.value).where(Counter.name == bindparam("name"))
TIMES = 12


def test_what_was_written_without_a_transaction_is_dropped(either_hall: Hall) -> None:
    with either_hall.app.app_context():
        reading().add(Counter(name="added", value=1))
        reading().flush()
    with either_hall.app.app_context():
        reading().execute(insert(Counter).values(name="executed", value=1))
        end_reading()
        reading().add(Counter(name="pending", value=1))
        with transaction():
            pass
    with either_hall.app.app_context():
        assert reading().scalars(select(Counter.name).where(Counter.value == 1)).all() == []


def test_prepared_statements_outlive_the_page_that_read(either_hall: Hall) -> None:
    for _ in range(TIMES):
        with either_hall.app.app_context():
            assert reading().scalar(ASKED, {"name": "nobody"}) is None
    with either_hall.app.app_context():
        if reading().get_bind().dialect.name == "postgresql":
            kept = reading().scalars(text("SELECT statement FROM pg_prepared_statements")).all()
            assert any("counter" in statement for statement in kept)

"""Objects of plain rows: the session's own, written when they change, made only where it knows none."""

from sqlalchemy import bindparam, select

from guides.models import Counter, GuideEdition
from services_hall.database import reading, transaction
from services_hall.object_rows import ObjectRows, ObjectTable, first_objects
from tests.support.hall import Hall

NAMED = select(Counter).where(Counter.name == bindparam("name"))
ROWS = ObjectRows(NAMED, ObjectTable(Counter))
EDITIONS = ObjectRows(
    select(GuideEdition).order_by(GuideEdition.id),
    ObjectTable(GuideEdition, without=(GuideEdition.content, GuideEdition.canonical)),
)


def test_what_changes_in_an_object_of_a_plain_row_is_written(either_hall: Hall) -> None:
    name = {"name": "plain rows"}
    with either_hall.app.app_context(), transaction() as session:
        session.add(Counter(value=1, **name))
    with either_hall.app.app_context(), transaction() as session:
        (one,) = first_objects(ROWS.read(session, name))
        assert session.scalars(NAMED, name).one() is one
        assert one not in session.dirty
        one.value += 1
    with either_hall.app.app_context():
        (one,) = first_objects(ROWS.read(reading(), name))
        assert one.value == 2


def test_plain_rows_are_not_read_where_the_session_knows_more(either_hall: Hall) -> None:
    with either_hall.app.app_context():
        session = reading()
        assert ROWS.is_readable(session)
        pending = Counter(name="pending", value=1)
        session.add(pending)
        assert not ROWS.is_readable(session)
        session.flush()
        assert not ROWS.is_readable(session)
        assert EDITIONS.is_readable(session)


def test_columns_that_were_left_out_are_read_when_somebody_asks(reading_hall: Hall) -> None:
    with reading_hall.app.app_context():
        plain = {one.id: one.content for one in first_objects(EDITIONS.read(reading(), {}))}
    with reading_hall.app.app_context():
        assert plain == {one.id: one.content for one in reading().scalars(select(GuideEdition))}
        assert plain

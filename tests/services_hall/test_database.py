"""Transactions: no lost updates, no nesting, separate transactions for hall and store."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import UnboundExecutionError

from certificate_store.models import CertificateType
from guides.models import Counter
from services_hall import database
from services_hall.database import TransactionsNest, certificate_transaction, reading, transaction
from tests.support.hall import Hall

THREADS, EACH = 8, 25


def test_no_update_is_lost_and_none_is_refused(either_hall: Hall) -> None:
    with either_hall.app.app_context(), transaction() as session:
        session.add(Counter(name="tested", value=0))

    def count(_thread: int) -> None:
        for _ in range(EACH):
            with either_hall.app.app_context(), transaction() as session:
                row = session.get_one(Counter, "tested", with_for_update=True, populate_existing=True)
                row.value += 1

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(count, range(THREADS)))
    with either_hall.app.app_context():
        assert reading().get_one(Counter, "tested").value == THREADS * EACH


def test_a_transaction_sees_what_was_committed_after_the_page_began_to_read(hall: Hall) -> None:
    with hall.app.app_context():
        with transaction() as session:
            session.add(Counter(name="seen", value=1))
        before = reading().get_one(Counter, "seen")
        assert before.value == 1

        def change() -> None:
            with hall.app.app_context(), transaction() as session:
                session.get_one(Counter, "seen").value = 2

        with ThreadPoolExecutor(1) as pool:
            pool.submit(change).result()
        with transaction() as session:
            assert session.get_one(Counter, "seen").value == 2


def fail_halfway() -> None:
    with transaction() as session:
        session.add(Counter(name="gone", value=1))
        session.flush()
        raise RuntimeError


def test_an_error_leaves_nothing_behind(either_hall: Hall) -> None:
    with either_hall.app.app_context():
        with pytest.raises(RuntimeError):
            fail_halfway()
        assert reading().get(Counter, "gone") is None


@pytest.mark.parametrize("outer", [transaction, certificate_transaction])
@pytest.mark.parametrize("inner", [transaction, certificate_transaction])
def test_transactions_never_nest(
    hall: Hall, outer: Callable[[], object], inner: Callable[[], object]
) -> None:
    with hall.app.app_context(), pytest.raises(TransactionsNest), outer(), inner():  # type: ignore[attr-defined]
        raise AssertionError("a transaction was opened inside another")


def test_the_hall_s_session_refuses_the_store_s_tables(hall: Hall) -> None:
    with hall.app.app_context(), pytest.raises(UnboundExecutionError):
        reading().scalars(select(CertificateType)).all()


def test_sqlite_writes_ahead_in_full_and_keeps_references(hall: Hall) -> None:
    with hall.app.app_context():
        pragmas = {
            name: reading().connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous")
        }
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}


def test_errors_never_show_what_was_written() -> None:
    for url in ("sqlite:////a.db", "postgresql+psycopg://localhost/hall"):
        assert database.engine_options(url)["hide_parameters"] is True

"""Obligations: the pure table and the SQL generated from it agree on both databases."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Connection,
    NullPool,
    create_engine,
    select,
)

from guides.enumerations import StepKind
from services_hall.applications.due_days import agency_due_on, loaded_agency_due_on
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import Case, CaseStep
from services_hall.applications.obligations import CASE_OBLIGATIONS, CaseDueDay, CaseDuty
from services_hall.casework.obligations import Debtor

# An independent copy of the table.
OWED = {
    "received": ("agency", "acceptance"),
    "supplement_asked": ("applicant", "supplement"),
    "accepted": ("agency", "decision"),
    "accepted_tolerantly": ("agency", "decision"),
    "in_review": ("agency", "decision"),
    "recorded": ("agency", "handing_over"),
    "granted": ("agency", "handing_over"),
    "granted_on_commitment": ("agency", "after_check"),
    "correction_ordered": ("applicant", "correction"),
}
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("debtor", Debtor)
def test_each_state_has_one_debtor_or_none(state: CaseState, debtor: Debtor) -> None:
    found = CASE_OBLIGATIONS.of(state, debtor)
    expected = OWED.get(state, ("", ""))
    assert (found.duty if found else None) == (CaseDuty(expected[1]) if expected[0] == debtor else None)


@pytest.fixture
def tables(database_url: str) -> Iterator[Connection]:
    """Empty tables of cases and their steps, without foreign keys to other tables."""
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection, connection.begin() as transaction:
        for model in (Case, CaseStep):
            names = ", ".join(
                f"{one.name} {one.type.compile(engine.dialect)}" for one in model.__table__.columns
            )
            connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {model.__tablename__} ({names})")
        yield connection
        transaction.rollback()
    engine.dispose()


def earlier_day(acceptance: date | None, decision: date | None) -> date | None:
    """A decision limit that runs from the receipt can end before the one for acceptance."""
    return acceptance if acceptance is None or decision is None else min(acceptance, decision)


@given(
    rows=st.lists(st.tuples(st.sampled_from(CaseState), DAYS, DAYS, DAYS), min_size=1, max_size=20),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_query_gives_the_day_of_the_table(
    tables: Connection, rows: list[tuple[CaseState, date | None, date | None, date | None]]
) -> None:
    for model in (Case, CaseStep):
        tables.execute(model.__table__.delete())
    written = [*rows, *((state, date(2026, 2, 2), date(2026, 3, 3), date(2026, 4, 4)) for state in CaseState)]
    for number, (state, acceptance, decision, check) in enumerate(written, start=1):
        tables.execute(
            Case.__table__.insert().values(
                id=number, state=state, acceptance_due_on=acceptance, decision_due_on=decision
            )
        )
        tables.execute(CaseStep.__table__.insert().values(case_id=number, kind="after_check", due_on=check))
        tables.execute(
            CaseStep.__table__.insert().values(case_id=number, kind="review", due_on=date(2026, 1, 1))
        )
    found = dict(tables.execute(select(Case.id, agency_due_on())).tuples().all())
    for number, (state, acceptance, decision, check) in enumerate(written, start=1):
        due_days = {
            CaseDueDay.ACCEPTANCE: earlier_day(acceptance, decision),
            CaseDueDay.DECISION: decision,
            CaseDueDay.AFTER_CHECK: check,
        }
        assert found[number] == CASE_OBLIGATIONS.due_on(state, Debtor.AGENCY, due_days), state
        steps = [
            CaseStep(kind=StepKind.AFTER_CHECK, due_on=check),
            CaseStep(kind=StepKind.REVIEW, due_on=date(2026, 1, 1)),
        ]
        loaded = Case(state=state, acceptance_due_on=acceptance, decision_due_on=decision, steps=steps)
        assert found[number] == loaded_agency_due_on(loaded), state

"""Obligations: the pure table and the SQL generated from it agree on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Connection,
    NullPool,
    create_engine,
    select,
)

from guides.enumerations import LimitEnd, StepKind
from services_hall.applications.clocks.due_days import agency_due_on, loaded_agency_due_on
from services_hall.applications.clocks.obligations import (
    CASE_OBLIGATIONS,
    CaseDueDay,
    CaseDuty,
    is_limited,
    limit_met_at,
)
from services_hall.applications.lifecycle import CaseOutcome, CaseState
from services_hall.applications.models import Case, CaseStep
from services_hall.casework.obligations import Debtor

# An independent copy of the table.
OWED = {
    "received": {"agency": ["acceptance"]},
    "supplement_asked": {"applicant": ["supplement"]},
    "accepted": {"agency": ["decision", "procedure_end"]},
    "accepted_tolerantly": {"agency": ["decision", "procedure_end"]},
    "in_review": {"agency": ["decision", "procedure_end"]},
    "recorded": {"agency": ["handing_over"]},
    "granted": {"agency": ["handing_over"]},
    "granted_on_commitment": {"agency": ["after_check"]},
    "correction_ordered": {"applicant": ["correction"], "agency": ["second_check"]},
}
BEGUN = date(2026, 1, 1)
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("debtor", Debtor)
def test_each_state_has_the_obligations_of_the_table(state: CaseState, debtor: Debtor) -> None:
    found = CASE_OBLIGATIONS.of(state, debtor)
    assert [one.duty for one in found] == OWED.get(state, {}).get(debtor, [])
    assert all(isinstance(one.duty, CaseDuty) for one in found)


@pytest.mark.parametrize("outcome", [None, *CaseOutcome])
@pytest.mark.parametrize("ends_with", [None, *LimitEnd])
def test_a_limit_that_includes_the_handing_over_of_a_grant_is_met_by_it(
    ends_with: LimitEnd | None, outcome: CaseOutcome | None
) -> None:
    decided, delivered = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)
    found = limit_met_at(ends_with, outcome, decided_at=decided, delivered_at=delivered)
    is_handed_over = (ends_with, outcome) == (LimitEnd.HANDING_OVER, CaseOutcome.GRANTED)
    assert found == (delivered if is_handed_over else decided)
    assert is_limited(CaseDuty.DECISION, ends_with)
    assert is_limited(CaseDuty.HANDING_OVER, ends_with) == (ends_with is LimitEnd.HANDING_OVER)
    others = set(CaseDuty) - {CaseDuty.DECISION, CaseDuty.HANDING_OVER}
    assert not any(is_limited(one, ends_with) for one in others)


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
    rows=st.lists(st.tuples(st.sampled_from(CaseState), DAYS, DAYS, DAYS, DAYS), min_size=1, max_size=20),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_query_gives_the_day_of_the_table(
    tables: Connection, rows: list[tuple[CaseState, date | None, date | None, date | None, date | None]]
) -> None:
    for model in (Case, CaseStep):
        tables.execute(model.__table__.delete())
    days = (date(2026, 2, 2), date(2026, 3, 3), date(2026, 4, 4))
    written = [*rows, *((state, *days, end) for state in CaseState for end in (None, date(2026, 5, 5)))]
    for number, (state, acceptance, decision, check, end) in enumerate(written, start=1):
        tables.execute(
            Case.__table__.insert().values(
                id=number,
                state=state,
                acceptance_due_on=acceptance,
                decision_due_on=decision,
                paused_on=end and BEGUN,
                paused_until=end,
            )
        )
        tables.execute(CaseStep.__table__.insert().values(case_id=number, kind="after_check", due_on=check))
        tables.execute(
            CaseStep.__table__.insert().values(case_id=number, kind="review", due_on=date(2026, 1, 1))
        )
    found = dict(tables.execute(select(Case.id, agency_due_on())).tuples().all())
    for number, (state, acceptance, decision, check, end) in enumerate(written, start=1):
        due_days = {
            CaseDueDay.ACCEPTANCE: earlier_day(acceptance, decision),
            CaseDueDay.DECISION: None if end else decision,
            CaseDueDay.PROCEDURE_END: end,
            CaseDueDay.AFTER_CHECK: check,
        }
        assert found[number] == CASE_OBLIGATIONS.due_on(state, Debtor.AGENCY, due_days), state
        steps = [
            CaseStep(kind=StepKind.AFTER_CHECK, due_on=check),
            CaseStep(kind=StepKind.REVIEW, due_on=date(2026, 1, 1)),
        ]
        loaded = Case(
            state=state,
            acceptance_due_on=acceptance,
            decision_due_on=decision,
            paused_on=end and BEGUN,
            paused_until=end,
            steps=steps,
        )
        assert found[number] == loaded_agency_due_on(loaded), state

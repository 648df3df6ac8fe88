"""Time limits of an agency: which limit binds and its last day, on the official calendar."""

from datetime import date

import pytest

from guides.calendar import WorkingDays
from guides.calendar.official_days import official_day_rows
from guides.enumerations import Unit
from guides.samples import load_sample
from guides.terms import GuideTerms, LegalLimit, Limits, PromisedLimit, SupplementRule, build_terms
from services_hall.applications.cases.dispatch import decision_due_from_receipt
from services_hall.applications.clocks.time_limits import acceptance_due_day, binding_limit
from services_hall.applications.enumerations import Channel
from services_hall.casework.deadlines import BindingLimit, deadline

CALENDAR = WorkingDays({row["day"]: row["is_working"] for row in official_day_rows()})
LEGAL = LegalLimit(days=10, unit=Unit.WORKING_DAY)
PROMISED = PromisedLimit(days=5, unit=Unit.WORKING_DAY)
OPEN = LegalLimit(days=None, unit=Unit.WORKING_DAY, open=True)
AT_ONCE = PromisedLimit(days=0, unit=Unit.WORKING_DAY)


@pytest.mark.parametrize(
    ("promised", "legal", "by_commitment", "expected"),
    [
        (PROMISED, LEGAL, False, BindingLimit(5, Unit.WORKING_DAY, "promised")),
        (PROMISED, LEGAL, True, BindingLimit(0, Unit.WORKING_DAY, "commitment")),
        (PROMISED, OPEN, False, BindingLimit(5, Unit.WORKING_DAY, "promised")),
        (PROMISED, OPEN, True, BindingLimit(0, Unit.WORKING_DAY, "commitment")),
        (AT_ONCE, OPEN, False, BindingLimit(0, Unit.WORKING_DAY, "promised")),
        (AT_ONCE, LEGAL, False, BindingLimit(0, Unit.WORKING_DAY, "promised")),
    ],
)
def test_the_promise_binds_before_the_law_and_a_commitment_before_both(
    promised: PromisedLimit, legal: LegalLimit, by_commitment: bool, expected: BindingLimit
) -> None:
    limits = Limits(promised=promised, legal=legal)
    assert binding_limit(limits, by_commitment=by_commitment) == expected


@pytest.mark.parametrize(
    ("accepted_on", "amount", "unit", "due_on"),
    [
        (date(2026, 9, 28), 5, Unit.WORKING_DAY, date(2026, 10, 10)),  # National Day: 1 to 7 October off
        (date(2026, 9, 30), 1, Unit.WORKING_DAY, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, Unit.WORKING_DAY, date(2026, 10, 10)),  # 10 October is a worked Saturday
        (date(2026, 9, 18), 1, Unit.WORKING_DAY, date(2026, 9, 20)),  # 20 September is a worked Sunday
        (date(2026, 9, 25), 10, "calendar_day", date(2026, 10, 8)),  # would end on 5 October, a day off
        (date(2026, 9, 1), 1, "month", date(2026, 10, 8)),
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28)),  # 28 February 2026 is a worked Saturday
        (date(2026, 9, 30), 24, "hour", date(2026, 10, 1)),  # hours also count on days off
        (date(2026, 10, 3), 0, Unit.WORKING_DAY, date(2026, 10, 8)),
        (date(2026, 11, 23), 20, Unit.WORKING_DAY, date(2026, 12, 21)),
    ],
)
def test_the_last_day_follows_the_official_calendar(
    accepted_on: date, amount: int, unit: str, due_on: date
) -> None:
    found = deadline(accepted_on, BindingLimit(amount, Unit(unit), "promised"), CALENDAR)
    assert (found.starts_on, found.due_on, found.is_provisional) == (accepted_on, due_on, False)


def test_the_deadline_shows_every_day_off_between() -> None:
    found = deadline(date(2026, 9, 28), BindingLimit(5, Unit.WORKING_DAY, "promised"), CALENDAR)
    assert found.days_off == tuple(date(2026, 10, day) for day in range(1, 8))


@pytest.mark.parametrize(
    ("accepted_on", "days", "is_provisional"),
    [
        (date(2026, 12, 1), 5, False),
        (
            date(2026, 12, 25),
            5,
            True,
        ),  # the calendar for 2027 is not published yet and may change the days around New Year
        (date(2026, 12, 31), 1, True),
        (date(2027, 3, 1), 5, True),
    ],
)
def test_a_day_in_a_year_without_a_notice_is_marked(
    accepted_on: date, days: int, is_provisional: bool
) -> None:
    limit = BindingLimit(days, Unit.WORKING_DAY, "promised")
    assert deadline(accepted_on, limit, CALENDAR).is_provisional is is_provisional


@pytest.mark.parametrize(
    ("supplement", "due_on"),
    [
        (None, date(2026, 10, 10)),  # 行政许可法 art. 32(4): five working days
        (SupplementRule(days=1, unit=Unit.WORKING_DAY), date(2026, 9, 29)),
        (SupplementRule(days=3, unit=Unit.CALENDAR_DAY), date(2026, 10, 8)),
    ],
)
def test_the_agency_answers_a_receipt_within_five_days_or_as_its_guide_says(
    supplement: SupplementRule | None, due_on: date
) -> None:
    assert acceptance_due_day(date(2026, 9, 28), supplement, CALENDAR).day == due_on


@pytest.mark.parametrize(
    ("received_on", "due_on", "is_provisional"),
    [
        (date(2026, 12, 30), date(2027, 1, 7), True),
        (date(2026, 12, 1), date(2026, 12, 8), False),
    ],
)
def test_the_day_of_acceptance_is_provisional_before_the_notice_of_the_year(
    received_on: date, due_on: date, is_provisional: bool
) -> None:
    found = acceptance_due_day(received_on, None, CALENDAR)
    assert (found.day, found.provisional) == (due_on, is_provisional)


@pytest.mark.parametrize(
    ("code", "due_on"),
    [
        ("SFZ-BL", date(2026, 11, 23)),  # 20 days from receipt end on a Sunday
        ("GTDJ-SL", date(2026, 11, 3)),
        ("JZZ-SL", None),  # from acceptance
        ("SPJY-XB", None),
    ],
)
def test_a_limit_that_runs_from_the_receipt_is_known_at_the_receipt(code: str, due_on: date | None) -> None:
    terms = build_terms(GuideTerms, load_sample(code))
    found = decision_due_from_receipt(
        terms, date(2026, 11, 2), CALENDAR, by_commitment=False, channel=Channel.ONLINE
    )
    assert found == due_on

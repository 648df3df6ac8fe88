"""A case's light: green, amber shortly before the due day, red after it, with the same meaning in words."""

from datetime import date

import pytest
from flask import Flask

from guides.calendar import WorkingDays
from guides.enumerations import LimitEnd
from services_hall.applications.lifecycle import CaseState
from services_hall.casework.lights import light_days
from services_hall.presentation.deadline_light import light

CALENDAR = WorkingDays({})
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "colour", "words"),
    [
        (date(2026, 11, 23), "green", "还有 3 个工作日"),
        (date(2026, 11, 24), "amber", "还有 2 个工作日"),
        (date(2026, 11, 26), "amber", "今天到期"),
        (date(2026, 11, 27), "red", "超期 1 个工作日"),
        (date(2026, 11, 30), "red", "超期 2 个工作日"),
    ],
)
def test_a_light_tells_how_many_working_days_are_left(
    empty_hall: Flask, today: date, colour: str, words: str
) -> None:
    with empty_hall.test_request_context():
        found = light(
            CaseState.RECEIVED, date(2026, 11, 26), days=light_days(today, CALENDAR), calendar=CALENDAR
        )
    assert found is not None
    assert (found.colour, found.left, found.owed) == (colour, words, "受理")


@pytest.mark.parametrize(
    ("state", "owed"),
    [
        (CaseState.RECEIVED, "受理"),
        (CaseState.SUPPLEMENT_ASKED, None),
        (CaseState.ACCEPTED, "决定"),
        (CaseState.IN_REVIEW, "决定"),
        (CaseState.GRANTED_ON_COMMITMENT, "核查"),
        (CaseState.WAITING, None),
        (CaseState.GRANTED, "制证送达"),
        (CaseState.DENIED, None),
        (CaseState.CORRECTION_ORDERED, "再次核查"),
        (CaseState.REFUSED, None),
    ],
)
def test_a_light_shines_for_what_is_still_owed(empty_hall: Flask, state: CaseState, owed: str | None) -> None:
    with empty_hall.test_request_context():
        found = light(state, date(2026, 12, 21), days=light_days(MONDAY, CALENDAR), calendar=CALENDAR)
    assert (found.owed if found else None) == owed


def test_while_a_procedure_runs_its_planned_end_is_owed(empty_hall: Flask) -> None:
    with empty_hall.test_request_context():
        found = light(
            CaseState.IN_REVIEW,
            date(2026, 11, 20),
            days=light_days(MONDAY, CALENDAR),
            calendar=CALENDAR,
            legal_due_on=date(2026, 11, 20),
            is_paused=True,
        )
    assert found is not None
    assert (found.colour, found.words, found.overdue) == ("red", "结束特别程序：超期 1 个工作日", None)


@pytest.mark.parametrize(
    ("ends_with", "overdue", "words"),
    [
        (LimitEnd.DECISION, None, "超期 2 个工作日"),
        (LimitEnd.HANDING_OVER, "legal", "法定逾期 1 个工作日"),
    ],
)
def test_a_late_handing_over_misses_the_limit_that_ends_with_it(
    empty_hall: Flask, ends_with: LimitEnd, overdue: str | None, words: str
) -> None:
    with empty_hall.test_request_context():
        found = light(
            CaseState.GRANTED,
            date(2026, 11, 19),
            days=light_days(MONDAY, CALENDAR),
            calendar=CALENDAR,
            legal_due_on=date(2026, 11, 20),
            limit_ends_with=ends_with,
        )
    assert found is not None
    assert (found.owed, found.overdue, found.left) == ("制证送达", overdue, words)


@pytest.mark.parametrize(
    ("today", "legal", "overdue", "words"),
    [
        (date(2026, 11, 26), date(2026, 12, 4), None, "今天到期"),
        (date(2026, 11, 27), date(2026, 12, 4), "promised", "承诺逾期 1 个工作日"),
        (date(2026, 12, 4), date(2026, 12, 4), "promised", "承诺逾期 6 个工作日"),
        (date(2026, 12, 7), date(2026, 12, 4), "legal", "法定逾期 1 个工作日"),
        (date(2026, 12, 7), None, "promised", "承诺逾期 7 个工作日"),  # the law's limit is open
    ],
)
def test_a_light_tells_a_missed_promise_from_a_missed_limit_of_the_law(
    empty_hall: Flask, today: date, legal: date | None, overdue: str | None, words: str
) -> None:
    with empty_hall.test_request_context():
        found = light(
            CaseState.IN_REVIEW,
            date(2026, 11, 26),
            days=light_days(today, CALENDAR),
            calendar=CALENDAR,
            legal_due_on=legal,
        )
    assert found is not None
    assert (found.overdue, found.left) == (overdue, words)

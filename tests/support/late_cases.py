"""Cases whose day has passed or whose calendar has changed, and the job that then changes each of them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import func, select, update

from guides.models import CalendarDay
from services_hall import database
from services_hall.applications.cases.case_notices import TOPICS
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.models import Case, CaseDemand
from services_hall.clock import local_day, utc_now
from services_hall.documents.models import Paper
from services_hall.jobs.models import Job
from services_hall.jobs.names import JobName
from services_hall.notices.enumerations import NoticeTopic
from services_hall.notices.models import Notice
from tests.support.agency_systems import System, system
from tests.support.case_decisions import accept, case_row, deliver_notices
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.source_certificates import days_ahead, file_from, food_permit, set_last_day
from tests.support.supplements import AREA_DEMAND, ask_supplement
from tests.support.tolerant_cases import promised_case

FOOD: Final = "SPJY-XB"


@dataclass(frozen=True)
class CaseJob:
    """A job of cases: how its cases come about, and what it does to each of them, once.

    `action` is the event that it writes, `paper` the kind of paper; None where it only marks demands.
    """

    name: JobName
    prepare: Callable[[Hall, int], Sequence[str]]
    state: CaseState
    action: CaseAction | None = None
    paper: str | None = None


def silent_cases(hall: Hall, count: int) -> Sequence[str]:
    """Cases whose agency let the day for a notice pass."""
    numbers = [case["number"] for case in _food_cases(_market(hall), count)]
    _set(hall, acceptance_due_on=_in_days(-1))
    return numbers


def late_supplements(hall: Hall, count: int) -> Sequence[str]:
    """Cases whose applicant let the day for a supplement pass."""
    numbers = _asked_cases(hall, count)
    with hall.app.app_context():
        for number in numbers:
            deliver_notices(case_row(number).id)
    _set(hall, supplement_due_on=_in_days(-1))
    return numbers


def near_supplements(hall: Hall, count: int) -> Sequence[str]:
    """Cases whose supplement is due tomorrow."""
    numbers = _asked_cases(hall, count)
    _set(hall, supplement_due_on=_in_days(1))
    return numbers


def unsupplied_cases(hall: Hall, count: int) -> Sequence[str]:
    """Tolerantly accepted cases whose applicant let the day for the promised material pass."""
    numbers = near_supplies(hall, count)
    _set(hall, tolerance_due_on=_in_days(-1))
    return numbers


def near_supplies(hall: Hall, count: int) -> Sequence[str]:
    """Tolerantly accepted cases whose promised material is due tomorrow."""
    market = _market(hall)
    with hall.app.app_context():
        return [promised_case(market, token_hex(8)) for _turn in range(count)]


def accepted_before_the_calendar_changed(hall: Hall, count: int) -> Sequence[str]:
    """Accepted cases whose promised day has become a day off."""
    market = _market(hall)
    answers = [accept(market, case).get_json() for case in _food_cases(market, count)]
    take_day_off(hall, date.fromisoformat(answers[0]["decision_due_on"]))
    return [answer["number"] for answer in answers]


def silent_renewals(hall: Hall, count: int) -> Sequence[str]:
    """Renewals of permits that ended while nobody decided."""
    market = _market(hall)
    numbers = []
    for _turn in range(count):
        key = token_hex(8)
        permit = food_permit(hall, days_ahead(60), source=f"permit-{key}")
        case = file_from(market, "SPJY-YX", permit, f"renewal-{key}")
        accept(market, case)
        set_last_day(hall, permit, days_ahead(-1))
        numbers.append(case["number"])
    return numbers


def take_day_off(hall: Hall, day: date) -> None:
    """Declare a working day off."""
    with hall.app.app_context(), database.transaction() as session:
        session.merge(CalendarDay(day=day, is_working=False, note="雨雪停工", source="市政府通知"))


CASE_JOBS: Final = (
    CaseJob(
        JobName.DEEM_CASES_ACCEPTED,
        silent_cases,
        CaseState.ACCEPTED,
        CaseAction.DEEM_ACCEPTED,
        "acceptance",
    ),
    CaseJob(
        JobName.RECKON_CASES,
        accepted_before_the_calendar_changed,
        CaseState.ACCEPTED,
        CaseAction.RECKON,
        "acceptance",
    ),
    CaseJob(JobName.CLOSE_LATE_SUPPLEMENTS, late_supplements, CaseState.CLOSED, CaseAction.CLOSE, "return"),
    CaseJob(JobName.RENEW_BY_SILENCE, silent_renewals, CaseState.GRANTED, CaseAction.DEEM_RENEWED, "grant"),
    CaseJob(JobName.REMIND_OF_SUPPLEMENTS, near_supplements, CaseState.SUPPLEMENT_ASKED),
    CaseJob(JobName.REMIND_OF_SUPPLY, near_supplies, CaseState.ACCEPTED_TOLERANTLY),
    CaseJob(
        JobName.TERMINATE_UNSUPPLIED,
        unsupplied_cases,
        CaseState.TERMINATED,
        CaseAction.TERMINATE,
        "termination",
    ),
)
"""Every periodic job that changes cases."""


REMINDERS: Final = {
    JobName.REMIND_OF_SUPPLEMENTS: NoticeTopic.SUPPLEMENT_ENDS,
    JobName.REMIND_OF_SUPPLY: NoticeTopic.PROMISE_ENDS,
}
"""What those that only mark demands tell the applicant."""


def check_changed_once(job: CaseJob, numbers: Sequence[str]) -> None:
    """Each case was changed once and wholly, and its applicant told once; needs an application context."""
    session = database.reading()
    for case in map(case_row, numbers):
        assert case.state is job.state
        if job.action is not None:
            assert Counter(event.action for event in case.events)[job.action] == 1
            assert [one.kind for one in case.papers].count(job.paper) == 1
        topic = REMINDERS[job.name] if job.action is None else TOPICS.get(job.action)
        if topic is not None:
            told = select(func.count()).where(Notice.subject == case.number, Notice.topic == topic)
            assert session.scalar(told) == 1
        if job.action is None:
            demands = session.scalars(select(CaseDemand).where(CaseDemand.case_id == case.id)).all()
            assert [demand for demand in demands if demand.reminded_at is not None]
    _check_papers()


def _check_papers() -> None:
    """Every paper has exactly one job that makes it."""
    session = database.reading()
    jobs = session.scalars(select(Job.payload).where(Job.name == JobName.RENDER_PAPER)).all()
    papers = session.scalars(select(Paper.id)).all()
    assert sorted(payload["paper_id"] for payload in jobs) == sorted(papers)


def _market(hall: Hall) -> System:
    return system(hall, "market_supervision")


def _food_cases(market: System, count: int) -> list[dict[str, Any]]:
    return [case_of(file_restaurant(market, LI, key=token_hex(8)), FOOD) for _turn in range(count)]


def _asked_cases(hall: Hall, count: int) -> Sequence[str]:
    market = _market(hall)
    numbers = []
    for food in _food_cases(market, count):
        assert ask_supplement(market, food, AREA_DEMAND).status_code == 200
        numbers.append(food["number"])
    return numbers


def _in_days(days: int) -> date:
    return local_day(utc_now()) + timedelta(days=days)


def _set(hall: Hall, **values: Any) -> None:
    with hall.app.app_context(), database.transaction() as session:
        session.execute(update(Case).where(Case.item_code == FOOD).values(values))

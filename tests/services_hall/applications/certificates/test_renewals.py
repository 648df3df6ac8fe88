"""Renewals: by which day to apply, what a late one is told, and what the agency's silence means."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from certificate_store.holders import Holder, IdentifierType
from certificate_store.lifecycle import Standing
from guides.calendar import WorkingDays
from guides.enumerations import Unit
from guides.terms import Renewal
from services_hall import database
from services_hall.applications import papers
from services_hall.applications.clocks.renewal_times import RenewalTime, renewal_window
from services_hall.applications.paper_texts.decisions import denial_text, grant_text
from services_hall.clock import utc_now
from services_hall.demo.accounts import DISTRICT
from services_hall.documents.texts import Printing
from services_hall.use_cases.renew_by_silence import has_silent_renewals, renew_by_silence
from tests.support.agency_systems import System, system
from tests.support.case_decisions import accept, application_row, case_row, decide, grant
from tests.support.guide_terms import guide_terms
from tests.support.hall import Hall, Visitor, words_of
from tests.support.page_forms import forms_on, values_of
from tests.support.postgres_hall import on_postgresql
from tests.support.source_certificates import (
    current,
    days_ahead,
    file_from,
    food_permit,
    set_last_day,
    today,
    version,
)
from tests.support.supplements import AREA_DEMAND, ask_supplement
from tests.support.waiting_jobs import do_jobs
from tests.support.window_pages import LI_AT_WINDOW, originals_and_scans

CALENDAR = WorkingDays({})
PRINTING = Printing("准予延续行政许可决定书", "1", "大厅", "http://localhost", is_demo=True)
COMPANY = Holder("武汉示例餐饮有限公司", IdentifierType("001"), "91420100MADEM00019")
STRANGER = Holder("赵窗口", IdentifierType("111"), "420102197503030024")
STRANGER_AT_WINDOW = {
    **LI_AT_WINDOW,
    "holder.name": STRANGER.name,
    "holder.identifier": STRANGER.identifier,
    "holder.phone": "10000000009",
}
EXPIRY = date(2026, 12, 31)


def window(renewal: Renewal | None) -> Any:
    terms = guide_terms()
    return renewal_window(replace(terms, result=replace(terms.result, renewal=renewal)), EXPIRY, CALENDAR)


def test_without_a_time_of_its_own_a_renewal_is_applied_for_30_days_before_the_expiry() -> None:
    asked = window(None)
    assert (asked.first_on, asked.last_on) == (None, date(2026, 12, 1))


def test_the_guides_own_time_comes_first() -> None:
    asked = window(Renewal(from_days=90, until_days=15, unit=Unit.WORKING_DAY))
    assert asked.last_on == date(2026, 12, 10)
    assert CALENDAR.is_working(EXPIRY)
    assert sum(CALENDAR.is_working(asked.last_on + timedelta(days=n)) for n in range(1, 22)) == 15
    assert window(Renewal(until_days=2, unit=Unit.MONTH)).last_on == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("day", "time"),
    [
        (date(2026, 8, 1), RenewalTime.EARLY),
        (date(2026, 11, 2), RenewalTime.IN_TIME),
        (date(2026, 12, 10), RenewalTime.IN_TIME),
        (date(2026, 12, 11), RenewalTime.LATE),
    ],
)
def test_a_day_is_early_in_time_or_late(day: date, time: RenewalTime) -> None:
    assert window(Renewal(from_days=90, until_days=15, unit=Unit.WORKING_DAY)).time_on(day) is time


@pytest.fixture
def renewal(either_hall: Hall, market: System) -> dict[str, Any]:
    """A renewal that was filed in time and accepted, of a permit that ended yesterday."""
    permit = food_permit(either_hall, days_ahead(60))
    case = file_from(market, "SPJY-YX", permit, "renewal-1")
    accept(market, case)
    set_last_day(either_hall, permit, days_ahead(-1))
    return {**case, "permit": permit}


@on_postgresql
def test_silence_before_the_expiry_renews_once_and_closes_the_denial(
    either_hall: Hall, market: System, renewal: dict[str, Any]
) -> None:
    late = decide(market, {**renewal, "item_code": "SPJY-XB"}, "deny", "条件不符")
    assert (late.status_code, late.get_json()["code"]) == (409, "RenewalDayPassed")
    with either_hall.app.app_context():
        assert has_silent_renewals(database.reading(), utc_now())
        assert (renew_by_silence(), renew_by_silence()) == (1, 0)
        assert not has_silent_renewals(database.reading(), utc_now())
        case = case_row(renewal["number"])
        assert (case.state, case.outcome, case.decided_by_id) == ("granted", "granted", None)
        assert (case.events[-1].action, case.events[-1].actor_id) == ("deem_renewed", None)
        (paper,) = [one for one in case.papers if one.kind == "grant"]
        text = " ".join(grant_text(paper, PRINTING).paragraphs)
        assert "第五十条第二款" in text
        assert "视为准予延续" in text
    do_jobs(either_hall)
    after = current(either_hall, "food-business-permit")
    assert (after.version, after.valid_from) == (2, today())
    assert after.number == version(either_hall, renewal["permit"]).number
    refused = decide(market, {**renewal, "item_code": "SPJY-XB"}, "deny", "条件不符")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "TransitionRefused")


def test_both_sides_read_that_the_licence_counts_as_renewed(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    permit = food_permit(hall, days_ahead(60))
    case = file_from(market, "SPJY-YX", permit, "renewal-1")
    accept(market, case)
    set_last_day(hall, permit, days_ahead(-1))
    with hall.app.app_context():
        renew_by_silence()
    do_jobs(hall)
    desk = hall.sign_in("shichang").get(f"/desk/cases/{case['number']}").text
    assert "有效期届满前没有决定，视为准予延续" in desk
    own = hall.sign_in("li").get(f"/my/applications/{case['number'][:-3]}").text
    assert "到期前没有作出决定，依法视为准予延续" in own


def test_a_late_renewal_is_told_so_and_does_not_renew_itself(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    permit = food_permit(hall, days_ahead(10))
    li = hall.sign_in("li")
    page = li.get("/apply/SPJY-YX", source_certificate=permit).text
    assert "现在已经晚了" in page
    assert "现在已经晚了" in li.get("/my/certificates/").text
    assert "应当停止经营" in page
    case = file_from(market, "SPJY-YX", permit, "renewal-1")
    assert "不视为准予延续" in li.get(f"/my/applications/{case['application']}").text
    accept(market, case)
    set_last_day(hall, permit, days_ahead(-1))
    with hall.app.app_context():
        application = application_row(case["number"][:-3])
        assert application.is_late_renewal
        assert renew_by_silence() == 0
    assert decide(market, case).status_code == 200
    do_jobs(hall)
    assert current(hall, "food-business-permit").valid_from == today()


def test_a_refused_renewal_tells_what_becomes_of_the_permit(hall: Hall) -> None:
    market, last_day = system(hall, "market_supervision"), days_ahead(60)
    identifier = food_permit(hall, last_day)
    renewal = file_from(market, "SPJY-YX", identifier, "renewal-1")
    page = f"/my/applications/{renewal['application']}"
    li = hall.sign_in("li")
    assert f"到期（{last_day.isoformat()}）部门还没有决定的，视为准予延续" in words_of(li.get(page))
    accept(market, renewal)
    decide(market, {**renewal, "item_code": "SPJY-XB"}, "deny", "条件不符")
    assert f"没有延续，有效期还是到 {last_day.isoformat()} 为止" in words_of(li.get(page))
    assert version(hall, identifier).standing(today()) == Standing.IN_FORCE
    with hall.app.app_context():
        paper = next(one for one in case_row(renewal["number"]).papers if one.kind == "denial")
        said = "".join(denial_text(paper, PRINTING).paragraphs)
    assert f"（证照标识：{identifier}）的有效期至" in said


def test_a_renewal_that_waits_for_its_applicant_does_not_renew_itself(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    permit = food_permit(hall, days_ahead(60))
    case = file_from(market, "SPJY-YX", permit, "renewal-1")
    demand = {**AREA_DEMAND, "target": "field.applicant_phone"}
    assert ask_supplement(market, case, demand).status_code == 200
    set_last_day(hall, permit, days_ahead(-1))
    with hall.app.app_context():
        assert renew_by_silence() == 0


def test_a_licence_whose_last_day_is_today_can_still_be_decided(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    permit = food_permit(hall, days_ahead(60))
    case = file_from(market, "SPJY-YX", permit, "renewal-1")
    accept(market, case)
    set_last_day(hall, permit, today())
    with hall.app.app_context():
        assert renew_by_silence() == 0
    assert decide(market, {**case, "item_code": "SPJY-XB"}, "deny", "条件不符").status_code == 200


def test_an_interrupted_run_renews_the_rest_later(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    market = system(hall, "market_supervision")
    permit = food_permit(hall, days_ahead(60))
    case = file_from(market, "SPJY-YX", permit, "renewal-1")
    accept(market, case)
    set_last_day(hall, permit, days_ahead(-1))
    with hall.app.app_context():
        with monkeypatch.context() as patch:
            patch.setattr(papers, "write_case_paper", _fail)
            with pytest.raises(RuntimeError):
                renew_by_silence()
        assert case_row(case["number"]).state == "accepted"
        assert renew_by_silence() == 1


def _fail(*_arguments: object, **_values: object) -> None:
    raise RuntimeError("the process was interrupted")


def renew_by_pages(visitor: Visitor, start: str, body: Mapping[str, str], phone: str) -> str:
    """The number of the renewal, filed through the pages without a script."""
    begun = visitor.post(start, body)
    assert begun.status_code == 303, begun.text
    path = begun.headers["Location"].rsplit("/", 1)[0]
    form = visitor.get(f"{path}/form").text
    assert 'readonly="readonly"' in form
    typed = {**values_of(forms_on(form)[f"{path}/form"]), "field.applicant_phone": phone}
    assert visitor.post(f"{path}/form", typed).status_code == 303
    page = visitor.get(f"{path}/materials").text
    given = visitor.post(f"{path}/materials", {"consent": "yes", **originals_and_scans(page)})
    assert given.status_code == 303, given.text
    filed = visitor.post(f"{path}/submit", {"declared": "yes"})
    assert filed.status_code == 303, filed.text
    return filed.headers["Location"].rsplit("/", 1)[1]


@pytest.mark.parametrize(
    "who", ["company online", "company renamed since", "person without an account at the window"]
)
def test_a_renewal_is_walked_through_the_pages(hall: Hall, who: str) -> None:
    is_company = who.startswith("company")
    holder = COMPANY if is_company else STRANGER
    if "renamed" in who:
        holder = Holder("武汉旧名餐饮有限公司", COMPANY.identifier_type, COMPANY.identifier)
    permit = food_permit(hall, days_ahead(60), holder=holder)
    source = {"source_certificate": permit, "district": DISTRICT}
    if is_company:
        chen = hall.sign_in("chen")
        assert f"/apply/SPJY-YX?source_certificate={permit}" in chen.get("/my/certificates/").text
        number = renew_by_pages(chen, "/apply/SPJY-YX", source, "10000000004")
    else:
        clerk = hall.sign_in("chuangkou")
        number = renew_by_pages(
            clerk, "/window/apply/SPJY-YX", {**STRANGER_AT_WINDOW, **source, "consent": "yes"}, "10000000009"
        )
    market = system(hall, "market_supervision")
    grant(market, {"number": f"{number}-01", "item_code": "SPJY-YX"})
    do_jobs(hall)
    after = current(hall, "food-business-permit", holder)
    assert (after.version, after.number) == (2, version(hall, permit).number)

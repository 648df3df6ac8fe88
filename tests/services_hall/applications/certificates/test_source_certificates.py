"""Applications that start from a certificate: who may, what is filled in, what becomes of it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from certificate_store.lifecycle import Standing
from services_hall import database
from services_hall.applications.decisions.grant_ends import GrantEnding, end_surrendered
from services_hall.applications.grounds.grant_bases import GrantEnd
from services_hall.applications.hearings.statements import Statement
from services_hall.applications.models import NoticeKind
from services_hall.clock import utc_now
from services_hall.domains import paper_title
from services_hall.use_cases.announce_end import announce_end
from services_hall.use_cases.end_grant import end_grant
from services_hall.use_cases.record_statement import record_statement
from services_hall.use_cases.verify_code import verify_certificate
from tests.support.agency_systems import System, actor_of, system
from tests.support.case_decisions import (
    accept,
    cancel,
    case_row,
    decide,
    grant,
    suspend_or_restore,
)
from tests.support.hall import Hall, open_hall
from tests.support.restaurant import LI, LI_HOLDER, WANG, case_of, file_restaurant, request_body
from tests.support.source_certificates import (
    FOOD,
    body_from,
    current,
    days_ahead,
    file_from,
    food_permit,
    grant_from,
    send_from,
    set_last_day,
    today,
    version,
)
from tests.support.waiting_jobs import do_jobs

MOVED = "武汉市江岸区新街 2 号（演示地址）"
CHANGE = {"scenario": {"moves": "no"}}


@pytest.fixture(scope="module")
def shared(seeded_hall: Path, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """One hall for all refusals; none of them changes what another reads."""
    folder = tmp_path_factory.mktemp("sources") / "hall"
    copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as hall:
        yield hall


@pytest.fixture(scope="module")
def filer(shared: Hall) -> System:
    return system(shared, "market_supervision")


@pytest.fixture(scope="module")
def licence(shared: Hall) -> str:
    return current(shared, "business-licence").identifier


def refusal(answer: Any) -> str:
    assert answer.status_code == 422, answer.text
    problem = answer.get_json()
    assert problem["code"] == "SourceRefused"
    return str(problem["errors"]["source_certificate"])


def test_an_item_that_starts_from_a_certificate_needs_one(filer: System, licence: str) -> None:
    body = body_from(filer, "GTDJ-BL", licence)
    assert "请先选是哪一本证照" in refusal(send_from(filer, {**body, "source_certificate": ""}, "none-given"))
    other = body_from(filer, "GTDJ-BL", licence)
    answer = send_from(filer, {**other, "source_certificate": "1.2.156.3005.2.X"}, "unknown-one")
    assert "名下没有这本证照" in refusal(answer)


def test_an_item_that_starts_from_nothing_takes_no_certificate(filer: System, licence: str) -> None:
    body = {**request_body(filer), "source_certificate": licence}
    assert "不用凭已有的证照" in refusal(send_from(filer, body, "not-asked"))


def test_only_the_holder_may_start_from_a_certificate(filer: System, licence: str) -> None:
    body = body_from(filer, "GTDJ-BL", licence, person=WANG)
    assert "名下没有这本证照" in refusal(send_from(filer, body, "another-person"))


def test_the_certificate_is_of_the_type_that_the_item_names(shared: Hall, filer: System) -> None:
    body = body_from(filer, "GTDJ-BL", current(shared, "identity-card").identifier)
    assert "“居民身份证”不能办这件事" in refusal(send_from(filer, body, "wrong-type"))


def test_another_agency_than_the_issuing_one_is_refused(filer: System, licence: str) -> None:
    body = {**body_from(filer, "GTDJ-BL", licence), "division_code": "420106000000"}
    assert "要向原发证机关申请" in refusal(send_from(filer, body, "other-agency"))


def test_what_stands_on_the_certificate_cannot_be_typed_otherwise(shared: Hall, filer: System) -> None:
    permit = food_permit(shared, days_ahead(90))
    body = body_from(filer, "SPJY-YX", permit, answers={"premises_name": "别的店"})
    answer = send_from(filer, body, "typed-otherwise")
    assert answer.status_code == 422
    assert "以证照上的为准" in answer.get_json()["errors"]["field.premises_name"]


def test_a_change_changes_something(shared: Hall, filer: System, licence: str) -> None:
    held = current(shared, "business-licence").fields
    same = {key: held[key] for key in ("premises_name", "premises_address", "business_scope") if key in held}
    answer = send_from(filer, body_from(filer, "GTDJ-BG", licence, answers=same, **CHANGE), "nothing-new")
    assert "填的都和证照上一样" in " ".join(answer.get_json()["errors"].values())


def cancelled(hall: Hall, identifier: str) -> None:
    cancel(hall, LI_HOLDER, "food-business-permit")


def expired(hall: Hall, identifier: str) -> None:
    set_last_day(hall, identifier, today() - timedelta(days=1))


def suspended(hall: Hall, identifier: str) -> None:
    suspend_or_restore(hall, LI_HOLDER, "food-business-permit", is_suspended=True)


def superseded(hall: Hall, identifier: str) -> None:
    grant_from(hall, system(hall, "market_supervision"), "SPJY-YX", identifier, "renewed-before")


@pytest.mark.parametrize(
    ("happen", "words"),
    [(cancelled, "已经注销"), (expired, "已经过期"), (suspended, "暂停使用"), (superseded, "已经换发")],
)
def test_a_certificate_that_is_not_in_force_is_refused_in_words(
    hall: Hall, happen: Callable[[Hall, str], None], words: str
) -> None:
    filer = system(hall, "market_supervision")
    permit = food_permit(hall, days_ahead(90))
    body = body_from(filer, "SPJY-YX", permit)
    happen(hall, permit)
    assert words in refusal(send_from(filer, body, "not-in-force"))


def test_a_change_issues_the_next_version_with_the_same_number(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    before = current(hall, "business-licence")
    changed = {**before.fields, "premises_address": MOVED, "business_scope": "餐饮服务"}
    answers = {key: changed[key] for key in ("premises_name", "premises_address", "business_scope")}
    case = grant_from(hall, filer, "GTDJ-BG", before.identifier, "change-1", answers=answers, **CHANGE)
    after = current(hall, "business-licence")
    assert (after.number, after.version, after.identifier) == (
        before.number,
        before.version + 1,
        case["certificate_identifier"],
    )
    assert after.fields["premises_address"] == MOVED
    assert (after.valid_from, after.valid_to, after.file_name is not None) == (
        before.valid_from,
        before.valid_to,
        True,
    )
    with hall.app.app_context():
        old = verify_certificate(before.identifier)
        assert old.standing is Standing.SUPERSEDED
        assert old.facts is not None
        assert old.facts.current_identifier == after.identifier
        paper = next(one for one in case_row(case["number"]).papers if one.kind == "grant")
        assert paper_title(paper) == "变更登记通知书"


def test_the_same_is_not_applied_for_twice(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    licence = current(hall, "business-licence").identifier
    body = body_from(filer, "GTDJ-BL", licence)
    first = send_from(filer, body, "reissue-1").get_json()
    assert send_from(filer, body, "reissue-1").get_json()["number"] == first["number"]
    assert f"申请编号 {first['number']}" in refusal(send_from(filer, body, "reissue-2"))


def test_a_reissue_replaces_the_certificate_by_one_that_says_the_same(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    before = current(hall, "business-licence")
    grant_from(hall, filer, "GTDJ-BL", before.identifier, "reissue-1")
    after = current(hall, "business-licence")
    assert (after.fields, after.number, after.version) == (before.fields, before.number, before.version + 1)
    assert not version(hall, before.identifier).is_current


def test_a_renewal_adds_its_months_to_the_old_last_day(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    permit = food_permit(hall, date(2027, 2, 28))
    grant_from(hall, filer, "SPJY-YX", permit, "renewal-1")
    after = current(hall, "food-business-permit")
    assert (after.valid_from, after.valid_to) == (today(), date(2032, 2, 29))
    assert after.fields == FOOD


def test_a_cancellation_ends_the_certificate_and_its_grant(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    before = current(hall, "business-licence")
    case = grant_from(hall, filer, "GTDJ-ZX", before.identifier, "cancel-1")
    assert current(hall, "business-licence").standing(today()) is Standing.CANCELLED
    with hall.app.app_context():
        row = case_row(case["number"])
        paper = next(one for one in row.papers if one.kind == "grant")
        assert (row.state, paper_title(paper)) == ("granted", "注销登记通知书")


def test_a_cancelled_permit_ends_the_case_that_granted_it(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    food = case_of(file_restaurant(filer, LI), "SPJY-XB")
    grant(filer, food)
    do_jobs(hall)
    permit = current(hall, "food-business-permit").identifier
    renewal = grant_from(hall, filer, "SPJY-YX", permit, "renewal-1")
    with hall.app.app_context():
        with database.transaction() as session:
            cancelling = case_row(renewal["number"])
            sources = [f"case:{food['number']}", f"case:{renewal['number']}", "demo:1"]
            end_surrendered(session, cancelling, sources, reason="持证人申请注销", now=utc_now())
        first = case_row(food["number"])
        assert (first.state, first.outcome) == ("grant_cancelled", "granted")
        assert next(one for one in first.papers if one.kind == "grant").lapse_cause == "grant_cancelled"


def test_an_annulled_renewal_restores_what_was_before(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    last_day = days_ahead(90)
    permit = food_permit(hall, last_day)
    case = grant_from(hall, filer, "SPJY-YX", permit, "renewal-1")
    with hall.app.app_context():
        officer = actor_of("market_supervision")
        announce_end(
            officer,
            case["number"],
            kind=NoticeKind.ANNULMENT,
            facts="不具备条件",
            article_key="licensing-69-1",
            answer_until=days_ahead(1),
        )
        record_statement(officer, case["number"], Statement("没有意见"))
        ending = GrantEnding(GrantEnd.ANNUL, "licensing-69-1", "不具备条件")
        end_grant(officer, case["number"], ending)
    do_jobs(hall)
    restored = current(hall, "food-business-permit")
    assert (restored.version, restored.valid_to, restored.standing(today())) == (
        3,
        last_day,
        Standing.IN_FORCE,
    )
    assert restored.file_name is not None


def test_what_was_cancelled_meanwhile_is_neither_accepted_nor_renewed(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    case = file_from(filer, "SPJY-YX", food_permit(hall, days_ahead(90)), "renewal-1")
    licence = file_from(filer, "GTDJ-BL", current(hall, "business-licence").identifier, "reissue-1")
    accept(filer, case)
    cancel(hall, LI_HOLDER, "food-business-permit")
    decided = decide(filer, case)
    cancel(hall, LI_HOLDER, "business-licence")
    for answer in (decided, accept(filer, licence)):
        assert (answer.status_code, answer.get_json()["code"]) == (409, "SourceLost")


def test_the_holder_sees_that_the_certificate_was_looked_at(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    file_from(filer, "GTDJ-BL", current(hall, "business-licence").identifier, "reissue-1")
    assert "办理营业执照遗失、毁坏补领" in hall.sign_in("li").get("/my/certificates/").text

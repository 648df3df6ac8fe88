"""Who holds a certificate: the market entity of the licence or of the registration, with its operator."""

from functools import partial
from typing import Any

import pytest
from werkzeug.test import TestResponse

from certificate_store import issuing, lookup
from certificate_store.certificate_types import certificate_type
from certificate_store.holders import Holder, IdentifierType
from certificate_store.lifecycle import UseOutcome
from certificate_store.models import Certificate
from services_hall import database
from services_hall.applications.certificates.published_grants import published_grants
from services_hall.applications.prefill.certificate_subjects import Holders, Subject, holders_of
from services_hall.clock import local_day, utc_now
from services_hall.demo import certificates
from services_hall.demo.certificates import SHOP, demo_credit_code
from tests.support.agency_systems import System, system
from tests.support.case_decisions import STEPS_DONE, accept, decide, grant
from tests.support.concurrent_requests import call_together
from tests.support.hall import Hall
from tests.support.restaurant import LI, LI_HOLDER, UNLICENSED, ZHANG, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

ANSWERED = "武汉楚味餐饮店（演示）"
CODE = demo_credit_code("a shop")


def holders_in_store(hall: Hall, market: System, case: dict[str, Any]) -> list[Holder]:
    shown = market.get(f"/cases/{case['number']}").get_json()
    with hall.app.app_context(), database.certificate_transaction() as store:
        certificate = lookup.certificate(store, shown["certificate_identifier"])
        return [certificate.holder, *certificate.joint_holders]


def test_the_permit_of_a_licensed_shop_is_the_shops_and_its_operator_finds_it(
    either_hall: Hall, market: System
) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    grant(market, food)
    do_jobs(either_hall)
    assert holders_in_store(either_hall, market, food) == [SHOP, LI_HOLDER]
    identifier = market.get(f"/cases/{food['number']}").get_json()["certificate_identifier"]
    verified = market.get(f"/verifications/{identifier}").get_json()
    assert (verified["holder_name"], verified["joint_holder_names"]) == (SHOP.name, [LI_HOLDER.masked_name])
    assert "食品经营许可证" in either_hall.sign_in("li").get("/my/certificates/").text


def test_a_registration_assigns_the_code_that_all_later_permits_bear(
    either_hall: Hall, market: System
) -> None:
    application = file_restaurant(market, ZHANG, UNLICENSED)
    registration = case_of(application, "GTDJ-SL")
    accept(market, registration)
    for code, message in (
        ("", "请填写本次登记赋予的统一社会信用代码"),
        (CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "末位是校验码"),
    ):
        body = {"outcome": "grant", "assigned_code": code}
        refused = market.post(f"/cases/{registration['number']}/decision", body)
        assert refused.status_code == 422
        assert message in refused.get_json()["errors"]["assigned_code"]
    shop = {**STEPS_DONE, "outcome": "grant", "assigned_code": f" {CODE[:8]}-{CODE[8:].lower()} "}
    assert market.post(f"/cases/{registration['number']}/decision", shop).status_code == 200
    do_jobs(either_hall)
    held = holders_in_store(either_hall, market, registration)
    assert [one.identifier for one in held] == [CODE, ZHANG.identity_number]
    food = case_of(application, "SPJY-XB")
    grant(market, food)
    do_jobs(either_hall)
    assert holders_in_store(either_hall, market, food) == held
    with either_hall.app.app_context():
        published = {row.grant.item_code: row.grant.holder for row in published_grants(database.reading())}
    assert published["SPJY-XB"] == held[0].name
    second = case_of(file_restaurant(market, ZHANG, UNLICENSED, key="restaurant-2"), "GTDJ-SL")
    accept(market, second)
    taken = market.post(f"/cases/{second['number']}/decision", {"outcome": "grant", "assigned_code": CODE})
    assert "已经赋予别的登记" in taken.get_json()["errors"]["assigned_code"]
    assert decide(market, second).status_code == 200


def test_one_code_assigned_by_two_officers_at_once_is_told_to_the_second_at_its_field(
    either_hall: Hall, market: System
) -> None:
    numbers = [
        case_of(file_restaurant(market, ZHANG, UNLICENSED, key=f"restaurant-{turn}"), "GTDJ-SL")["number"]
        for turn in (1, 2)
    ]
    for number in numbers:
        assert accept(market, {"number": number}).status_code == 200
    body = {**STEPS_DONE, "outcome": "grant", "assigned_code": CODE}

    def assign(number: str) -> TestResponse:
        return market.post(f"/cases/{number}/decision", body)

    answers = call_together([partial(assign, number) for number in numbers])
    first, second = sorted(answers, key=lambda answer: answer.status_code)
    assert (first.status_code, second.status_code) == (200, 422)
    assert "已经赋予别的登记" in second.get_json()["errors"]["assigned_code"]


def test_seeding_an_older_demo_site_again_hands_its_licence_to_the_shop(hall: Hall) -> None:
    older = Holder("旧演示站店主", IdentifierType.IDENTITY_CARD, "11010519491231002X")
    shop = Holder("旧演示站的店", IdentifierType.CREDIT_CODE, CODE)
    wanted = certificates._licence(shop, operator=older)
    bodies = {"market_supervision": ("11420102TEST000001", "演示")}
    with hall.app.app_context(), database.certificate_transaction() as store:
        kind = certificate_type(store, "business-licence")
        issue_licence(store, older, certificates._source("business-licence", older))
        for _time in range(2):
            certificates.issue_missing(store, [wanted], bodies, now=utc_now())
            (licence,) = lookup.current_certificates(store, older, kind)
            assert (licence.holder, licence.joint_holders, licence.version) == (shop, (older,), 2)


def test_both_holders_read_a_use_of_what_they_hold_together(either_hall: Hall, market: System) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    grant(market, food)
    do_jobs(either_hall)
    identifier = market.get(f"/cases/{food['number']}").get_json()["certificate_identifier"]
    assert market.get(f"/certificates/{identifier}").status_code == 200
    with either_hall.app.app_context(), database.certificate_transaction() as store:
        for holder in (SHOP, LI_HOLDER):
            uses = lookup.uses_of(store, holder)
            assert [use.id for use in uses] == sorted({use.id for use in uses}, reverse=True)
            assert uses[0].outcome is UseOutcome.DOWNLOADED
            (older,) = lookup.uses_of(store, holder, before=uses[0].id, limit=1)
            assert older.id == uses[1].id


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(Subject(LI_HOLDER), Holders(LI_HOLDER), id="the applicant's own"),
        pytest.param(Subject(LI_HOLDER, ANSWERED), Holders(LI_HOLDER), id="no code is known"),
        pytest.param(
            Subject(LI_HOLDER, ANSWERED, CODE),
            Holders(Holder(ANSWERED, IdentifierType.CREDIT_CODE, CODE), (LI_HOLDER,)),
            id="what the form says",
        ),
    ],
)
def test_the_holders_without_a_licence_in_the_store(hall: Hall, subject: Subject, expected: Holders) -> None:
    with hall.app.app_context(), database.certificate_transaction() as store:
        assert holders_of(store, subject) == expected


def test_an_older_licence_that_names_the_person_leaves_the_entity_to_the_form(hall: Hall) -> None:
    with hall.app.app_context(), database.certificate_transaction() as store:
        licence = issue_licence(store)
        subject = Subject(LI_HOLDER, ANSWERED, CODE, licence.identifier)
        assert holders_of(store, subject).holder.identifier == CODE
        without_code = Subject(LI_HOLDER, ANSWERED, None, licence.identifier)
        assert holders_of(store, without_code) == Holders(LI_HOLDER)


def issue_licence(store: Any, holder: Holder = LI_HOLDER, source: str = "test:older-licence") -> Certificate:
    """A licence as they were issued before shops held them: to the person."""
    return issuing.issue_certificate(
        store,
        type_code="business-licence",
        holder=holder,
        agency_code="11420102TEST000001",
        agency_name="演示",
        fields={"premises_name": ANSWERED},
        issued_on=local_day(utc_now()),
        valid_from=local_day(utc_now()),
        valid_to=None,
        source=source,
        now=utc_now(),
    )


def test_the_officer_is_asked_for_the_code_of_a_registration_alone(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    registration = case_of(file_restaurant(market, ZHANG, UNLICENSED), "GTDJ-SL")
    food = case_of(file_restaurant(market, LI, key="restaurant-2"), "SPJY-XB")
    officer = hall.sign_in("shichang")
    for case, is_asked in ((registration, True), (food, False)):
        accept(market, case)
        page = f"/desk/cases/{case['number']}"
        assert ('name="assigned_code"' in officer.get(page, act="grant").text) is is_asked
    page = f"/desk/cases/{registration['number']}"
    wrong = officer.post(f"{page}/decision", {"outcome": "grant", "assigned_code": "9242"})
    assert wrong.status_code == 422
    assert "末位是校验码" in wrong.text
    assert 'value="9242"' in wrong.text
    right = {**STEPS_DONE, "outcome": "grant", "assigned_code": demo_credit_code("1")}
    assert officer.post(f"{page}/decision", right).status_code == 303

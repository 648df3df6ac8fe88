"""Whoever applies, the certificate comes into the right hands: companies, a passport, a couple."""

from collections.abc import Mapping
from typing import Any, Final

import pytest

from certificate_store import lookup
from services_hall import database
from services_hall.demo.certificates import demo_credit_code
from tests.support.agency_systems import System, system
from tests.support.case_decisions import accept, case_row, decide
from tests.support.hall import Hall
from tests.support.restaurant import LI, ZHANG, holder_of, request_body, send
from tests.support.waiting_jobs import do_jobs

FOOD: Final = "SPJY-XB"
FORM: Final = "business_form"
SHOP: Final = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}
LICENSED: Final = {
    "name": "武汉示例餐饮有限公司",
    "identifier_type": "001",
    "identifier": "91420100MADEM00019",
}
UNKNOWN: Final = {
    "name": "武汉无照示例有限公司",
    "identifier_type": "001",
    "identifier": demo_credit_code("a company without a licence"),
}
BIRTH: Final = "SYDJ"
COUPLE: Final = {"stage": "after", "marriage_proof": "certificate"}
PASSPORT: Final = {"name": "SMITH JOHN", "identifier_type": "414", "identifier": "E12345678"}


def body_for(
    program: System, holder: Mapping[str, str], scenario: dict[str, str], code: str, **more: Any
) -> dict[str, Any]:
    """A request for this holder, with a file for each material."""
    body = request_body(program, LI, scenario, code, consent=False) | {"holder": dict(holder), **more}
    asked = program.get(f"/scenarios/{code}", **scenario).get_json()["form_fields"]
    keys = {field["prefill"]: field["key"] for field in asked if field["prefill"]}
    for source, part in (("organisation.name", "name"), ("organisation.identifier", "identifier")):
        if source in keys and holder["identifier_type"] == "001":
            body["answers"][keys[source]] = holder[part]
    if FORM in body["answers"] and holder["identifier_type"] == "001":
        body["answers"][FORM] = "company"
    return body


def holders(hall: Hall, number: str) -> list[str]:
    """The names of who holds the certificate of the case."""
    do_jobs(hall)
    with hall.app.app_context():
        identifier = case_row(number).certificate_identifier
        assert identifier is not None
        with database.certificate_transaction() as store:
            certificate = lookup.certificate(store, identifier)
            return [one.name for one in (certificate.holder, *certificate.joint_holders)]


@pytest.mark.parametrize("company", [LICENSED, UNKNOWN], ids=["licence in the store", "paper licence"])
def test_a_company_holds_its_permit(hall: Hall, company: dict[str, str]) -> None:
    market = system(hall, "market_supervision")
    answer = send(market, body_for(market, company, SHOP, FOOD))
    assert answer.status_code == 201, answer.text
    (case,) = answer.get_json()["cases"]
    for done in (accept(market, case), decide(market, case)):
        assert done.status_code == 200, done.text
    assert holders(hall, case["number"]) == [company["name"]]


def test_a_person_with_a_passport_holds_the_permit_with_the_shop(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    body = body_for(market, PASSPORT, SHOP, FOOD)
    body["answers"] |= {"applicant_name": PASSPORT["name"], "applicant_identifier": PASSPORT["identifier"]}
    answer = send(market, body)
    assert answer.status_code == 201, answer.text
    (case,) = answer.get_json()["cases"]
    for done in (accept(market, case), decide(market, case)):
        assert done.status_code == 200, done.text
    assert holders(hall, case["number"])[-1] == PASSPORT["name"]


def test_a_couple_one_with_a_passport_files_once_both_have_confirmed(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    joint = {**PASSPORT, "confirmed": False}
    body = body_for(market, holder_of(ZHANG), COUPLE, BIRTH, joint_applicants=[joint])
    own = {"applicant_name": ZHANG.name, "applicant_identifier": ZHANG.identity_number}
    spouse = {"spouse_name": PASSPORT["name"], "spouse_identifier": PASSPORT["identifier"]}
    body["answers"] |= {**own, **spouse}
    refused = send(market, body)
    assert refused.status_code == 422
    assert "共同申请人还没有确认" in refused.get_json()["errors"]["joint_applicants"]
    answer = send(market, {**body, "joint_applicants": [{**joint, "confirmed": True}]}, "both-confirmed")
    assert answer.status_code == 201, answer.text
    alone = body_for(market, holder_of(LI), SHOP, FOOD, joint_applicants=[{**PASSPORT, "confirmed": True}])
    refused = send(market, alone, "not-together")
    assert refused.status_code == 422
    assert "不能有这么多人一起申请" in refused.get_json()["errors"]["joint_applicants"]

"""Corrected answers about the people of an application: its parties follow, whoever corrects and wherever."""

from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import select

from services_hall.applications.answers import FIELD, AnswerFault
from services_hall.applications.errors import ActionInvalid
from services_hall.applications.filing.contact_indexes import phone_index
from services_hall.applications.models import Application
from services_hall.applications.parties.organisation_people import OrganisationPeople
from services_hall.applications.supplements.demands import DemandInput
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.demo.accounts import AGENT
from services_hall.use_cases.ask_supplement import ask_supplement
from services_hall.use_cases.correct_case import correct_desk_case, correct_own_case
from services_hall.use_cases.give_supplement import SupplementInput, give_supplement
from tests.support.agency_systems import System, system
from tests.support.case_decisions import case_row
from tests.support.demo_applications import file_online, person
from tests.support.hall import Hall
from tests.support.licensed_shops import ALONE
from tests.support.restaurant import LI, case_of, file_restaurant, request_body, send

FOOD: Final = "SPJY-XB"
NAME, NUMBER, PHONE = "applicant_name", "applicant_identifier", "applicant_phone"
FORM: Final = "business_form"
PEOPLE: Final = {"contact": {"name": "钱联系", "phone": "13900000000"}}
NEW_NUMBER: Final = AGENT.identity_number or ""
NEW_PHONE: Final = "13900000001"


@pytest.fixture
def market(hall: Hall) -> System:
    return system(hall, "market_supervision")


def people_of(number: str) -> OrganisationPeople:
    people = case_row(number).application.people
    assert people is not None
    return people


def of_demo_company(market: System, **answers: str) -> str:
    """The number of a case of the demo company, whose licence in the store names its representative."""
    company = AGENT.organisation_holder
    assert company is not None
    holder = company.as_json()
    body = request_body(market, LI, ALONE, FOOD, consent=True)
    typed = {
        **body["answers"],
        PHONE: PEOPLE["contact"]["phone"],
        NUMBER: LI.identity_number,
        FORM: "company",
        **answers,
    }
    entity = ("premises_name", "premises_credit_code", "premises_address", NAME)
    typed = {key: text for key, text in typed.items() if key not in entity}
    answer = send(market, {**body, "holder": holder, "answers": typed, "organisation": PEOPLE})
    assert answer.status_code == 201, answer.text
    return str(case_of(answer.get_json(), FOOD)["number"])


def correct_by_desk(number: str, fields: dict[str, str]) -> None:
    correct_desk_case(person("shichang"), number, fields, is_agreed=True)


def test_representative_and_contact_follow_a_corrected_answer(hall: Hall, market: System) -> None:
    number = of_demo_company(market)
    with hall.app.test_request_context():
        correct_by_desk(number, {NUMBER: NEW_NUMBER, PHONE: NEW_PHONE})
    with hall.app.test_request_context():
        people = people_of(number)
        assert people.representative is not None
        assert people.contact is not None
        assert (people.representative.identifier, people.contact.phone) == (NEW_NUMBER, NEW_PHONE)
        with pytest.raises(ActionInvalid) as caught:
            correct_by_desk(number, {NAME: "周别人"})
        assert caught.value.errors[FIELD + NAME].code == AnswerFault.FROM_LICENCE


def test_the_representative_follows_a_supplement(hall: Hall, market: System) -> None:
    number = of_demo_company(market)
    with hall.app.test_request_context():
        before = people_of(number).representative
        assert before is not None
        ask = DemandInput(FIELD + NUMBER, "号码与执照不一致", "请照身份证填写")
        ask_supplement(person("shichang"), number, [ask], due_on=local_day(utc_now()) + timedelta(days=10))
    with hall.app.test_request_context():
        given = SupplementInput(fields={NUMBER: NEW_NUMBER})
        give_supplement(person("chen"), number, given, is_complete=True)
    with hall.app.test_request_context():
        after = people_of(number).representative
        assert after is not None
        assert (after.name, after.identifier) == (before.name, NEW_NUMBER)


def test_who_applies_is_corrected_by_nobody(hall: Hall) -> None:
    with hall.app.test_request_context():
        number = f"{file_online(hall, FOOD, ALONE)}-01"
    for key, text in ((NAME, "张别人"), (NUMBER, NEW_NUMBER)):
        for correct in (correct_by_desk, correct_by_applicant):
            with hall.app.test_request_context():
                with pytest.raises(ActionInvalid) as caught:
                    correct(number, {key: text})
                assert caught.value.errors[FIELD + key].code == AnswerFault.IDENTITY_STAYS
        with hall.app.test_request_context():
            ask = DemandInput(FIELD + key, "写错了", "请改正")
            with pytest.raises(ActionInvalid) as refused:
                ask_supplement(person("shichang"), number, [ask], due_on=None)
            assert refused.value.errors[f"ask.{FIELD}{key}"].code == AnswerFault.IDENTITY_STAYS
    page = hall.sign_in("shichang").post(f"/desk/cases/{number}/correction", {FIELD + PHONE: "1"}).text
    assert f'name="{FIELD}{PHONE}"' in page
    assert f'name="{FIELD}{NAME}"' not in page


def correct_by_applicant(number: str, fields: dict[str, str]) -> None:
    correct_own_case(person("li"), number, SupplementInput(fields=fields))


def test_a_person_is_found_and_called_under_the_corrected_phone(hall: Hall, market: System) -> None:
    body = request_body(market, LI, ALONE, FOOD, consent=True)
    number = str(case_of(send(market, body).get_json(), FOOD)["number"])
    with hall.app.test_request_context():
        correct_by_desk(number, {PHONE: NEW_PHONE})
    with hall.app.test_request_context():
        found = select(Application).where(Application.phone_index == phone_index(NEW_PHONE))
        application = reading().scalars(found).one()
        assert application.parties[0].phone == application.phone == NEW_PHONE


def test_the_other_bodies_see_which_case_corrected_a_party(hall: Hall, market: System) -> None:
    filed = file_restaurant(market, LI)
    food, fire = (str(case_of(filed, code)["number"]) for code in (FOOD, "XFJC-YYQ"))
    words = f"在办件 {food} 更正"
    assert words not in hall.sign_in("xiaofang").get(f"/desk/cases/{fire}").text
    with hall.app.test_request_context():
        correct_by_desk(food, {PHONE: NEW_PHONE})
        correct_by_desk(food, {PHONE: NEW_PHONE})
    other = hall.sign_in("xiaofang").get(f"/desk/cases/{fire}").text
    assert other.count(words) == 1
    assert other.count(NEW_PHONE) == 1
    assert words not in hall.sign_in("shichang").get(f"/desk/cases/{food}").text

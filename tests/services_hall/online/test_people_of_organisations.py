"""The people of an organisation from the form to the desk: online, by a program, and who gets a message."""

import re
from typing import Final

import pytest
from sqlalchemy import select

from services_hall import database
from services_hall.applications.models import Application
from services_hall.demo.accounts import AGENT
from services_hall.demo.certificates import REPRESENTATIVE
from services_hall.notices.models import Notice
from tests.support.agency_systems import system
from tests.support.application_pages import (
    begin_application,
    submit_application,
    upload,
    uploads_of,
    valid_form,
)
from tests.support.demo_applications import RESTAURANT
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import LI, holder_of, request_body, send
from tests.support.waiting_jobs import do_jobs

CONTACT: Final = {"name": "钱联系", "phone": "13900000000"}
NAME_FIELD: Final = "field.organisation.contact_name"
BELOW: Final = {"field.applicant_identifier": "420102188003150244"}


def form_of(hall: Hall, **more: str) -> dict[str, str]:
    phone = {"field.applicant_phone": CONTACT["phone"]}
    return {**valid_form(hall, "chen"), **BELOW, NAME_FIELD: CONTACT["name"], **phone, **more}


def filed(hall: Hall, chen: Visitor) -> str:
    """The number of an application of the company with a contact."""
    draft = begin_application(chen)
    assert chen.get(f"{draft}/form").status_code == 200
    answer = chen.post(f"{draft}/form", form_of(hall))
    assert answer.status_code == 303, answer.text
    files = {name: upload() for name in uploads_of(chen, draft)}
    chen.post(f"{draft}/materials", {"consent": "yes", **files})
    review = chen.get(f"{draft}/review").text
    assert all(words in review for words in (REPRESENTATIVE, "联系人姓名", CONTACT["name"], CONTACT["phone"]))
    return submit_application(chen, draft).rsplit("/", 1)[1]


def test_the_form_knows_the_representative_and_who_fills_it_in(hall: Hall) -> None:
    chen = hall.sign_in("chen")
    draft = begin_application(chen)
    form = chen.get(f"{draft}/form").text
    (contact,) = re.findall(rf'<input[^>]*name="{re.escape(NAME_FIELD)}"[^>]*>', form)
    assert f'value="{AGENT.name}"' in contact
    (person,) = re.findall(r'<input[^>]*name="field\.applicant_name"[^>]*>', form)
    assert f'value="{REPRESENTATIVE}"' in person
    assert "readonly" in person
    assert "以营业执照为准，从证照库取" in form
    for wrong in ("", "\u200b", "钱1"):
        answer = chen.post(
            f"{draft}/form", form_of(hall, **{NAME_FIELD: wrong, "field.food_safety_manager": "孙安全"})
        )
        assert answer.status_code == 422
        assert 'href="#field-field-organisation-contact_name"' in answer.text
        assert 'value="孙安全"' in answer.text
    assert 'value="钱1"' in answer.text


def test_everybody_who_works_with_the_application_reads_the_people(hall: Hall) -> None:
    chen = hall.sign_in("chen")
    number = filed(hall, chen)
    do_jobs(hall)
    with hall.app.app_context():
        (found,) = [one for one in database.reading().scalars(select(Application)) if one.number == number]
        case, people = found.cases[0].number, found.people
        texts = database.reading().scalars(select(Notice.phone).where(Notice.account_id.is_(None))).all()
        assert people is not None
        assert people.representative is not None
        assert (people.representative.name, people.representative.source) == (REPRESENTATIVE, "licence")
        assert set(texts) == {CONTACT["phone"]}
    assert f"联系人：{CONTACT['name']}，{CONTACT['phone']}" in chen.get(f"/my/applications/{number}").text
    desk = hall.sign_in("shichang").get(f"/desk/cases/{case}").text
    assert all(words in desk for words in (REPRESENTATIVE, "以营业执照为准，从证照库取", CONTACT["name"]))
    read = system(hall, "market_supervision").get(f"/cases/{case}").get_json()["organisation"]
    assert (read["representative"]["source"], read["contact"]) == ("licence", CONTACT)


@pytest.mark.parametrize(
    ("people", "field"),
    [
        ({"contact": {"name": "钱1", "phone": "13900000000"}}, "organisation.contact.name"),
        ({"contact": {"name": "钱联系", "phone": "12"}}, "organisation.contact.phone"),
        ({"representative": {"name": "\u202e周"}}, "organisation.representative.name"),
        ({"representative": {"name": "周法代", "identifier": "1"}}, "organisation.representative.identifier"),
        ({"contact": CONTACT}, "organisation"),
    ],
)
def test_a_program_is_refused_at_the_field(hall: Hall, people: dict[str, dict[str, str]], field: str) -> None:
    program = system(hall, "market_supervision")
    body = request_body(program, LI, RESTAURANT) | {"holder": holder_of(LI), "organisation": people}
    answer = send(program, body, f"people-{field}")
    assert answer.status_code == 422
    errors = answer.get_json()["errors"]
    for part in ("json" if "json" in errors else field).split("."):
        errors = errors[part]
    for part in field.split(".") if isinstance(errors, dict) else ():
        errors = errors[part]
    assert errors

"""Members of an organisation: they apply for it, see its applications, and hand over when they leave."""

import re
from typing import Final

from sqlalchemy import select

from certificate_store.holders import Holder, IdentifierType
from services_hall.applications.models import Application, Draft
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.demo.certificates import PREMISES
from services_hall.identity.accounts import create_account
from tests.support.application_pages import (
    begin_application,
    submit_application,
    upload,
    uploads_of,
    valid_form,
)
from tests.support.demo_applications import RESTAURANT
from tests.support.hall import Hall, Visitor

COMPANY: Final = "武汉示例餐饮有限公司"
ZHANG: Final = {
    "member_name": "张示范",
    "member_identifier": "420102188506070019",
    "member_capacity": "member",
}
ORGANISATION: Final = re.compile(r'name="organisation" value="([0-9a-f]+)"')
OPTION: Final = re.compile(r'name="for_whom" type="radio" value="([^"]+)"')
CERTIFICATE: Final = re.compile(r'href="(/my/certificates/[^"/]+)(?<!\.pdf)"')
ENDING: Final = re.compile(r'action="(/my/mandates/[^"]+/end)"')
REMOVAL: Final = re.compile(r'action="(/my/members/[^"]+/remove)"')
MARIA: Final = Holder("MARIA ROSSI", IdentifierType.PASSPORT, "YA1234567")
CONTACT: Final = "field.organisation.contact_name"
DRAFT: Final = "/apply/open-restaurant/"


def file_for_company(hall: Hall, member: Visitor) -> str:
    """The number of an application of the company, filled in by this member."""
    draft = begin_application(member, for_whom="organisation")
    known = {"field.applicant_identifier": "420102188003150244", "field.premises_address": PREMISES}
    assert member.post(f"{draft}/form", {**valid_form(hall, "chen"), **known}).status_code == 303
    files = {name: upload() for name in uploads_of(member, draft)}
    answer = member.post(f"{draft}/materials", {"consent": "yes", **files})
    assert answer.headers["Location"] == f"{draft}/review", answer.text
    return submit_application(member, draft).rsplit("/", 1)[1]


def add_member(manager: Visitor, member: dict[str, str]) -> None:
    (organisation,) = ORGANISATION.findall(manager.get("/my/members/").text)
    answer = manager.post("/my/members/add", {**member, "organisation": organisation})
    assert answer.status_code == 303, answer.text


def test_a_member_applies_for_the_organisation_and_hands_over_on_leaving(hall: Hall) -> None:
    chen, zhang = hall.sign_in("chen"), hall.sign_in("zhang")
    filed_by_chen = file_for_company(hall, chen)
    assert zhang.get(f"/my/applications/{filed_by_chen}").status_code == 404
    add_member(chen, ZHANG)
    assert "张示范" in chen.get("/my/members/").text
    (licence, *_more) = CERTIFICATE.findall(chen.get("/my/certificates/").text)
    assert f"{COMPANY}的证照" in zhang.get("/my/certificates/").text
    assert (zhang.get(licence).status_code, hall.sign_in("wang").get(licence).status_code) == (200, 404)
    assert filed_by_chen in zhang.get("/my/").text
    assert zhang.get(f"/my/applications/{filed_by_chen}").status_code == 200
    questions = "&".join(f"{key}={value}" for key, value in RESTAURANT.items())
    _own, company, _trade = OPTION.findall(zhang.get(f"/apply/open-restaurant?{questions}").text)
    draft = begin_application(zhang, for_whom=company)
    assert COMPANY in zhang.get(f"{draft}/form").text
    (removal,) = REMOVAL.findall(chen.get("/my/members/").text)
    assert hall.sign_in("wang").post(removal).status_code == 404
    assert chen.post(removal).status_code == 303
    assert zhang.get(f"{draft}/form").status_code == 404
    assert zhang.get(licence).status_code == 404
    assert zhang.get(f"/my/applications/{filed_by_chen}").status_code == 404
    assert filed_by_chen not in zhang.get("/my/").text
    assert COMPANY in chen.get(f"{draft}/form").text
    with hall.app.app_context():
        row = reading().scalars(select(Draft).where(Draft.application_id.is_(None))).one()
        applicant, agent = row.parties or []
        assert (applicant["name"], agent["name"]) == (COMPANY, "陈代办")
        (application,) = reading().scalars(select(Application)).all()
        assert (application.holder_name, application.agent and application.agent.name) == (COMPANY, "陈代办")
    leave_by_oneself(chen, zhang)


def leave_by_oneself(manager: Visitor, member: Visitor) -> None:
    """A member who ends the membership on the page of mandates hands over as one who is removed."""
    add_member(manager, ZHANG)
    questions = "&".join(f"{key}={value}" for key, value in RESTAURANT.items())
    _own, company, _trade = OPTION.findall(member.get(f"/apply/open-restaurant?{questions}").text)
    draft = begin_application(member, for_whom=company)
    (ending,) = ENDING.findall(member.get("/my/mandates/").text)
    assert "没提交的已交给单位" in member.follow(member.post(ending)).text
    assert member.get(f"{draft}/form").status_code == 404
    assert COMPANY in manager.get(f"{draft}/form").text


def test_only_a_manager_keeps_the_members(hall: Hall) -> None:
    chen, zhang = hall.sign_in("chen"), hall.sign_in("zhang")
    (organisation,) = ORGANISATION.findall(chen.get("/my/members/").text)
    wang = {**ZHANG, "member_name": "王演示", "member_identifier": "42010218890920013X"}
    assert zhang.post("/my/members/add", {**wang, "organisation": organisation}).status_code == 404
    add_member(chen, ZHANG)
    assert ORGANISATION.findall(zhang.get("/my/members/").text) == []
    add_member(chen, {**ZHANG, "is_manager": "yes"})
    add_member(zhang, wang)
    add_member(chen, {**ZHANG, "member_capacity": "legal_representative"})
    questions = "&".join(f"{key}={value}" for key, value in RESTAURANT.items())
    _own, company, _trade = OPTION.findall(zhang.get(f"/apply/open-restaurant?{questions}").text)
    page = zhang.get(f"{begin_application(zhang, for_whom=company)}/form").text
    assert "法定代表人（负责人、经营者）身份证件号码" in page
    assert f'value="{ZHANG["member_identifier"]}"' in page
    assert "王演示" in chen.get("/my/members/").text
    unknown = {**ZHANG, "member_name": "查无此人", "organisation": organisation}
    refused = chen.post("/my/members/add", unknown)
    assert refused.status_code == 422
    assert "没有找到这个人的账号" in refused.text
    with hall.app.app_context(), transaction() as session:
        create_account(session, username="maria", name=MARIA.name, holder=MARIA, now=utc_now())
    passport = {"member_identifier_type": MARIA.identifier_type, "member_identifier": MARIA.identifier}
    add_member(chen, {**ZHANG, "member_name": MARIA.name, **passport})
    assert MARIA.name in chen.get("/my/members/").text


def test_the_contact_is_the_successor_unless_somebody_was_named(hall: Hall) -> None:
    """What was filled in about the member who left; the name that the member typed stays."""
    chen, zhang = hall.sign_in("chen"), hall.sign_in("zhang")
    add_member(chen, ZHANG)
    questions = "&".join(f"{key}={value}" for key, value in RESTAURANT.items())
    _own, company, _trade = OPTION.findall(zhang.get(f"/apply/open-restaurant?{questions}").text)
    untouched, typed = (begin_application(zhang, for_whom=company) for _ in range(2))
    zhang.post(f"{typed}/form", {CONTACT: "钱联系", "field.applicant_phone": "13900000000", "stay": "1"})
    (removal,) = REMOVAL.findall(chen.get("/my/members/").text)
    assert chen.post(removal).status_code == 303
    expected = {untouched: ("陈代办", "10000000004"), typed: ("钱联系", "13900000000")}
    for draft, values in expected.items():
        page = chen.get(f"{draft}/form").text
        assert (value_of(page, CONTACT), value_of(page, "field.applicant_phone")) == values
    with hall.app.app_context():
        for row in reading().scalars(select(Draft)):
            assert {party["phone"] for party in row.parties or []} == {"10000000004"}


def value_of(page: str, name: str) -> str:
    (field,) = re.findall(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', page)
    return "".join(re.findall(r' value="([^"]*)"', field))

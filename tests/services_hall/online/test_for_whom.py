"""For whom somebody applies: the papers and certificates are the applicant's, whoever fills in the form."""

import re
from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import select

from certificate_store.holders import Holder, IdentifierType
from services_hall import database
from services_hall.applications.models import Application
from services_hall.applications.parties import agent_in, parties_for
from services_hall.applications.parties.paper_mandates import PaperMandate
from services_hall.clock import local_day, utc_now
from services_hall.demo.accounts import DISTRICT
from services_hall.identity import accounts
from services_hall.identity.capacities import Capacity
from services_hall.identity.models import Representation
from services_hall.identity.representations import principals
from services_hall.notices.enumerations import NoticeTopic as T
from services_hall.use_cases.keep_representations import give_mandate, state_representation
from tests.support.agency_systems import system
from tests.support.application_pages import (
    begin_application,
    submit_application,
    upload,
    uploads_of,
    valid_form,
)
from tests.support.case_decisions import accept, application_row, certificate_of, decide
from tests.support.demo_applications import RESTAURANT, person
from tests.support.hall import Hall, Visitor
from tests.support.notices import topics_of
from tests.support.restaurant import BUNDLE, LI, ZHANG, request_body, send
from tests.support.waiting_jobs import do_jobs

PERMIT: Final = "JZZ-SL"
SCENARIO: Final = {"half_year": "yes", "ground": "employment", "applicant_kind": "agent"}
CHILD: Final = {"name": "李小样", "identifier": "420102199001010049"}
OF_LI: Final = {"agent_name": "李样例", "agent_identifier": "420102188701120026"}
OF_ZHANG: Final = {"agent_name": "张示范", "agent_identifier": "420102188506070019"}
COMPANY: Final = {
    "name": "武汉示例餐饮有限公司",
    "identifier_type": "001",
    "identifier": "91420100MADEM00019",
}
OPTION: Final = re.compile(r'name="for_whom" type="radio" value="([^"]+)"')


@pytest.fixture
def li(hall: Hall) -> Visitor:
    return hall.sign_in("li")


def start_address(code: str, scenario: dict[str, str]) -> str:
    return f"/apply/{code}?" + "&".join(f"{key}={value}" for key, value in scenario.items())


def add_child(visitor: Visitor) -> str:
    """The key of the child in the question for whom the application is."""
    answer = visitor.post("/my/mandates/state", {**CHILD, "capacity": "guardian"})
    assert answer.status_code == 303, answer.text
    own, child = OPTION.findall(visitor.get(start_address(PERMIT, SCENARIO)).text)
    assert own == "self"
    return str(child)


def file_for(hall: Hall, visitor: Visitor, whom: str, consent: str = "no") -> str:
    """The number of an application for a residence permit."""
    return submit_application(visitor, ready_to_submit(hall, visitor, whom, consent)).rsplit("/", 1)[1]


def ready_to_submit(hall: Hall, visitor: Visitor, whom: str, consent: str) -> str:
    """The address of a draft of a residence permit that lacks nothing."""
    draft = begin_application(visitor, SCENARIO, PERMIT, for_whom=whom)
    fields = valid_form(hall, "li", SCENARIO, PERMIT)
    assert visitor.post(f"{draft}/form", fields).status_code == 303
    files = {name: upload() for name in uploads_of(visitor, draft)}
    answer = visitor.post(f"{draft}/materials", {"consent": consent, **files})
    assert answer.status_code == 303, answer.text
    return draft


def test_a_guardian_files_and_the_permit_is_the_childs(hall: Hall, li: Visitor) -> None:
    number = file_for(hall, li, add_child(li))
    with hall.app.app_context():
        application: Application = application_row(number)
        assert (application.holder_name, application.applicant_id) == (CHILD["name"], None)
        assert application.agent is not None
        assert (application.agent.name, application.agent.capacity) == ("李样例", "guardian")
        case = {"number": application.cases[0].number}
        assert application.answers["applicant_name"] == CHILD["name"]
        assert application.answers["applicant_identifier"] == CHILD["identifier"]
    with hall.app.app_context(), database.transaction() as session:
        holder = Holder(CHILD["name"], IdentifierType.IDENTITY_CARD, CHILD["identifier"])
        accounts.create_account(session, username="child", name=holder.name, holder=holder, now=utc_now())
    assert granted_permit(hall, number)[1] == [CHILD["name"]]
    for told in ("li", "child"):
        assert topics_of(hall, told, number) == [T.ACCEPTED, T.DECIDED]
    page = li.get(f"/my/applications/{number}").text
    assert "李小样" in page
    assert "监护人" in page
    desk = hall.sign_in("gongan").get(f"/desk/cases/{case['number']}").text
    assert "代办人自己说明" in desk


def test_the_answers_and_for_whom_say_the_same(hall: Hall, li: Visitor) -> None:
    child, by_oneself = add_child(li), {**SCENARIO, "applicant_kind": "self"}
    page = li.get(start_address(PERMIT, SCENARIO)).text
    assert re.search(rf'value="{child}" checked', page)
    for scenario, whom, words in (
        (SCENARIO, "self", "这里却没有代办人"),
        (by_oneself, child, "这里却是由别人代办"),
    ):
        form = {**{f"q.{key}": value for key, value in scenario.items()}, "district": DISTRICT}
        answer = li.post(f"/apply/{PERMIT}", {**form, "for_whom": whom})
        assert answer.status_code == 422
        assert words in answer.text
    program = system(hall, "public_security")
    refused = send(program, request_body(program, LI, SCENARIO, PERMIT, consent=False))
    assert refused.status_code == 422
    assert "这里却没有代办人" in refused.get_json()["errors"]["for_whom"]


def test_whoever_only_states_to_act_files_nothing_that_asks_for_no_proof(hall: Hall, li: Visitor) -> None:
    child = add_child(li)
    birth = {"stage": "before", "marriage_proof": "certificate"}
    for code, scenario in (("SYDJ", birth), ("GJJ-TQ", {"cause": "rent"})):
        form = {**{f"q.{key}": value for key, value in scenario.items()}, "district": DISTRICT}
        answer = li.post(f"/apply/{code}", {**form, "for_whom": child})
        assert answer.status_code == 422
        assert "请本人在“授权与代办”里授权，或者到窗口办" in answer.text
        assert "不能为李小样办" in answer.text


def test_a_company_cannot_apply_for_a_residence_permit(hall: Hall) -> None:
    form = {**{f"q.{key}": value for key, value in SCENARIO.items()}, "district": DISTRICT}
    answer = hall.sign_in("chen").post(f"/apply/{PERMIT}", {**form, "for_whom": "organisation"})
    assert answer.status_code == 422
    assert "只能由个人申请" in answer.text
    program = system(hall, "public_security")
    body = request_body(program, LI, SCENARIO, PERMIT, consent=False)
    refused = send(program, {**body, "holder": COMPANY})
    assert refused.status_code == 422
    assert "只能由个人申请" in refused.get_json()["errors"]["for_whom"]


def test_what_is_known_of_a_company_is_not_typed_again(hall: Hall) -> None:
    chen = hall.sign_in("chen")
    draft = begin_application(chen, RESTAURANT, for_whom="organisation")
    page = chen.get(f"{draft}/form").text
    for value in (COMPANY["name"], COMPANY["identifier"]):
        (field,) = re.findall(rf'<input[^>]*value="{value}"[^>]*>', page)
        assert "readonly" in field


def test_nobody_types_another_identity(hall: Hall) -> None:
    program = system(hall, "market_supervision")
    body = request_body(program)
    body["answers"]["applicant_identifier"] = "42010218890920013X"
    answer = send(program, body)
    assert answer.status_code == 422
    assert "以申请人的身份信息为准" in answer.get_json()["errors"]["field.applicant_identifier"]


def test_a_mandate_is_given_used_and_withdrawn(hall: Hall, li: Visitor) -> None:
    zhang = hall.sign_in("zhang")
    ends_on = local_day(utc_now()) + timedelta(days=1)
    given_to_li = {**OF_LI, "ends_on": ends_on.isoformat()}
    assert zhang.post("/my/mandates/give", given_to_li).status_code == 303
    assert "只能由监护人或者近亲属代办，受托人不能代办" in li.get(start_address(PERMIT, SCENARIO)).text
    answer = zhang.post("/my/mandates/give", {**given_to_li, "relation": "relative"})
    assert answer.status_code == 303, answer.text
    _own, given = OPTION.findall(li.get(start_address(PERMIT, SCENARIO)).text)
    number = file_for(hall, li, given, consent="yes")
    assert "张示范" in li.get(f"/my/applications/{number}").text
    assert zhang.get(f"/my/applications/{number}").status_code == 200
    assert "代办人凭授权查看可免提交的材料" in zhang.get("/my/certificates/").text
    permit, holders = granted_permit(hall, number)
    assert holders == ["张示范"]
    assert zhang.get(f"/my/certificates/{permit}").status_code == 200
    assert li.get(f"/my/certificates/{permit}").status_code == 404
    with hall.app.test_request_context():
        for day, is_covered in ((ends_on, True), (ends_on + timedelta(days=1), False)):
            found = [one.key for one in principals(database.reading(), person("li"), on=day)]
            assert (given in found) is is_covered
    assert zhang.post(f"/my/mandates/{given}/end").status_code == 303
    assert topics_of(hall, "li", given) == [T.MANDATE_GIVEN, T.MANDATE_ENDED]
    told = li.get("/my/notices/").text
    assert "一份授权结束了" in told
    (news, *_rest) = re.findall(r'href="(/my/notices/[0-9]+)"', told)
    assert li.get(news).headers["Location"] == "/my/mandates/"
    assert OPTION.findall(li.get(start_address(PERMIT, SCENARIO)).text) == []
    refused = li.post(
        f"/apply/{PERMIT}",
        {
            **{f"q.{key}": value for key, value in SCENARIO.items()},
            "district": "420102000000",
            "for_whom": given,
        },
    )
    assert refused.status_code == 422
    assert li.get(f"/my/applications/{number}").status_code == 200
    with hall.app.app_context():
        principal, agent = person("zhang"), person("li").holder
        assert principal.holder is not None
        assert agent is not None
        give_mandate(principal, principal.holder, agent, item_codes=["SYDJ"])
    assert OPTION.findall(li.get(start_address(PERMIT, SCENARIO)).text) == []


def test_a_mandate_for_chosen_items_is_shown_to_both_and_holds_until_it_is_filed(
    hall: Hall, li: Visitor
) -> None:
    zhang = hall.sign_in("zhang")
    chosen = {**OF_LI, "scope": "some", "relation": "relative"}
    refused = zhang.post("/my/mandates/give", chosen)
    assert refused.status_code == 422
    assert "授权办哪几件事" in refused.text
    again = zhang.post("/my/mandates/give", {**chosen, "agent_name": "", "items": PERMIT})
    assert re.search(rf'value="{PERMIT}" checked', again.text)
    assert zhang.post("/my/mandates/give", {**chosen, "items": PERMIT}).status_code == 303
    for side in (zhang, li):
        assert "只办：居住证" in side.get("/my/mandates/").text
    _own, given = OPTION.findall(li.get(start_address(PERMIT, SCENARIO)).text)
    other = {**{f"q.{key}": value for key, value in RESTAURANT.items()}, "district": DISTRICT}
    assert "您的授权不包括这件事" in li.post(f"/apply/{BUNDLE}", {**other, "for_whom": given}).text
    draft = ready_to_submit(hall, li, given, consent="yes")
    assert zhang.post(f"/my/mandates/{given}/end").status_code == 303
    late = li.post(f"{draft}/submit", {"declared": "yes"})
    assert late.status_code == 422
    assert "您的授权不包括这件事，或者已经到期、已经撤回" in late.text


def test_a_program_may_rely_on_a_mandate_of_the_hall_that_covers_the_item(hall: Hall) -> None:
    program = system(hall, "public_security")
    with hall.app.app_context():
        principal, agent = person("zhang").holder, person("li").holder
        assert principal is not None
        assert agent is not None
    body = request_body(program, ZHANG, SCENARIO, PERMIT, consent=False)
    body["answers"] |= {
        "agent_name": agent.name,
        "agent_phone": "13900001234",
        "residence_place": "420102002000",
    }
    body["agent"] = {**agent.as_json(), "capacity": "relative", "mandate": True}
    for codes, capacity, status in (
        (None, None, 422),
        (["SYDJ"], Capacity.RELATIVE, 422),
        ([PERMIT], Capacity.MANDATARY, 422),
        ([PERMIT], Capacity.RELATIVE, 201),
    ):
        if capacity is not None:
            with hall.app.app_context():
                give_mandate(person("zhang"), principal, agent, capacity=capacity, item_codes=codes)
        answer = send(program, body)
        assert answer.status_code == status, answer.text
        if status == 422:
            assert "授权不包括这件事" in answer.get_json()["errors"]["for_whom"]


def test_a_passport_names_a_ward_and_an_agent_as_well(hall: Hall, li: Visitor) -> None:
    maria = Holder("MARIA ROSSI", IdentifierType.PASSPORT, "YA1234567")
    with hall.app.app_context(), database.transaction() as session:
        accounts.create_account(session, username="maria", name=maria.name, holder=maria, now=utc_now())
    passport = {"name": "LUCA ROSSI", "identifier_type": "414", "identifier": "ya 7654321"}
    assert li.post("/my/mandates/state", {**passport, "capacity": "guardian"}).status_code == 303
    assert "LUCA ROSSI" in li.get("/my/mandates/").text
    to_maria = {
        "agent_name": maria.name,
        "agent_identifier_type": "414",
        "agent_identifier": maria.identifier,
    }
    assert li.post("/my/mandates/give", to_maria).status_code == 303
    assert "MARIA ROSSI" in li.get("/my/mandates/").text
    refused = li.post("/my/mandates/give", {**to_maria, "agent_identifier_type": "001"})
    assert refused.status_code == 422
    assert f'value="{maria.identifier}"' in refused.text


def granted_permit(hall: Hall, number: str) -> tuple[str, list[str]]:
    """The identifier of the residence permit that the police grant, and the names of its holders."""
    with hall.app.app_context():
        case = {"number": application_row(number).cases[0].number}
    police = system(hall, "public_security")
    accept(police, case)
    decide(police, case, "grant")
    do_jobs(hall)
    return certificate_of(hall, case["number"])


def test_who_adds_a_person_during_an_application_comes_back_with_the_answers(hall: Hall, li: Visitor) -> None:
    start = start_address(PERMIT, SCENARIO)
    page = li.get(start).text
    assert OPTION.findall(page) == []
    (mandates,) = re.findall(r'href="(/my/mandates/[^"]+)">为别人办', page)
    form = li.get(mandates.replace("&amp;", "&")).text
    assert "返回接着申请" in form
    (back,) = set(re.findall(r'name="next" value="([^"]+)"', form))
    back = back.replace("&amp;", "&")
    answer = li.post("/my/mandates/state", {**CHILD, "capacity": "guardian", "next": back})
    back = answer.headers["Location"]
    assert back.startswith(f"/apply/{PERMIT}?")
    again = li.get(back).text
    _own, child = OPTION.findall(again)
    assert re.findall(r'name="for_whom" type="radio" value="([^"]+)" checked', again) == [child]
    assert "为别人办" in again
    assert all(f'name="q.{key}" value="{value}"' in again for key, value in SCENARIO.items())
    given = {**OF_ZHANG, "ends_on": "2099年12月1日", "next": "//elsewhere.example/"}
    assert li.post("/my/mandates/give", given).headers["Location"] == "/my/mandates/"
    assert "到 2099-12-01" in li.words("/my/mandates/")


@pytest.mark.parametrize(
    ("form", "fields", "words"),
    [
        ("give", {"agent_name": "", "agent_identifier": "420102188701120026"}, "姓名"),
        ("give", {"agent_name": "李样例", "agent_identifier": "420102188701120027"}, "校验"),
        (
            "give",
            {"agent_name": "查无此人", "agent_identifier": "42010218890920013X"},
            "没有找到这个人的账号",
        ),
        ("give", {**OF_LI, "ends_on": "2020-01-01"}, "到期日已经过了"),
        ("give", {**OF_LI, "ends_on": "明年"}, "不是一个日期"),
        ("state", {**CHILD, "capacity": ""}, "关系"),
        ("state", {"name": "张示范", "identifier": "420102188506070019", "capacity": "guardian"}, "不用授权"),
    ],
)
def test_a_wrong_mandate_is_refused(hall: Hall, form: str, fields: dict[str, str], words: str) -> None:
    answer = hall.sign_in("zhang").post(f"/my/mandates/{form}", fields)
    assert answer.status_code == 422
    assert words in answer.text
    number = fields.get("identifier") or fields["agent_identifier"]
    assert f'value="{number}"' in answer.text


def test_many_mandates_have_pages_and_a_search(hall: Hall, li: Visitor) -> None:
    with hall.app.app_context():
        for number in range(23):
            ward = Holder(f"孩子{number:02}", IdentifierType.PASSPORT, f"P12345{number:02}")
            state_representation(person("li"), ward, Capacity.GUARDIAN)
    first = li.get("/my/mandates/").text
    assert ("孩子22" in first, "孩子02" in first) == (True, False)
    (following,) = re.findall(r'href="(/my/mandates/[^"]*held=2[^"]*)"', first)
    second = li.get(following.replace("&amp;", "&")).text
    assert ("孩子22" in second, "孩子02" in second) == (False, True)
    for words in ("孩子0 2", "p1234502"):
        found = li.get("/my/mandates/", q=words).text
        assert ("孩子22" in found, "孩子02" in found) == (False, True)
    assert "没有找到“查无此人”" in li.get("/my/mandates/", q="查无此人", held="9999999").text


def test_a_mandate_on_paper_is_for_what_it_says_and_until_its_last_day(hall: Hall, li: Visitor) -> None:
    of_ward = {**CHILD, "capacity": "mandatary"}
    refused = li.post("/my/mandates/state", {**of_ward, "paper_ends_on": "2020-01-01"})
    assert refused.status_code == 422
    assert "到期日已经过了" in refused.text
    assert li.post("/my/mandates/state", {**of_ward, "paper_scope": "some"}).status_code == 422
    today = local_day(utc_now())
    stated = {**of_ward, "paper_items": BUNDLE, "paper_ends_on": today.isoformat()}
    assert li.post("/my/mandates/state", stated).status_code == 303
    assert f"到 {today}" in li.words("/my/mandates/")
    assert "您的授权不包括这件事" in li.get(start_address(PERMIT, SCENARIO)).text
    with hall.app.app_context():
        _own, principal = principals(database.reading(), person("li"), on=today)
        agent = agent_in(parties_for(person("li"), principal))
        assert agent is not None
        assert agent.mandate == PaperMandate(frozenset({BUNDLE}), ends_on=today)
    with hall.app.app_context(), database.transaction() as session:
        session.scalars(select(Representation)).one().ends_on = today - timedelta(days=1)
    page = li.get(f"/apply/{BUNDLE}?" + "&".join(f"{key}={value}" for key, value in RESTAURANT.items())).text
    assert {one.split(":")[0] for one in OPTION.findall(page)} == {"self", "sole_trader"}
    assert f"不能为李小样办：授权到 {today - timedelta(days=1)} 为止，已经到期" in page
    assert li.post("/my/mandates/state", stated).status_code == 303
    assert "为止，已经到期" not in li.get(start_address(PERMIT, SCENARIO)).text

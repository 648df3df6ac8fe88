"""Sole traders as applicants: a person under the name and code of a licence, in every channel."""

import re
import zipfile
from io import BytesIO
from typing import Any, Final

import pytest
from sqlalchemy import select

from certificate_store.holders import Holder, IdentifierType
from certificate_store.models import Certificate, CertificateType, Use
from services_hall import database
from services_hall.applications.paper_texts.intake import receipt_text
from services_hall.applications.paper_texts.parts import addressee_of, facts
from services_hall.applications.supplements.case_content import correctable_fields
from services_hall.demo.accounts import AGENT, DISTRICT
from services_hall.demo.certificates import PREMISES, SHOP, demo_credit_code
from services_hall.documents.texts import Printing
from services_hall.use_cases.copy_application import INDEX
from tests.support.agency_systems import System, system
from tests.support.application_pages import begin_application
from tests.support.case_decisions import application_row, case_row, grant
from tests.support.hall import Hall
from tests.support.licensed_shops import ALONE, ENTITY, FOREIGN, SECOND, issue_shop
from tests.support.new_editions import publish_again
from tests.support.restaurant import LI, LI_HOLDER, WANG, case_of, request_body, send
from tests.support.source_certificates import current
from tests.support.waiting_jobs import do_jobs
from tests.support.window_pages import WANG_AT_WINDOW

FOOD: Final = "SPJY-XB"
FORM: Final = "business_form"
OF_LI: Final = ("applicant_name", "premises_address")
PRINTING: Final = Printing("接收回执", "1", "大厅", "http://localhost", is_demo=True)
PERMIT: Final = "JZZ-SL"
SETTLED: Final = {"half_year": "yes", "ground": "residence", "applicant_kind": "self"}
STALL: Final = {"name": "王演示早点铺（演示）", "credit_code": demo_credit_code("a stall")}
OWN_SHOP: Final = {"name": SHOP.name, "credit_code": SHOP.identifier}
AS_TRADER: Final = re.compile(r'name="for_whom" type="radio" value="(sole_trader:[^"]+)"')
WANG_HOLDER: Final = Holder(WANG.name, IdentifierType.IDENTITY_CARD, WANG.identity_number or "")


@pytest.fixture
def market(hall: Hall) -> System:
    return system(hall, "market_supervision")


def food_body(market: System, trader: dict[str, str], person: Any = LI, **more: Any) -> dict[str, Any]:
    """A request for the food permit of a trade, about which nothing else is typed."""
    body = request_body(market, person, ALONE, FOOD, consent=more.pop("consent", True))
    typed = {key: text for key, text in body["answers"].items() if key not in ENTITY}
    answers = {**typed, "premises_address": PREMISES, **more.pop("answers", {})}
    return {**body, "answers": answers, "sole_trader": trader, **more}


def refusals(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return dict(answer.get_json()["errors"])


def test_the_trade_holds_the_permit_and_its_operator_with_it(hall: Hall, market: System) -> None:
    filed = send(market, food_body(market, OWN_SHOP)).get_json()
    food = case_of(filed, FOOD)
    document = market.get(f"/cases/{food['number']}").get_json()
    trade = {"name": SHOP.name, "credit_code": SHOP.identifier, "is_only_stated": True}
    assert document["sole_trader"] == trade
    answers = document["answers"]
    assert [answers[key] for key in ENTITY] == [SHOP.name, SHOP.identifier, PREMISES]
    grant(market, food)
    do_jobs(hall)
    permit = current(hall, "food-business-permit")
    assert (permit.holder, permit.joint_holders) == (SHOP, (LI_HOLDER,))
    with hall.app.app_context():
        case = case_row(food["number"])
        trader = case.application.sole_trader
        assert trader is not None
        assert (trader.name, trader.code) == (SHOP.name, SHOP.identifier)
        assert addressee_of(case) == f"{SHOP.name}（经营者：{LI.name}）"
        assert ("个体工商户", f"{SHOP.name}（统一社会信用代码 {SHOP.identifier}）") in facts(
            case.application, case
        )
    li = hall.sign_in("li")
    page = li.get(f"/my/applications/{filed['number']}").text
    assert f"申请人：个体工商户“{SHOP.name}”（{SHOP.identifier}），经营者：{LI.name}" in page
    with zipfile.ZipFile(BytesIO(li.get(f"/my/applications/{filed['number']}/copy.zip").data)) as archive:
        index = archive.read(INDEX).decode()
    assert f"<dd>{SHOP.name} {SHOP.identifier}</dd>" in index
    with hall.app.app_context():
        receipt = receipt_text(application_row(filed["number"]).own_papers[0], PRINTING)
    assert ("个体工商户", f"{SHOP.name}（统一社会信用代码 {SHOP.identifier}）") in receipt.facts
    assert "食品经营许可证" in li.get("/my/certificates/").text


def test_of_several_licences_that_of_the_trade_is_used(hall: Hall, market: System) -> None:
    issue_shop(hall, SECOND, LI_HOLDER)
    trader = {"name": SECOND.name, "credit_code": SECOND.identifier}
    food = case_of(send(market, food_body(market, trader)).get_json(), FOOD)
    grant(market, food)
    do_jobs(hall)
    assert current(hall, "food-business-permit").holder == SECOND
    li = hall.sign_in("li")
    keys = AS_TRADER.findall(
        li.get("/apply/SPJY-XB?cooking=fumes&premises=commercial&delivery=no&agent=no").text
    )
    assert sorted(keys) == sorted(f"sole_trader:{one.identifier}" for one in (SHOP, SECOND))


def test_a_trade_that_does_not_fit_is_refused_at_its_place(hall: Hall, market: System) -> None:
    wrong = {**STALL, "credit_code": STALL["credit_code"][:-1] + "!"}
    assert list(refusals(send(market, food_body(market, wrong)))) == ["sole_trader.credit_code"]
    renamed = {**OWN_SHOP, "name": "别的店"}
    assert (
        "营业执照"
        in refusals(send(market, food_body(market, renamed), "sole-trader-renamed"))["field.premises_name"]
    )
    typed = {"premises_name": "别的店"}
    other = refusals(send(market, food_body(market, OWN_SHOP, answers=typed), "sole-trader-typed"))
    assert list(other) == ["field.premises_name"]
    issue_shop(hall, FOREIGN)
    foreign = {"name": FOREIGN.name, "credit_code": FOREIGN.identifier}
    refused = refusals(send(market, food_body(market, foreign, WANG, consent=False), "sole-trader-foreign"))
    assert "经营者是别人" in refused["for_whom"]
    company = {"name": "武汉示例餐饮有限公司", "identifier_type": "001", "identifier": SHOP.identifier}
    no_person = refusals(send(market, food_body(market, OWN_SHOP, holder=company), "sole-trader-company"))
    assert "经营者的姓名和证件" in no_person["for_whom"]
    police = system(hall, "public_security")
    body = request_body(police, LI, SETTLED, PERMIT, consent=False)
    silent = refusals(send(police, {**body, "sole_trader": OWN_SHOP}))
    assert "请换成为经营者本人申请" in silent["for_whom"]


def test_the_trade_of_the_licence_is_offered_online_and_locked(hall: Hall) -> None:
    li = hall.sign_in("li")
    page = li.get("/apply/SPJY-XB?cooking=fumes&premises=commercial&delivery=no&agent=no").text
    (key,) = AS_TRADER.findall(page)
    draft = begin_application(li, ALONE, FOOD, for_whom=key)
    form = li.get(f"{draft}/form").text
    assert f"申请的是个体工商户“{SHOP.name}”" in form
    for value in (SHOP.name, SHOP.identifier, LI.name):
        (field,) = re.findall(rf'<input[^>]*value="{value}"[^>]*>', form)
        assert "readonly" in field
    company = hall.sign_in("chen").get(
        "/apply/SPJY-XB?cooking=fumes&premises=commercial&delivery=no&agent=no"
    )
    assert not AS_TRADER.findall(company.text)


def test_what_kind_of_firm_a_trade_is_follows_from_the_applicant(hall: Hall, market: System) -> None:
    filed = send(market, food_body(market, OWN_SHOP, answers={FORM: ""})).get_json()
    number = case_of(filed, FOOD)["number"]
    assert market.get(f"/cases/{number}").get_json()["answers"][FORM] == "individual"
    with hall.app.test_request_context():
        case = case_row(number)
        assert FORM not in correctable_fields(case)
    other = refusals(send(market, food_body(market, OWN_SHOP, answers={FORM: "company"}), "trade-as-company"))
    assert list(other) == [f"field.{FORM}"]
    assert "以申请人的身份信息为准" in other[f"field.{FORM}"]
    li = hall.sign_in("li")
    draft = begin_application(li, ALONE, FOOD, for_whom=f"sole_trader:{SHOP.identifier}")
    page = li.get(f"{draft}/form").text
    clerk = hall.sign_in("chuangkou")
    form = {f"q.{key}": value for key, value in ALONE.items()} | WANG_AT_WINDOW
    typed = {f"sole_trader.{key}": value for key, value in STALL.items()}
    path = clerk.post("/window/apply/SPJY-XB", {**form, **typed}).headers["Location"]
    for shown in (page, clerk.get(path).text):
        (field,) = re.findall(rf'<input[^>]*name="field.{FORM}"[^>]*>', shown)
        assert "readonly" in field
        assert 'value="个体工商户"' in field


def test_a_company_is_not_offered_to_be_a_sole_trader(hall: Hall, market: System) -> None:
    company = AGENT.organisation_holder
    assert company is not None
    body = food_body(market, OWN_SHOP, holder=company.as_json(), answers={FORM: "individual"})
    del body["sole_trader"]
    body["answers"] = {key: text for key, text in body["answers"].items() if key not in OF_LI}
    refused = refusals(send(market, body, "company-as-trade"))
    assert list(refused) == [f"field.{FORM}"]
    chen = hall.sign_in("chen")
    page = chen.get(f"{begin_application(chen, ALONE, FOOD, for_whom='organisation')}/form").text
    offered = re.findall(rf'<input[^>]*name="field.{FORM}"[^>]*value="([^"]+)"', page)
    assert offered == ["company", "sole_proprietorship", "partnership", "other"]


def test_a_trade_without_licence_in_the_store_is_stated_online(hall: Hall) -> None:
    wang = hall.sign_in("wang")
    form = {**{f"q.{key}": value for key, value in ALONE.items()}, "district": DISTRICT}
    stated = {"for_whom": "sole_trader", "sole_trader.name": STALL["name"], "sole_trader.credit_code": "1"}
    refused = wang.post("/apply/SPJY-XB", {**form, **stated})
    assert refused.status_code == 422
    assert f'value="{STALL["name"]}"' in refused.text
    assert re.search(r'value="sole_trader" checked', refused.text)
    empty = wang.post("/apply/SPJY-XB", {**form, "for_whom": "sole_trader"})
    assert "请填写字号" in empty.text
    draft = begin_application(
        wang, ALONE, FOOD, **{**stated, "sole_trader.credit_code": STALL["credit_code"]}
    )
    (field,) = re.findall(rf'<input[^>]*value="{STALL["name"]}"[^>]*>', wang.get(f"{draft}/form").text)
    assert "readonly" in field
    settled = {f"q.{key}": value for key, value in SETTLED.items()}
    silent = wang.post(
        f"/apply/{PERMIT}",
        {**settled, "district": DISTRICT, **stated, "sole_trader.credit_code": STALL["credit_code"]},
    )
    assert silent.status_code == 422
    assert "请换成为经营者本人申请" in silent.text


def test_a_clerk_files_for_a_trade(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    form = {f"q.{key}": value for key, value in ALONE.items()} | WANG_AT_WINDOW
    typed = {f"sole_trader.{key}": value for key, value in STALL.items()}
    half = clerk.post("/window/apply/SPJY-XB", {**form, "sole_trader.name": STALL["name"]})
    assert half.status_code == 422
    assert "请填写统一社会信用代码" in half.text
    path = clerk.post("/window/apply/SPJY-XB", {**form, **typed}).headers["Location"]
    (field,) = re.findall(rf'<input[^>]*value="{STALL["name"]}"[^>]*>', clerk.get(path).text)
    assert "readonly" in field
    settled = {f"q.{key}": value for key, value in SETTLED.items()} | WANG_AT_WINDOW
    silent = clerk.post(f"/window/apply/{PERMIT}", {**settled, **typed})
    assert silent.status_code == 422
    assert "请换成为经营者本人申请" in silent.text


def test_what_is_only_stated_waits_until_the_officer_has_read_the_licence(hall: Hall, market: System) -> None:
    filed = send(market, food_body(market, STALL, WANG)).get_json()
    food = case_of(filed, FOOD)
    desk = hall.sign_in("shichang").get(f"/desk/cases/{food['number']}").text
    assert "申请人填写，请核对营业执照" in desk
    grant(market, food)
    do_jobs(hall)
    permit = current(hall, "food-business-permit", WANG_HOLDER)
    assert (permit.holder.name, permit.holder.identifier) == (STALL["name"], STALL["credit_code"])
    assert permit.joint_holders == (WANG_HOLDER,)


def about_applicant(content: dict[str, Any]) -> None:
    """Let a guide give its certificate to whoever applies."""
    content["certificate_subject"] = "applicant"


@pytest.mark.parametrize(
    ("trader", "operator", "has_consented"),
    [(OWN_SHOP, LI, True), (STALL, WANG, False)],
    ids=["store", "stated"],
)
def test_a_trade_holds_what_a_guide_gives_to_the_applicant(
    hall: Hall, market: System, trader: dict[str, str], operator: Any, has_consented: bool
) -> None:
    publish_again(hall, FOOD, change=about_applicant)
    body = food_body(market, trader, operator, consent=has_consented)
    food = case_of(send(market, body).get_json(), FOOD)
    grant(market, food)
    do_jobs(hall)
    permit = current(hall, "food-business-permit", operator.holder)
    assert (permit.holder.name, permit.holder.identifier) == (trader["name"], trader["credit_code"])
    assert [one.identifier for one in permit.joint_holders] == [operator.identity_number]


def test_a_waiver_check_names_the_licence_of_the_trade(hall: Hall, market: System) -> None:
    issue_shop(hall, SECOND, LI_HOLDER)
    body = {"code": FOOD, "scenario": ALONE, "holder": LI_HOLDER.as_json(), "consent": True}
    for shop in (SHOP, SECOND):
        trade = {"name": shop.name, "credit_code": shop.identifier}
        answer = market.post("/waiver-checks", {**body, "sole_trader": trade})
        assert answer.status_code == 200, answer.text
        with hall.app.app_context(), database.certificate_transaction() as store:
            used = store.scalars(
                select(Certificate)
                .join(Use, Use.certificate_id == Certificate.id)
                .join(Certificate.type)
                .where(CertificateType.code == "business-licence")
                .order_by(Use.id.desc())
            ).first()
            assert used is not None
            assert used.holder == shop
    wrong = market.post("/waiver-checks", {**body, "sole_trader": {**OWN_SHOP, "credit_code": "1"}})
    assert list(refusals(wrong)) == ["sole_trader.credit_code"]

"""Whose name, code and address a permit takes: the licence of the store, or one that an officer has read."""

from typing import Any

from sqlalchemy import select

from certificate_store.holders import Holder, IdentifierType
from services_hall import database
from services_hall.applications.certificates.published_grants import published_grants
from services_hall.applications.certificates.versions import restore_predecessor
from services_hall.applications.models import Case
from services_hall.applications.paper_texts.parts import addressee_of
from services_hall.clock import utc_now
from services_hall.demo.certificates import PREMISES, SHOP, demo_credit_code
from tests.support.agency_systems import System, system
from tests.support.application_pages import begin_application, upload, uploads_of, valid_form
from tests.support.case_decisions import accept, case_row, decision_body, grant
from tests.support.hall import Hall
from tests.support.licensed_shops import ALONE, ENTITY, FOREIGN, SECOND, issue_shop
from tests.support.restaurant import LI, LI_HOLDER, WANG, case_of, file_restaurant, request_body, send
from tests.support.source_certificates import current, file_from
from tests.support.waiting_jobs import do_jobs
from tests.support.window_pages import LI_AT_WINDOW, begin_at_window

PAPER = {"premises_name": "街角面馆（演示）", "credit_code": demo_credit_code("a paper licence")}
LOCKED = "以营业执照为准，从证照库取"


def food_body(
    market: System, typed: dict[str, str], person: Any = LI, *, consent: bool = True
) -> dict[str, Any]:
    """A request for the food permit alone, with the entity that is typed."""
    body = request_body(market, person, ALONE, "SPJY-XB", consent=consent)
    answers = {key: text for key, text in body["answers"].items() if key not in ENTITY}
    return {**body, "answers": {**answers, **typed}}


def errors_of(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return dict(answer.get_json()["errors"])


def test_a_licence_in_the_store_gives_name_code_and_address_and_nothing_else_may_be_typed(
    hall: Hall,
) -> None:
    market = system(hall, "market_supervision")
    wrong = send(
        market,
        food_body(market, {"premises_name": "别的店", "premises_address": "别处"}),
        "food-permit-wrong",
    )
    found = errors_of(wrong)
    assert sorted(found) == ["field.premises_address", "field.premises_name"]
    assert "以证照库里的营业执照为准" in found["field.premises_name"]
    filed = send(market, food_body(market, {}), "food-permit-right")
    assert filed.status_code == 201, filed.text
    shown = market.get(f"/cases/{case_of(filed.get_json(), 'SPJY-XB')['number']}").get_json()
    answers = shown["answers"]
    assert [answers[key] for key in ENTITY] == [SHOP.name, SHOP.identifier, PREMISES]


def test_of_several_licences_the_form_names_one(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    issue_shop(hall, SECOND, LI_HOLDER)
    none = send(market, food_body(market, {"premises_address": PREMISES}), "food-permit-none")
    assert "写明用哪一张" in errors_of(none)["field.credit_code"]
    typed = {"credit_code": SECOND.identifier, "premises_address": PREMISES}
    filed = send(market, food_body(market, typed), "food-permit-second").get_json()
    food = case_of(filed, "SPJY-XB")
    grant(market, food)
    do_jobs(hall)
    assert current(hall, "food-business-permit").holder == SECOND


def test_the_code_of_another_operator_is_refused_at_its_field(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    issue_shop(hall, FOREIGN)
    typed = {
        "premises_name": FOREIGN.name,
        "credit_code": FOREIGN.identifier,
        "premises_address": PREMISES,
    }
    refused = send(market, food_body(market, typed, WANG), "food-permit-another")
    assert "经营者不是申请人" in errors_of(refused)["field.credit_code"]
    own = {**typed, "premises_name": SHOP.name, "credit_code": SHOP.identifier}
    assert send(market, food_body(market, own, LI, consent=False), "food-permit-own").status_code == 201


def test_a_permit_on_a_paper_licence_waits_until_the_officer_has_read_it(
    either_hall: Hall, market: System
) -> None:
    body = food_body(market, {**PAPER, "premises_address": PREMISES}, WANG)
    food = case_of(send(market, body).get_json(), "SPJY-XB")
    assert accept(market, food).status_code == 200
    address = f"/cases/{food['number']}/decision"
    unread = {**decision_body(food, "grant"), "licence_checked": False}
    assert "请先看执照" in errors_of(market.post(address, unread))["licence_checked"]
    officer = either_hall.sign_in("shichang")
    page = f"/desk/cases/{food['number']}"
    assert f"执照上的经营者是{WANG.name}" in officer.get(page, act="grant").text
    assert officer.post(f"{page}/decision", {"outcome": "grant"}).status_code == 422
    issue_shop(either_hall, Holder("别家", IdentifierType.CREDIT_CODE, PAPER["credit_code"]))
    assert (
        "不能发给这家店" in errors_of(market.post(address, decision_body(food, "grant")))["licence_checked"]
    )
    with either_hall.app.app_context():
        assert not case_row(food["number"]).is_licence_checked


def test_what_the_officer_has_read_is_recorded_and_the_shop_holds_the_permit(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    body = food_body(market, {**PAPER, "premises_address": PREMISES}, WANG)
    food = case_of(send(market, body).get_json(), "SPJY-XB")
    grant(market, food)
    do_jobs(hall)
    with hall.app.app_context():
        assert case_row(food["number"]).is_licence_checked
    wang = Holder(WANG.name, IdentifierType.IDENTITY_CARD, WANG.identity_number or "")
    permit = current(hall, "food-business-permit", wang)
    assert (permit.holder.name, permit.holder.identifier) == tuple(PAPER.values())
    assert permit.joint_holders == (wang,)


def test_a_filing_recorded_on_a_paper_licence_names_the_applicant_alone(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    body = request_body(market, WANG, {"lighting": "no"}, "HWZP-SZ", consent=False)
    body["answers"] |= PAPER
    filed = send(market, body).get_json()
    do_jobs(hall)
    wang = Holder(WANG.name, IdentifierType.IDENTITY_CARD, WANG.identity_number or "")
    assert filed["cases"][0]["outcome"] == "recorded"
    assert current(hall, "shop-sign-filing", wang).holder == wang


def test_a_renamed_shop_names_what_is_granted_later_until_the_change_is_annulled(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    before = current(hall, "business-licence")
    waiting = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, waiting)
    answers = {**before.fields, "premises_name": "改了名的小炒（演示）"}
    answers = {key: answers[key] for key in ("premises_name", "premises_address", "business_scope")}
    change = file_from(
        market, "GTDJ-BG", before.identifier, "rename-1", answers=answers, scenario={"moves": "no"}
    )
    grant(market, change)
    do_jobs(hall)
    renamed = current(hall, "business-licence")
    assert (renamed.holder.name, renamed.holder.identifier) == (answers["premises_name"], SHOP.identifier)
    assert (renamed.fields["premises_name"], renamed.joint_holders) == (renamed.holder.name, (LI_HOLDER,))
    assert (
        market.post(f"/cases/{waiting['number']}/decision", decision_body(waiting, "grant")).status_code
        == 200
    )
    do_jobs(hall)
    permit = current(hall, "food-business-permit")
    assert (permit.holder, permit.fields["premises_name"]) == (renamed.holder, renamed.holder.name)
    with hall.app.app_context():
        row = case_row(waiting["number"])
        assert addressee_of(row) == f"{renamed.holder.name}（经营者：{LI.name}）"
        published = {one.grant.item_code: one.grant.holder for one in published_grants(database.reading())}
        assert published["SPJY-XB"] == renamed.holder.name
        assert (
            database.reading().scalar(select(Case.subject_name).where(Case.id == row.id))
            == renamed.holder.name
        )
        with database.certificate_transaction() as store:
            restored = restore_predecessor(
                store,
                renamed.identifier,
                by_agency=renamed.agency_code,
                reason="撤销变更",
                source="test:annulled",
                now=utc_now(),
            )
            assert restored is not None
            assert (restored.holder, restored.joint_holders) == (SHOP, (LI_HOLDER,))
            assert restored.fields["premises_name"] == SHOP.name


def test_online_what_stands_on_the_licence_is_locked_unless_another_one_is_uploaded(hall: Hall) -> None:
    visitor = hall.sign_in("li")
    draft = begin_application(visitor, ALONE, "SPJY-XB")
    page = visitor.get(f"{draft}/form").text
    assert LOCKED in page
    assert all(f'value="{text}"' in page for text in (SHOP.name, SHOP.identifier, PREMISES))
    typed = {**valid_form(hall, "li", ALONE, "SPJY-XB"), "field.premises_name": "另一个名字"}
    visitor.post(f"{draft}/form", typed)
    assert LOCKED in visitor.get(f"{draft}/form").text
    assert "另一个名字" not in visitor.get(f"{draft}/review").text
    files = {name: upload() for name in uploads_of(visitor, draft)}
    visitor.post(f"{draft}/materials", {"consent": "no", **files})
    assert LOCKED not in visitor.get(f"{draft}/form").text
    visitor.post(f"{draft}/form", typed)
    visitor.post(f"{draft}/materials", {"consent": "yes"})
    assert "已按证照库里的营业执照改成：申请人名称" in visitor.get(f"{draft}/review").text


def test_at_the_window_the_licence_is_read_with_the_consent_of_the_person(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    for has_consent in (False, True):
        draft = begin_at_window(hall, clerk, LI_AT_WINDOW, consent=has_consent)
        assert (LOCKED in clerk.get(f"{draft}/form").text) is has_consent

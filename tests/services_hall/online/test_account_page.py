"""A person's own account: telephone number, sign-ins, the copy of their data; nobody else's."""

import json

import pytest

from services_hall import database
from services_hall.identity import accounts
from tests.support.agency_systems import system
from tests.support.application_pages import begin_application
from tests.support.case_decisions import accept
from tests.support.hall import Hall
from tests.support.restaurant import LI, ZHANG, case_of, file_restaurant

ADDRESS = "/my/account/"
ADDRESS_OF_LI = "li@example.com"


def test_a_person_reads_who_they_are_and_the_number_is_masked(hall: Hall) -> None:
    page = hall.sign_in("li").get(ADDRESS).text
    assert LI.identity_number is not None
    assert LI.name in page
    assert LI.identity_number not in page
    assert "已实名" in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("138-0000-1234", "13800001234", id="with dashes"),
        pytest.param("\u202d027-12345678\u202c", "027-12345678", id="pasted from contacts"),
        pytest.param(" ", "", id="none at all"),
    ],
)
def test_a_telephone_number_is_kept_in_one_form(hall: Hall, typed: str, kept: str) -> None:
    li = hall.sign_in("li")
    assert li.post(f"{ADDRESS}phone", {"phone": typed}).status_code == 303
    assert f'value="{kept}"' in li.get(ADDRESS).text or not kept
    assert (LI.phone or "-") not in li.get(ADDRESS).text


@pytest.mark.parametrize("typed", ["1380000123", "电话", "\u200b1"])
def test_a_wrong_telephone_number_is_refused_at_its_field_and_stays_to_be_mended(
    hall: Hall, typed: str
) -> None:
    li = hall.sign_in("li")
    answer = li.post(f"{ADDRESS}phone", {"phone": typed})
    assert answer.status_code == 422
    assert "联系电话不正确" in answer.text
    assert "<title>错误：" in answer.text
    assert typed.lstrip("\u200b") in answer.text
    assert f'value="{LI.phone}"' in li.get(ADDRESS).text


def test_other_sign_ins_are_ended_and_this_one_holds(hall: Hall) -> None:
    left_open, here, other = hall.sign_in("li"), hall.sign_in("li"), hall.sign_in("zhang")
    assert here.get(ADDRESS).text.count("就是这里") == 1
    assert here.post(f"{ADDRESS}sign-ins/end").status_code == 303
    assert "其他 1 处登录已经退出" in here.get(ADDRESS).text
    assert "退出其他登录" not in here.get(ADDRESS).text
    assert left_open.get(ADDRESS).status_code == 303
    assert other.get(ADDRESS).status_code == 200


def test_the_copy_has_everything_of_this_person_and_nothing_of_another(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    filed = file_restaurant(market, LI)
    own = filed["number"]
    accept(market, case_of(filed, "SPJY-XB"))
    other = file_restaurant(market, ZHANG, key="restaurant-2")["number"]
    with hall.app.app_context(), database.transaction() as session:
        account = accounts.find_account(session, "li")
        assert account is not None
        account.email = ADDRESS_OF_LI
    li = hall.sign_in("li")
    begin_application(li)
    answer = li.post(f"{ADDRESS}data")
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    copy = json.loads(answer.text)
    assert copy["account"]["holders"][0]["identifier"] == LI.identity_number
    assert copy["account"]["email"] == ADDRESS_OF_LI
    assert {one["subject"].split("-")[0] for one in copy["notices"]} == {own}
    assert [one["number"] for one in copy["applications"]] == [own]
    assert copy["applications"][0]["answers"]["applicant_name"] == LI.name
    assert {one["type_code"] for one in copy["certificates"]} >= {"identity-card", "business-licence"}
    assert copy["certificate_uses"]
    assert [(one["code"], one["scenario"]["area"]) for one in copy["drafts"]] == [("open-restaurant", "86")]
    assert other not in answer.text
    assert ZHANG.name not in answer.text


def test_staff_and_visitors_have_no_such_page(hall: Hall) -> None:
    assert hall.sign_in("shichang").get(ADDRESS).status_code == 403
    assert hall.visitor().get(ADDRESS).status_code == 303

"""Accounts of staff: found, added with a one-time password, given roles with their place, closed."""

import re

import pytest
from sqlalchemy import select

from services_hall.audit.models import AuditEntry
from services_hall.database import reading
from services_hall.demo.accounts import BUREAU_DISTRICT, DISTRICT, PASSWORD
from services_hall.identity import Role, accounts
from services_hall.identity.passwords import is_password_right
from tests.support.administration_pages import agency, error_at, secret_on
from tests.support.hall import Hall, Visitor

NEW = {"name": "孙新来", "username": "sun", "phone": "", "role": "supervisor", "agency": "", "division": ""}


def public_id(hall: Hall, username: str) -> str:
    with hall.app.app_context():
        account = accounts.find_account(reading(), username)
        assert account is not None
        return account.public_id


def posts(hall: Hall, username: str) -> set[tuple[str, str | None, str | None]]:
    with hall.app.app_context():
        account = accounts.find_account(reading(), username)
        assert account is not None
        return {(str(one.role), one.agency_code, one.division_code) for one in account.posts}


def recorded(hall: Hall, subject: str) -> list[str]:
    """The actions that the audit record has about an account."""
    with hall.app.app_context():
        rows = select(AuditEntry.action).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
        return list(reading().scalars(rows))


def names_on(page: str) -> list[str]:
    """The names in the list of accounts."""
    return re.findall(r'class="cell__name" href="/administration/accounts/[^"]+">([^<]+)<', page)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "江市"}, ["江市场"]),
        ({"q": "SHICH"}, ["江市场", "武城管"]),
        ({"q": "张示范"}, []),
        ({"q": "zhang"}, ["张示范", "江局长", "江所长"]),
        ({"q": "zhan"}, ["江局长", "江所长"]),
        ({"role": "agency_head"}, ["江局长", "江烟局", "江所长", "武主任"]),
        ({"role": "resident"}, None),
        ({"division": BUREAU_DISTRICT}, ["汉审批"]),
        ({"state": "closed"}, []),
    ],
)
def test_the_list_finds_staff_by_words_role_and_place(
    reading_hall: Hall, query: dict[str, str], expected: list[str] | None
) -> None:
    names = names_on(reading_hall.sign_in("guanli").get("/administration/accounts/", **query).text)
    if expected is None:
        assert "江市场" in names
        assert "张示范" not in names
    else:
        assert names == expected


def test_the_list_finds_the_staff_of_a_body(reading_hall: Hall) -> None:
    code = agency(reading_hall).code
    names = names_on(reading_hall.sign_in("guanli").get("/administration/accounts/", agency=code).text)
    assert names == ["江市场", "江核查", "江局长", "江证照"]


def test_an_account_is_added_and_its_password_is_shown_once_and_changed_at_the_first_sign_in(
    hall: Hall,
) -> None:
    administrator = hall.sign_in("guanli")
    made = administrator.post("/administration/accounts/new", NEW)
    assert made.status_code == 201, made.text
    password = secret_on(made.text)
    assert password not in administrator.get(f"/administration/accounts/{public_id(hall, 'sun')}").text
    assert posts(hall, "sun") == {("supervisor", None, None)}
    assert recorded(hall, public_id(hall, "sun")) == ["account.add"]
    sun = hall.sign_in("sun")
    assert sun.get("/oversight/").headers["Location"] == "/password"
    form = {"old_password": password, "password": "sun's own words", "password_again": "sun's own words"}
    assert sun.post("/password", form).status_code == 303
    assert "其他地方的登录都已退出" in sun.get("/password").text
    assert sun.get("/oversight/").status_code == 200
    with hall.app.app_context():
        account = accounts.find_account(reading(), "sun")
        assert account is not None
        assert is_password_right("sun's own words", account.password_hash)
    assert recorded(hall, public_id(hall, "sun")) == ["account.add", "account.password"]


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"name": " "}, "name", "请填写姓名"),
        ({"username": "孙"}, "username", "英文字母"),
        ({"username": "shichang"}, "username", "已经有人用了"),
        ({"phone": "12"}, "phone", "电话不正确"),
        ({"role": ""}, "role", "请选择角色"),
        ({"role": "agency_system"}, "role", "请在“业务系统”里登记"),
        ({"role": "agency_officer"}, "agency", "“部门经办人”要有部门"),
        ({"role": "agency_officer", "agency": "没有的局"}, "agency", "没有这个部门"),
        ({"role": "window_clerk"}, "division", "“综合窗口人员”要有地方"),
        ({"role": "window_clerk", "division": "429999000000"}, "division", "没有这个行政区划"),
        ({"role": "supervisor", "division": "江岸区"}, "division", "请不要填地方"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    hall: Hall, changes: dict[str, str], field: str, told: str
) -> None:
    form = {**NEW, "phone": "02712345678", **changes}
    if changes.get("role") == "agency_system":
        form["agency"] = agency(hall).name
    page = hall.sign_in("guanli").post("/administration/accounts/new", form)
    assert page.status_code == 422
    assert told in error_at(page.text, field)
    for name in {"name", "username", "phone", "agency", "division"} - {field}:
        assert re.search(rf'name="{name}"[^>]*value="{re.escape(form[name])}"', page.text) or not form[name]
    with hall.app.app_context():
        assert accounts.find_account(reading(), "sun") is None


def test_a_clerk_has_no_body_and_an_officer_no_place_outside_of_it(hall: Hall) -> None:
    administrator, market = hall.sign_in("guanli"), agency(hall)
    form = {**NEW, "role": "window_clerk", "agency": market.name, "division": "江岸区"}
    page = administrator.post("/administration/accounts/new", form)
    assert "请不要填部门" in error_at(page.text, "agency")
    form = {**NEW, "role": "agency_officer", "agency": market.code, "division": BUREAU_DISTRICT}
    page = administrator.post("/administration/accounts/new", form)
    assert "不在" in error_at(page.text, "division")
    form = {**NEW, "role": "agency_officer", "agency": market.name}
    assert administrator.post("/administration/accounts/new", form).status_code == 201
    assert posts(hall, "sun") == {("agency_officer", market.code, DISTRICT)}


def test_roles_are_added_and_taken_away_and_hold_at_once(hall: Hall) -> None:
    administrator, officer = hall.sign_in("guanli"), hall.sign_in("shichang")
    path = f"/administration/accounts/{public_id(hall, 'shichang')}"
    assert officer.get("/oversight/").status_code == 403
    added = administrator.post(f"{path}/roles", {"role": "supervisor"})
    assert "角色已经加上" in administrator.follow(added).text
    assert officer.get("/oversight/").status_code == 200
    again = administrator.post(f"{path}/roles", {"role": "supervisor"})
    assert "已经有这个角色" in error_at(again.text, "role")
    for end in re.findall(rf'action="({path}/roles/\d+/end)"', again.text):
        assert administrator.post(end).status_code == 303
    assert posts(hall, "shichang") == set()
    assert officer.get("/oversight/").status_code == 403
    assert administrator.post(f"{path}/roles/999999/end").status_code == 404
    actions = recorded(hall, public_id(hall, "shichang"))
    assert actions == ["account.roles", "account.role-end", "account.role-end"]


def test_a_password_is_reset_and_the_old_one_and_all_sign_ins_end(hall: Hall) -> None:
    administrator, officer = hall.sign_in("guanli"), hall.sign_in("shichang")
    path = f"/administration/accounts/{public_id(hall, 'shichang')}"
    page = administrator.post(f"{path}/reset")
    assert page.status_code == 200
    with hall.app.app_context():
        account = accounts.find_account(reading(), "shichang")
        assert account is not None
        assert is_password_right(secret_on(page.text), account.password_hash)
        assert not is_password_right(PASSWORD, account.password_hash)
    assert officer.get("/desk/").status_code == 303
    assert hall.sign_in("shichang").get("/desk/").headers["Location"] == "/password"
    assert recorded(hall, public_id(hall, "shichang")) == ["account.reset"]


def test_an_account_is_closed_and_opened_again(hall: Hall) -> None:
    administrator, officer = hall.sign_in("guanli"), hall.sign_in("shichang")
    path = f"/administration/accounts/{public_id(hall, 'shichang')}"
    assert administrator.post(f"{path}/sign-outs").status_code == 303
    assert officer.get("/desk/").status_code == 303
    page = administrator.follow(administrator.post(f"{path}/close"))
    assert "重新启用" in page.text
    assert names_on(administrator.get("/administration/accounts/", state="closed").text) == ["江市场"]
    assert "没有本大厅的密码" in administrator.post(f"{path}/reset").text
    assert "停用账号" in administrator.follow(administrator.post(f"{path}/reopening")).text
    assert recorded(hall, public_id(hall, "shichang")) == [
        "account.sign-out",
        "account.close",
        "account.reopen",
    ]


def test_nobody_closes_their_own_account_nor_the_last_administrator(hall: Hall) -> None:
    administrator = hall.sign_in("guanli")
    path = f"/administration/accounts/{public_id(hall, 'guanli')}"
    page = administrator.post(f"{path}/close")
    assert page.status_code == 422
    assert "不能停用自己的账号" in page.text
    end = re.search(rf'action="({path}/roles/\d+/end)"', page.text)
    assert end is not None
    assert "不能停用自己的账号" in administrator.post(end[1]).text
    assert posts(hall, "guanli") == {(str(Role.ADMINISTRATOR), None, None)}


def change(visitor: Visitor, old: str, new: str, again: str | None = None) -> str:
    form = {"old_password": old, "password": new, "password_again": new if again is None else again}
    return visitor.post("/password", form).text


def test_everybody_changes_their_own_password_with_the_old_one(hall: Hall) -> None:
    here, elsewhere = hall.sign_in("shichang"), hall.sign_in("shichang")
    assert 'href="/password"' in here.get("/desk/").text
    assert "原来的密码不对" in error_at(change(here, "wrong password", "long enough 1"), "old_password")
    assert "至少 10 个字符".replace(" ", "") in error_at(change(here, PASSWORD, "short"), "password")
    assert "不一样" in error_at(change(here, PASSWORD, "long enough 1", "long enough 2"), "password_again")
    assert "要和原来的不一样" in error_at(change(here, PASSWORD, PASSWORD), "password")
    assert elsewhere.get("/desk/").status_code == 200
    change(here, PASSWORD, "long enough 1")
    assert here.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 303


def test_wrong_old_passwords_are_stopped_after_some_tries(hall: Hall) -> None:
    visitor = hall.sign_in("shichang")
    form = {"old_password": "wrong", "password": "long enough 1", "password_again": "long enough 1"}
    answers = [visitor.post("/password", form).status_code for _try in range(11)]
    assert answers == [422] * 10 + [429]

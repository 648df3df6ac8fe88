"""Agencies' systems: registered with a secret that is shown once, given a new one, closed for good."""

from sqlalchemy import select

from services_hall.audit.models import AuditEntry
from services_hall.database import reading
from services_hall.demo.accounts import client_id_of, client_secret_of
from tests.support.administration_pages import agency, error_at, secret_on
from tests.support.agency_systems import System, stranger
from tests.support.hall import Hall

NEW = {"client_id": "shichang-two", "name": "市场二号系统", "division": ""}


def token_status(hall: Hall, client_id: str, secret: str) -> int:
    form = {"grant_type": "client_credentials", "scope": "hall"}
    return stranger(hall).client.post("/identity/token", data=form, auth=(client_id, secret)).status_code


def test_a_system_is_registered_gets_a_new_secret_and_is_closed(hall: Hall) -> None:
    administrator = hall.sign_in("guanli")
    made = administrator.post("/administration/systems/", {**NEW, "agency": agency(hall).name})
    assert made.status_code == 201, made.text
    first = secret_on(made.text)
    assert first not in administrator.get("/administration/systems/").text
    assert token_status(hall, "shichang-two", first) == 200
    second = secret_on(administrator.post("/administration/systems/shichang-two/secret").text)
    assert token_status(hall, "shichang-two", first) == 401
    assert token_status(hall, "shichang-two", second) == 200
    closed = administrator.post("/administration/systems/shichang-two/close")
    assert "已停用" in administrator.follow(closed).text
    assert token_status(hall, "shichang-two", second) == 401
    refused = administrator.post("/administration/systems/shichang-two/secret")
    assert refused.status_code == 422
    assert "已经停用，不能再换密钥" in refused.text
    again = administrator.post("/administration/systems/", {**NEW, "agency": agency(hall).name})
    assert "有系统在用，或者用过" in error_at(again.text, "client_id")
    with hall.app.app_context():
        rows = select(AuditEntry.action).where(AuditEntry.subject == "shichang-two").order_by(AuditEntry.id)
        assert list(reading().scalars(rows)) == ["system.add", "system.secret", "system.close"]


def test_the_tokens_of_a_closed_system_end_at_once(hall: Hall) -> None:
    client_id, client = client_id_of("fire_rescue"), stranger(hall).client
    form = {"grant_type": "client_credentials", "scope": "hall"}
    secret = client_secret_of("fire_rescue")
    token = client.post("/identity/token", data=form, auth=(client_id, secret)).get_json()["access_token"]
    assert System(client, token).get("/cases").status_code == 200
    hall.sign_in("guanli").post(f"/administration/systems/{client_id}/close")
    assert System(client, token).get("/cases").status_code == 401


def test_what_is_wrong_is_said_at_its_field(hall: Hall) -> None:
    administrator = hall.sign_in("guanli")
    page = administrator.post("/administration/systems/", {"client_id": "市", "name": "", "agency": "无此局"})
    assert page.status_code == 422
    assert "小写英文字母" in error_at(page.text, "client_id")
    assert "请填写系统的名称" in error_at(page.text, "name")
    assert "没有这个部门" in error_at(page.text, "agency")
    page = administrator.post("/administration/systems/", {**NEW, "agency": ""})
    assert "要有部门" in error_at(page.text, "agency")
    assert administrator.post("/administration/systems/none/close").status_code == 404

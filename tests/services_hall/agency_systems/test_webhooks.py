"""Webhooks: signed messages about changes to a real receiver, repeated for a day, never led astray."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from services_hall.agency_systems import receiver_addresses
from services_hall.agency_systems.models import WebhookEndpoint
from services_hall.agency_systems.receiver_addresses import ReceiverRefused, check_receiver
from services_hall.database import reading, transaction
from services_hall.demo.accounts import client_id_of
from services_hall.identity.errors import SystemFault
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName
from services_hall.jobs.retries import most_attempts, retry_delay
from services_hall.use_cases.administer_systems import keep_webhook
from services_hall.use_cases.number_case_changes import number_all_changes
from tests.support import restaurant
from tests.support.agency_systems import system
from tests.support.hall import Hall
from tests.support.waiting_jobs import do_jobs
from tests.support.webhook_receiver import RunningReceiver, webhook_receiver

MARKET = client_id_of("market_supervision")


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReceiver]:
    with webhook_receiver(tmp_path_factory.mktemp("receiver")) as running:
        yield running


@pytest.fixture
def receiver(process: RunningReceiver) -> RunningReceiver:
    """The receiver of this module, empty and willing."""
    (process.folder / "messages.jsonl").write_text("")
    process.answer("204")
    return process


@pytest.fixture
def secret(hall: Hall, receiver: RunningReceiver) -> str:
    """The secret of the endpoint of the market supervision's system, which knows all that was before."""
    with hall.app.app_context():
        number_all_changes()
        return keep_webhook(None, MARKET, receiver.url).value


def change_something(hall: Hall) -> str:
    """The number of a food case that was filed, after its change is numbered."""
    filed = restaurant.file_restaurant(system(hall, "tobacco_monopoly"))
    with hall.app.app_context():
        number_all_changes()
    return str(restaurant.case_of(filed, "SPJY-XB")["number"])


def pass_time(hall: Hall, time: timedelta) -> None:
    """Let the deliveries wait so much less, and the receiver be left alone so much shorter."""
    with hall.app.app_context(), transaction() as session:
        for job in session.scalars(select(Job).where(Job.name == JobName.DELIVER_WEBHOOK)):
            job.run_at -= time
        for endpoint in session.scalars(select(WebhookEndpoint)):
            endpoint.held_until = endpoint.held_until and endpoint.held_until - time


def deliveries(hall: Hall) -> list[Job]:
    with hall.app.app_context():
        rows = select(Job).where(Job.name == JobName.DELIVER_WEBHOOK).order_by(Job.id)
        return list(reading().scalars(rows))


def test_a_change_is_told_signed_and_without_personal_data(
    hall: Hall, receiver: RunningReceiver, secret: str
) -> None:
    number = change_something(hall)
    do_jobs(hall)
    told = receiver.messages()
    assert len(told) == len(deliveries(hall)) > 0
    (message,) = [one for one in told if json.loads(one["body"])["data"]["case"] == number]
    headers, body = message["headers"], message["body"]
    assert secret.startswith("whsec_")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert json.loads(body)["type"] == "case.changed"
    feed = system(hall, "market_supervision").get("/case-changes").get_json()["items"]
    (same,) = [one for one in feed if one["case"] == number]
    data = json.loads(body)["data"]
    assert {name: data[name] for name in ("number", "case", "kind", "from", "to")} == {
        name: same[name] for name in ("number", "case", "kind", "from", "to")
    }
    assert message["path"] == "/hook?of=agency"
    assert restaurant.LI.name not in body
    with hall.app.app_context():
        kept = reading().execute(text("SELECT secret FROM webhook_endpoint")).scalar_one()
    assert secret.encode() not in bytes(kept)


def test_other_agencies_are_told_nothing_and_a_closed_system_neither(
    hall: Hall, receiver: RunningReceiver, secret: str
) -> None:
    change_something(hall)
    with hall.app.app_context():
        fire = {one["number"] for one in system(hall, "fire_rescue").get("/cases").get_json()["items"]}
    hall.sign_in("guanli").post(f"/administration/systems/{MARKET}/close")
    do_jobs(hall)
    assert receiver.messages() == []
    assert fire
    assert {one.status for one in deliveries(hall)} == {JobStatus.DONE}


def test_a_receiver_that_fails_for_an_hour_gets_everything_afterwards(
    hall: Hall, receiver: RunningReceiver, secret: str
) -> None:
    receiver.answer("500")
    change_something(hall)
    for _minute in range(60):
        do_jobs(hall)
        pass_time(hall, timedelta(minutes=1))
    attempted = len(receiver.messages())
    assert 5 <= attempted <= 60
    assert {one.status for one in deliveries(hall)} == {JobStatus.WAITING}
    assert {one.last_error for one in deliveries(hall)} <= {
        "接收系统没有收下（500）",
        "接收系统刚才没有收下别的消息，稍后再送",
    }
    receiver.answer("200")
    for _minute in range(20):
        pass_time(hall, timedelta(minutes=1))
        do_jobs(hall)
    assert {one.status for one in deliveries(hall)} == {JobStatus.DONE}
    after = receiver.messages()[attempted:]
    ids = [one["headers"]["webhook-id"] for one in after]
    assert len(ids) == len(set(ids)) == len(deliveries(hall))


def test_a_redirect_is_not_followed(hall: Hall, receiver: RunningReceiver, secret: str) -> None:
    receiver.answer(f"307 {receiver.url}&redirected=yes")
    change_something(hall)
    do_jobs(hall)
    assert {one["path"] for one in receiver.messages()} == {"/hook?of=agency"}
    assert "要求转到别的地址（307）" in "".join(one.last_error or "" for one in deliveries(hall))


def test_after_a_day_a_delivery_is_parked_and_the_administrator_sees_it(
    hall: Hall, receiver: RunningReceiver, secret: str
) -> None:
    receiver.answer("500")
    number = change_something(hall)
    with hall.app.app_context(), transaction() as session:
        last = most_attempts(JobName.DELIVER_WEBHOOK) - 1
        session.execute(update(Job).where(Job.name == JobName.DELIVER_WEBHOOK).values(attempts=last))
    do_jobs(hall)
    administrator = hall.sign_in("guanli")
    assert "次没有做成，停下了" in administrator.words("/administration/")
    page = administrator.words("/administration/jobs/")
    assert "把办件变化告诉部门的系统" in page
    assert number in page


def test_a_delivery_is_tried_for_a_day() -> None:
    attempts = range(1, most_attempts(JobName.DELIVER_WEBHOOK) + 1)
    waits = [retry_delay(one, name=JobName.DELIVER_WEBHOOK) for one in attempts]
    assert waits[-1] is None
    tried_for = sum((one for one in waits if one is not None), timedelta())
    assert timedelta(days=1) <= tried_for < timedelta(days=1, minutes=20)


@pytest.mark.parametrize(
    ("url", "addresses", "fault"),
    [
        ("https://agency.example/hook", ["10.1.2.3"], SystemFault.URL_INTERNAL),
        ("https://agency.example/hook", ["93.184.215.14", "192.168.0.4"], SystemFault.URL_INTERNAL),
        ("https://agency.example/hook", ["169.254.169.254"], SystemFault.URL_INTERNAL),
        ("https://agency.example/hook", ["::ffff:10.0.0.1"], SystemFault.URL_INTERNAL),
        ("https://agency.example/hook", ["fd00::1"], SystemFault.URL_INTERNAL),
        ("https://agency.example/hook", ["127.0.0.1", "10.0.0.1"], SystemFault.URL_INTERNAL),
        ("https://agency.example/hook", ["0.0.0.0"], SystemFault.URL_INTERNAL),
        ("http://agency.example/hook", ["93.184.215.14"], SystemFault.URL_NOT_ENCRYPTED),
        ("ftp://agency.example/hook", ["93.184.215.14"], SystemFault.URL_INVALID),
        ("https://user:word@agency.example/", ["93.184.215.14"], SystemFault.URL_INVALID),
        ("https://agency.example:99999/", ["93.184.215.14"], SystemFault.URL_INVALID),
        ("https:///hook", ["93.184.215.14"], SystemFault.URL_INVALID),
        ("https://[::1/hook", ["93.184.215.14"], SystemFault.URL_INVALID),
    ],
)
def test_an_address_inside_is_not_called(
    url: str, addresses: list[str], fault: SystemFault, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, addresses)
    with pytest.raises(ReceiverRefused) as refused:
        check_receiver(url, is_loopback_site=True)
    assert refused.value.fault is fault


def test_public_addresses_are_called_and_loopback_only_by_a_site_on_loopback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve_to(monkeypatch, ["93.184.215.14"])
    assert check_receiver("https://agency.example/", is_loopback_site=False) == "93.184.215.14"
    resolve_to(monkeypatch, ["127.0.0.1"])
    assert check_receiver("http://localhost:8080/", is_loopback_site=True) == "127.0.0.1"
    with pytest.raises(ReceiverRefused):
        check_receiver("https://localhost/", is_loopback_site=False)


def resolve_to(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    """Every name has these addresses: no name server is asked."""
    found = [(None, None, 0, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(receiver_addresses.socket, "getaddrinfo", lambda *_names, **_options: found)


def test_the_administrator_sets_changes_and_removes_the_address(
    hall: Hall, receiver: RunningReceiver
) -> None:
    administrator, path = hall.sign_in("guanli"), f"/administration/systems/{MARKET}/webhook"
    assert f"systems/{MARKET}/webhook" in administrator.get("/administration/systems/").text
    assert administrator.get(path).status_code == 200
    refused = administrator.post(path, {"url": "http://10.0.0.1/hook"})
    assert refused.status_code == 422
    assert "https" in refused.text
    made = administrator.post(path, {"url": receiver.url})
    assert made.status_code == 201
    assert "whsec_" in made.text
    page = administrator.get(path).text
    assert receiver.url in page
    assert "whsec_" not in page
    removed = administrator.post(f"{path}/removal")
    assert "不再推送" in administrator.follow(removed).text
    with hall.app.app_context():
        assert reading().scalars(select(WebhookEndpoint)).all() == []

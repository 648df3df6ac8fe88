"""Notices by e-mail and text message: to proved addresses only, without a name, again after a failure."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Final

import httpx
import pytest
from sqlalchemy import select, update

from services_hall import database
from services_hall.identity.models import Account, AccountProof
from services_hall.job_registry import HANDLERS
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.names import JobName
from services_hall.notices.models import NoticeMessage
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, decide
from tests.support.hall import Hall, Visitor, open_hall
from tests.support.mail_server import MailServer, mail_server
from tests.support.processes import wait_until
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs
from tests.support.window_pages import LI_AT_WINDOW, originals_and_scans, questions

ACCOUNT: Final = "/my/account/"
ADDRESS: Final = "li@mail.example"
CARD: Final = "SFZ-BL"
TOKEN: Final = "the token of the tests"
GATEWAY: Final = Path(__file__).parents[3] / "scripts" / "sms_gateway.py"
LINK: Final = re.compile(r"http://127\.0\.0\.1:8000(/proofs/\S+)")


class TextMessages:
    """The example gateway as a process of its own, and the messages that it took."""

    def __init__(self, written: Path) -> None:
        self.written = written
        self.read = 1
        self.url = wait_until(written.read_text, 10, "the address of the gateway").split()[0]

    def new(self) -> list[dict[str, str]]:
        """The messages since the last call; the gateway writes each before it answers."""
        lines = self.written.read_text().splitlines()
        new, self.read = lines[self.read :], len(lines)
        return [json.loads(line) for line in new]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TextMessages]:
    written = tmp_path_factory.mktemp("gateway") / "messages"
    command = [sys.executable, str(GATEWAY), "--port", "0", "--token", TOKEN]
    with written.open("wb") as output, subprocess.Popen(command, stdout=output) as process:
        try:
            yield TextMessages(written)
        finally:
            process.kill()


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@contextmanager
def opened(seeded: Path, keyring: str, folder: Path, **changes: str) -> Iterator[Hall]:
    shutil.copytree(seeded, folder)
    with open_hall(folder, keyring, **changes) as hall:
        yield hall


@pytest.fixture
def telling_hall(
    seeded_hall: Path, hall_keyring: str, tmp_path: Path, mails: MailServer, texts: TextMessages
) -> Iterator[Hall]:
    """A hall that sends e-mails and text messages."""
    ways = {"smtp_url": mails.url, "mail_from": "hall@mail.example", "sms_url": texts.url, "sms_token": TOKEN}
    with opened(seeded_hall, hall_keyring, tmp_path / "hall", **ways) as hall:
        yield hall


def accepted_case(hall: Hall, key: str = "restaurant-1") -> str:
    """The number of an accepted case of 李样例."""
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI, key=key), "SPJY-XB")
    accept(market, food)
    return str(food["number"])


def about_acceptance(mails: MailServer) -> EmailMessage:
    """The only e-mail about an acceptance; the application has other cases, of which others tell."""
    (mail,) = [one for one in mails.mails if "已受理" in one.get_content()]
    return mail


def prove_email(hall: Hall, mails: MailServer, visitor: Visitor) -> str:
    """The address of 李样例 is proved; returns the link."""
    assert visitor.post(f"{ACCOUNT}email", {"email": f" {ADDRESS} "}).status_code == 303
    do_jobs(hall)
    found = LINK.search(mails.mails.pop().get_content())
    assert found is not None
    assert hall.visitor().get(found[1]).status_code == 200
    assert hall.visitor().post(found[1]).status_code == 200
    return found[1]


def test_an_address_is_proved_by_its_link_once_and_then_gets_every_notice(
    telling_hall: Hall, mails: MailServer
) -> None:
    li = telling_hall.sign_in("li")
    link = prove_email(telling_hall, mails, li)
    assert telling_hall.visitor().post(link).status_code == 404
    assert telling_hall.visitor().post("/proofs/unknown").status_code == 404
    assert ADDRESS in li.get(ACCOUNT).text
    number = accepted_case(telling_hall)
    do_jobs(telling_hall)
    mail = about_acceptance(mails)
    assert (mail["To"], mail["From"]) == (ADDRESS, "hall@mail.example")
    assert mail["Subject"] == f"您的申请有新进展，请登录查看（编号尾号 {number[-4:]}）"
    whole = mail["Subject"] + mail.get_content()
    assert "已受理" in whole
    assert "/my/notices/" in whole
    for personal in (LI.name, LI.phone or "-", "餐", "食品"):
        assert personal not in whole
    assert "已发邮件" in li.get("/my/notices/").text
    assert li.post(f"{ACCOUNT}channels", {}).status_code == 303
    mails.mails.clear()
    accepted_case(telling_hall, "restaurant-2")
    do_jobs(telling_hall)
    assert mails.mails == []


def test_a_telephone_is_proved_by_a_code_and_a_new_number_is_not(
    telling_hall: Hall, texts: TextMessages
) -> None:
    li = telling_hall.sign_in("li")
    assert "未验证" in li.get(ACCOUNT).text
    assert li.post(f"{ACCOUNT}channels", {"channels": "text"}).status_code == 303
    li.post(f"{ACCOUNT}phone/code")
    do_jobs(telling_hall)
    (message,) = texts.new()
    assert message["to"] == LI.phone
    code = re.findall(r"\d{6}", message["text"])[0]
    wrong = "000000" if code != "000000" else "111111"
    assert "验证码不对" in li.post(f"{ACCOUNT}phone/proof", {"code": wrong}).text
    assert li.post(f"{ACCOUNT}phone/proof", {"code": f" {code[:3]} {code[3:]}"}).status_code == 303
    assert li.post(f"{ACCOUNT}phone/proof", {"code": code}).status_code == 422
    li.post(f"{ACCOUNT}channels", {"channels": "text"})
    number = accepted_case(telling_hall)
    do_jobs(telling_hall)
    news = [one["text"] for one in texts.new()]
    assert f"【政务服务大厅】您的申请有新进展，请登录查看（编号尾号 {number[-4:]}）" in news
    assert LI.name not in "".join(news)
    li.post(f"{ACCOUNT}phone", {"phone": "13800001234"})
    assert "未验证" in li.get(ACCOUNT).text


def test_a_code_is_blocked_after_five_wrong_ones(telling_hall: Hall, texts: TextMessages) -> None:
    li = telling_hall.sign_in("li")
    li.post(f"{ACCOUNT}phone/code")
    do_jobs(telling_hall)
    code = re.findall(r"\d{6}", texts.new()[0]["text"])[0]
    for _try in range(5):
        li.post(f"{ACCOUNT}phone/proof", {"code": "1" if code != "1" else "2"})
    assert li.post(f"{ACCOUNT}phone/proof", {"code": code}).status_code == 422
    for _try in range(4):
        li.post(f"{ACCOUNT}phone/code")
    assert li.post(f"{ACCOUNT}phone/code").status_code == 429
    do_jobs(telling_hall)
    assert len(texts.new()) == 1


def test_the_database_has_no_link_and_no_address_in_the_clear(telling_hall: Hall, mails: MailServer) -> None:
    link = prove_email(telling_hall, mails, telling_hall.sign_in("li"))
    content = (telling_hall.folder / "hall.db").read_bytes()
    assert link.rsplit("/", 1)[1].encode() not in content
    assert ADDRESS.encode() not in content
    with telling_hall.app.app_context():
        assert database.reading().scalars(select(AccountProof.used_at)).one() is not None


def test_a_refused_mail_is_seen_by_the_administrator_and_sent_when_the_server_takes_it(
    telling_hall: Hall, mails: MailServer
) -> None:
    prove_email(telling_hall, mails, telling_hall.sign_in("li"))
    mails.refusal = "450 later"
    accepted_case(telling_hall)
    do_jobs(telling_hall)
    with telling_hall.app.app_context():
        jobs = select(Job).where(Job.name == JobName.SEND_NOTICE).order_by(Job.id)
        job = database.reading().scalars(jobs).first()
        assert job is not None
        assert (job.status, job.last_error) == (JobStatus.WAITING, "邮件服务器没有收下邮件（450）")
    mails.refusal = "550 no such user"
    administrator = telling_hall.sign_in("guanli")
    with telling_hall.app.app_context(), database.transaction() as session:
        session.execute(update(Job).where(Job.id == job.id).values(run_at=job.created_at))
    do_jobs(telling_hall)
    page = administrator.get("/administration/jobs/").text
    assert "发送通知的邮件或短信" in page
    assert "550" in page
    assert ADDRESS not in page
    mails.refusal = ""
    assert administrator.post(f"/administration/jobs/{job.id}/retry").status_code == 303
    do_jobs(telling_hall)
    about_acceptance(mails)


def test_a_killed_job_sends_again_under_the_same_name(
    telling_hall: Hall, mails: MailServer, texts: TextMessages
) -> None:
    """What the handler sent before it was killed is sent again; the effect is written once."""
    prove_email(telling_hall, mails, telling_hall.sign_in("li"))
    with telling_hall.app.app_context(), database.transaction() as session:
        proved = {"phone_verified_at": Account.created_at, "wants_text": True}
        session.execute(update(Account).where(Account.username == "li").values(proved))
    accepted_case(telling_hall)
    with telling_hall.app.app_context():
        ids = database.reading().scalars(select(NoticeMessage.id).order_by(NoticeMessage.id)).all()
        for message_id in ids:
            HANDLERS[JobName.SEND_NOTICE]({"message_id": message_id})
    do_jobs(telling_hall)
    first, second = [one for one in mails.mails if "已受理" in one.get_content()]
    assert first["Message-ID"] == second["Message-ID"]
    keys = [one["key"] for one in texts.new()]
    assert len({key for key in keys if key.startswith(f"notice-{ids[1]}-")}) == 1
    assert len(keys) == len(set(keys))
    with telling_hall.app.app_context():
        assert {one.state for one in database.reading().scalars(select(NoticeMessage))} == {"sent"}
    answer = httpx.post(
        texts.url,
        json={"key": keys[0], "to": "1", "text": "a"},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert answer.status_code == 200


def test_the_gateway_refuses_a_wrong_token_and_what_is_no_message(texts: TextMessages) -> None:
    right = {"Authorization": f"Bearer {TOKEN}"}
    assert httpx.post(texts.url, json={}, headers={"Authorization": "Bearer x"}).status_code == 401
    for body in ({}, {"key": "a", "to": "1"}, {"key": "a", "to": "1", "text": 1}, ["a"]):
        assert httpx.post(texts.url, json=body, headers=right).status_code == 422
    assert httpx.post(texts.url, content=b"{", headers=right).status_code == 422


def test_a_site_without_servers_has_the_list_alone(hall: Hall) -> None:
    with hall.app.app_context(), database.transaction() as session:
        session.execute(update(Account).where(Account.username == "li").values(wants_email=True))
    li, market = hall.sign_in("li"), system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, food)
    decide(market, food)
    do_jobs(hall)
    assert "没有发邮件" in li.get("/my/notices/").text
    assert "还没有开通" in li.get(ACCOUNT).text
    for path in ("email", "phone/code"):
        assert li.post(f"{ACCOUNT}{path}", {"email": ADDRESS}).status_code == 404


@pytest.mark.parametrize(
    "typed", ["", "li", "li@", "li@mail", "a b@mail.example", "a@b.example\nBcc: x@y.example"]
)
def test_what_is_no_address_is_refused_at_its_field(telling_hall: Hall, typed: str) -> None:
    answer = telling_hall.sign_in("li").post(f"{ACCOUNT}email", {"email": typed})
    assert answer.status_code == 422
    assert "请输入完整的邮箱地址" in answer.text


def test_who_filed_at_a_window_without_an_account_is_told_by_text_message(
    telling_hall: Hall, texts: TextMessages
) -> None:
    clerk, texts_before = telling_hall.sign_in("chuangkou"), texts.new()
    assert texts_before == []
    stranger = {"holder.name": "赵无账号", "holder.identifier": "420102199001010049"}
    for phone, numbers in (("138 0000-1234", ["13800001234"]), ("027-12345678", [])):
        who = {**LI_AT_WINDOW, **stranger, "holder.phone": phone}
        draft = clerk.post(f"/window/apply/{CARD}", {**questions({"age": "adult", "urgent": "no"}), **who})
        path = draft.headers["Location"].removesuffix("/whole")
        fields = {
            "field.applicant_name": stranger["holder.name"],
            "field.applicant_identifier": stranger["holder.identifier"],
            "field.applicant_phone": phone,
            "field.household_address": "武汉市江岸区样例路 1 号",
        }
        assert clerk.post(f"{path}/form", fields).status_code == 303
        seen = originals_and_scans(clerk.get(f"{path}/materials").text)
        assert clerk.post(f"{path}/materials", seen).status_code == 303
        number = clerk.post(f"{path}/submit", {"declared": "yes"}).headers["Location"].rsplit("/", 1)[1]
        accept(system(telling_hall, "public_security"), {"number": f"{number}-01"})
        do_jobs(telling_hall)
        told = texts.new()
        assert [one["to"] for one in told] == numbers
        for one in told:
            assert f"编号尾号 {number[-1]}-01" in one["text"]
            assert "赵" not in one["text"]
            assert "/progress" in one["text"]

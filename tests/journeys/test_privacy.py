"""Privacy: personal data never appears in logs, metrics, jobs, audit records, addresses or plain files.

One journey fills in everything that a person can: online, at the window and by an agency's system. Its
values are then looked for wherever they must not be, as they are, as JSON spells them and as addresses do.
"""

import json
import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from services_hall.applications import answers
from services_hall.applications.filing import offers
from services_hall.audit.models import AuditEntry
from services_hall.database import certificate_engine, db, reading
from services_hall.demo.accounts import AGENT
from services_hall.jobs.models import Job
from tests.support import agency_systems, restaurant
from tests.support.case_decisions import STEPS_DONE
from tests.support.demo_applications import (
    PNG,
    RESTAURANT,
    field_value,
    person,
)
from tests.support.hall import Hall, open_hall
from tests.support.waiting_jobs import do_jobs_and_papers
from tests.support.window_pages import originals_and_scans

BUNDLE: Final = "open-restaurant"
NAMES: Final = ("李样例", "王演示", "张示范", "江市场", "江窗口", "赵法代", "钱联系")
NUMBERS: Final = ("420102188701120026", "42010218890920013X", "420102188506070019")
PHONES: Final = ("13971230417", "13971230418", "13971230419")
ADDRESS: Final = "蛇山南麓十七号附九"
FILE_NAME: Final = "户口本扫描之三.png"
FILE_WORDS: Final = "文件里的悄悄话".encode()
REASON: Final = "其配偶另有说法"
TYPED: Final = (ADDRESS, FILE_NAME, REASON)
SECRETS: Final = (*NAMES, *NUMBERS, *PHONES, *TYPED)
ADDRESSES: Final = re.compile(r'(?:href|action|src)="([^"]*)"')


@dataclass
class Journey:
    """What the hall wrote and answered during the journey."""

    hall: Hall
    numbers: list[str] = field(default_factory=list)
    problems: list[TestResponse] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    written: str = ""

    def seen(self, answer: TestResponse) -> TestResponse:
        """Notes the target of a response's redirect."""
        self.addresses.add(answer.request.full_path)
        self.addresses.add(answer.headers.get("Location", ""))
        if answer.mimetype == "text/html":
            self.addresses |= {unescape(found) for found in ADDRESSES.findall(answer.text)}
        return answer


@pytest.fixture(scope="module")
def journey(
    seeded_hall: Path, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Journey]:
    """One entry of everything that people can enter, with every logger of the process at debug level."""
    folder = tmp_path_factory.mktemp("private") / "hall"
    shutil.copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as hall, talkative() as written:
        found = Journey(hall)
        online(found)
        at_the_window(found)
        by_an_agency(found)
        for_an_organisation(found)
        mistakes(found)
        do_jobs_and_papers(hall)
        found.written = written.getvalue()
        yield found


@contextmanager
def talkative() -> Iterator[StringIO]:
    """All messages that any library logs at debug level."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
    loggers = [logging.getLogger(name) for name in (None, "sqlalchemy", "sqlalchemy.engine")]
    before = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        loggers[0].removeHandler(handler)
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def fields(hall: Hall, username: str, phone: str) -> dict[str, str]:
    """The complete form of the restaurant."""
    with hall.app.test_request_context():
        selection = answers.select(offers.current_offer(reading(), BUNDLE), RESTAURANT)
        entered = {
            f"field.{asked.key}": field_value(person(username), asked.field)
            for asked in selection.form_fields
        }
    return {**entered, "field.applicant_phone": phone, "field.food_safety_manager": ADDRESS}


def online(found: Journey) -> None:
    visitor = found.hall.sign_in("li")
    form = {f"q.{key}": value for key, value in RESTAURANT.items()}
    begun = found.seen(visitor.post(f"/apply/{BUNDLE}", {**form, "district": "420102000000"}))
    draft = begun.headers["Location"].removesuffix("/form")
    assert found.seen(visitor.post(f"{draft}/form", fields(found.hall, "li", PHONES[0]))).status_code == 303
    wanted = re.findall(r'name="(material\.[^"]+)"', found.seen(visitor.get(f"{draft}/materials")).text)
    files = {name: (BytesIO(PNG + FILE_WORDS), FILE_NAME) for name in wanted}
    found.seen(visitor.post(f"{draft}/materials", {"consent": "yes", **files}))
    found.seen(visitor.get(f"{draft}/review"))
    done = found.seen(visitor.post(f"{draft}/submit", {"declared": "yes"}))
    assert done.status_code == 303, done.text
    found.numbers.append(done.headers["Location"].rsplit("/", 1)[1])
    for page in (done.headers["Location"], "/my/", "/my/certificates/"):
        assert found.seen(visitor.get(page)).status_code == 200
    decided_at_the_desk(found)


def decided_at_the_desk(found: Journey) -> None:
    officer = found.hall.sign_in("shichang")
    page = f"/desk/cases/{found.numbers[0]}-01"
    assert ADDRESS in found.seen(officer.get(page)).text
    assert found.seen(officer.post(f"{page}/acceptance")).status_code == 303
    denial = {"outcome": "deny", "reason": f"{NAMES[0]}{REASON}", "basis_key": "spaq-33", **STEPS_DONE}
    answer = officer.post(f"{page}/decision", denial)
    assert found.seen(answer).status_code == 303


def at_the_window(found: Journey) -> None:
    clerk = found.hall.sign_in("chuangkou")
    who = {
        "holder.identifier_type": "111",
        "holder.name": "王演示",
        "holder.identifier": "42010218890920013X",
        "holder.phone": PHONES[1],
        "district": "420102000000",
        "consent": "yes",
    }
    form = {f"q.{key}": value for key, value in RESTAURANT.items()}
    begun = found.seen(clerk.post(f"/window/apply/{BUNDLE}", {**form, **who}))
    draft = begun.headers["Location"].removesuffix("/whole")
    assert found.seen(clerk.post(f"{draft}/form", fields(found.hall, "wang", PHONES[1]))).status_code == 303
    given = originals_and_scans(found.seen(clerk.get(f"{draft}/materials")).text)
    found.seen(clerk.post(f"{draft}/materials", {"consent": "yes", **given}))
    done = found.seen(clerk.post(f"{draft}/submit", {"declared": "yes"}))
    assert done.status_code == 303, done.text
    found.seen(clerk.get(done.headers["Location"]))
    found.seen(clerk.get("/window/"))


def by_an_agency(found: Journey) -> None:
    program = agency_systems.system(found.hall, "market_supervision")
    body = restaurant.request_body(program, restaurant.ZHANG, consent=False)
    body["answers"]["premises_address"] = ADDRESS
    case = restaurant.case_of(restaurant.send(program, body).get_json(), "SPJY-XB")
    refused = program.post(f"/cases/{case['number']}/refusal", {"reason": REASON, "basis_key": "xzxk-32"})
    assert refused.status_code == 200, refused.text
    again = {**body, "phone": PHONES[0]}
    found.problems.append(restaurant.send(program, again))
    found.problems.append(restaurant.send(program, {**body, "phone": ADDRESS}, "other-key"))
    wrong = {**body["holder"], "identifier": "420102188701120020"}
    found.problems.append(restaurant.send(program, {**body, "holder": wrong}, "third-key"))
    found.problems.append(program.post("/applications", {**body, "more": ADDRESS}, Idempotency_Key="x" * 9))
    found.problems.append(program.upload("scan.png", b"not a picture"))


def for_an_organisation(found: Journey) -> None:
    """A filing with the people of an organisation, and one with a phone that is none."""
    program = agency_systems.system(found.hall, "market_supervision")
    body = restaurant.request_body(program, restaurant.ZHANG, {"lighting": "no"}, "HWZP-SZ", consent=False)
    company = AGENT.organisation_holder
    assert company is not None
    for key in ("applicant_name", "applicant_identifier", "premises_name", "credit_code"):
        body["answers"].pop(key, None)
    people = {
        "representative": {"name": NAMES[5], "identifier": NUMBERS[2]},
        "contact": {"name": NAMES[6], "phone": PHONES[2]},
    }
    body |= {"holder": company.as_json(), "organisation": people}
    filed = restaurant.send(program, body, "organisation")
    assert filed.status_code == 201, filed.text
    wrong = {**people, "contact": {"name": NAMES[6], "phone": ADDRESS}}
    found.problems.append(restaurant.send(program, {**body, "organisation": wrong}, "organisation-2"))


def mistakes(found: Journey) -> None:
    """Complete forms that end on an error page."""
    visitor = found.hall.sign_in("li")
    entered = {"a": ADDRESS, "b": NAMES[0], "c": NUMBERS[0], "d": PHONES[0]}
    found.problems.append(visitor.client.post(f"/apply/{BUNDLE}", data=entered))
    found.problems.append(visitor.post("/apply/no-such-guide", entered))
    found.problems.append(visitor.post(f"/apply/{BUNDLE}/no-such-draft/form", entered))
    found.problems.append(visitor.post("/desk/cases/1/refusal", entered))
    found.problems.append(visitor.post("/guides/", entered))


def spellings(secret: str) -> Iterator[str]:
    """The possible spellings of a value: plain, as ASCII JSON, in an address."""
    yield from dict.fromkeys((secret, json.dumps(secret)[1:-1], quote(secret)))


def leaks(text: str, secrets: tuple[str, ...] = SECRETS) -> list[str]:
    return [secret for secret in secrets if any(form in text for form in spellings(secret))]


def test_nothing_of_a_person_leaves_their_pages(journey: Journey) -> None:
    assert "sqlalchemy.engine" in journey.written  # statements, their parameters and rows are searched
    assert leaks(journey.written) == [], "in the log"
    assert leaks("\n".join(journey.addresses)) == [], "in an address"
    assert len(journey.addresses) > 50
    for answer in journey.problems:
        assert answer.status_code >= 400
        told = answer.text.replace("李样例 <span>", "")  # the signed-in account at the top of every page
        assert leaks(told) == [], f"told by {answer.request.path}: {answer.status_code}"
    figures = journey.hall.visitor().client.get("/metrics").text
    assert leaks(figures) == [], "in the figures"


def test_nothing_of_a_person_is_readable_at_rest(journey: Journey) -> None:
    app = journey.hall.app
    with app.app_context():
        rows = reading().scalars(select(Job))
        jobs = [(job.name, job.payload, job.unique_key, job.last_error) for job in rows]
        record = [
            (one.actor, one.action, one.subject, one.details) for one in reading().scalars(select(AuditEntry))
        ]
        db.session.remove()
        db.engine.dispose()
    certificate_engine(app).dispose()
    assert {name for name, *_ in jobs} >= {"papers.render"}
    assert leaks(repr(jobs)) == [], "in a job"
    assert leaks(repr(record)) == [], "in the record"
    files = stored_files(journey.hall.folder)
    assert {"hall.db", "certificates.db"} <= {path.name for path in files}
    assert len(files) > 5
    for path, data in files.items():
        for secret in SECRETS:
            for form in (*spellings(secret), secret.encode("utf-16-le").decode("latin-1")):
                assert form.encode() not in data, f"{secret} in {path.name}"
        assert FILE_WORDS not in data
        assert not data.startswith((b"%PDF", PNG[:8]))


def stored_files(folder: Path) -> dict[Path, bytes]:
    """Every file of the data folder with its bytes, including write-ahead logs."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_secret_would_be_found_however_it_is_spelled() -> None:
    assert leaks(json.dumps({"name": NAMES[0]})) == [NAMES[0]]
    assert leaks(f"/search?q={quote(ADDRESS)}") == [ADDRESS]
    assert leaks("nothing") == []

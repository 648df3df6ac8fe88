"""A guide's PDF: rendered once at the first request, from the same edition as on other channels."""

import re
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from guides.terms import short_hash
from services_hall import database
from services_hall.core import SETTINGS, create_core
from services_hall.job_registry import handlers
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.runner import Runner
from tests.support.agency_systems import stranger
from tests.support.hall import Hall
from tests.support.new_editions import publish_again
from tests.support.sql_statements import hall_statements, writes

CODE = "SPJY-XB"
ADDRESS = f"/guides/{CODE}.pdf"
HASH = re.compile(r'data-edition-hash="([0-9a-f]{64})"')


def work(hall: Hall) -> None:
    """Runs the waiting jobs as a worker does: in an application without pages."""
    core = create_core(hall.app.extensions[SETTINGS])
    with core.app_context():
        try:
            Runner(handlers()).run_until_empty()
        finally:
            database.db.session.remove()
            database.db.engine.dispose()
            database.certificate_engine(core).dispose()


def requested_pdf(hall: Hall) -> TestResponse:
    """The PDF after it was requested and rendered."""
    assert hall.visitor().get(ADDRESS).status_code == 202
    work(hall)
    answer = hall.visitor().get(ADDRESS)
    assert answer.status_code == 200, answer.text
    return answer


def text_of(answer: TestResponse) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def jobs(hall: Hall) -> list[Job]:
    with hall.app.app_context():
        return list(database.reading().scalars(select(Job).where(Job.name == "guides.pdf")))


def files(hall: Hall) -> list[Path]:
    return sorted((hall.folder / "files" / "guide-pdf").iterdir())


def test_the_first_reader_waits_on_a_page_that_comes_again(hall: Hall) -> None:
    answer = hall.visitor().get(ADDRESS)
    assert (answer.status_code, answer.headers["Refresh"]) == (202, "2")
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'href="/guides/{CODE}"' in answer.text


def test_all_channels_and_the_pdf_show_one_edition(hall: Hall) -> None:
    answer = requested_pdf(hall)
    assert answer.mimetype == "application/pdf"
    told = stranger(hall).get(f"/guides/{CODE}").get_json()
    words = text_of(answer)
    assert f"第 {told['edition']} 版" in words
    assert f"校验码 {short_hash(told['sha256'])}" in words
    assert told["sha256"] in words
    pages = (hall.visitor().get(f"/guides/{CODE}"), hall.sign_in("chuangkou").get(f"/window/guides/{CODE}"))
    for page in pages:
        assert set(HASH.findall(page.text)) == {told["sha256"]}
        assert f"第 {told['edition']} 版" in page.text
        assert short_hash(told["sha256"]) in page.text


def test_the_pdf_says_all_that_the_guide_asks(hall: Hall) -> None:
    words = "".join(text_of(requested_pdf(hall)).split())
    content = stranger(hall).get(f"/guides/{CODE}").get_json()["content"]
    told = [condition["text"] for condition in content["conditions"]]
    told += [material["name"] for material in content["materials"]]
    told += [step["name"] for step in content["steps"]]
    told += [basis["article"] for basis in content["legal_bases"]]
    told += [faq["answer"] for faq in content["faqs"]]
    assert [text for text in told if "".join(text.split()) not in words] == []
    assert "可免提交" in words
    assert f"http://127.0.0.1:8000/guides/{CODE}" in words


def test_however_many_readers_come_it_is_made_once_and_waiting_writes_nothing(hall: Hall) -> None:
    hall.visitor().get(ADDRESS)
    with hall_statements(hall) as sent:
        for _reader in range(3):
            assert hall.visitor().get(ADDRESS).status_code == 202
    assert writes(sent) == []
    assert len(jobs(hall)) == 1
    work(hall)
    with hall_statements(hall) as sent:
        answer = hall.visitor().get(ADDRESS)
    assert writes(sent) == []
    known = hall.visitor().client.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})
    assert known.status_code == 304


def test_a_new_edition_has_a_file_of_its_own_and_the_old_one_goes(hall: Hall) -> None:
    requested_pdf(hall)
    earlier = files(hall)
    number = publish_again(hall, CODE)
    assert f"第 {number} 版" in text_of(requested_pdf(hall))
    assert len(files(hall)) == 1
    assert files(hall) != earlier


def test_a_file_that_was_lost_is_made_again(hall: Hall) -> None:
    first = requested_pdf(hall)
    files(hall)[0].unlink()
    assert text_of(requested_pdf(hall)) == text_of(first)


def test_a_file_that_cannot_be_made_leaves_the_page(hall: Hall) -> None:
    hall.visitor().get(ADDRESS)
    with hall.app.app_context(), database.transaction() as session:
        session.scalars(select(Job).where(Job.name == "guides.pdf")).one().status = JobStatus.PARKED
    answer = hall.visitor().get(ADDRESS)
    assert answer.status_code == 503
    assert "Refresh" not in answer.headers
    assert f'href="/guides/{CODE}"' in answer.text


def test_only_guides_in_force_have_one(hall: Hall) -> None:
    assert hall.visitor().get("/guides/NO-SUCH.pdf").status_code == 404


def test_the_guide_leads_to_its_pdf(hall: Hall) -> None:
    assert f'href="{ADDRESS}"' in hall.visitor().get(f"/guides/{CODE}").text

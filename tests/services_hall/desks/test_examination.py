"""The examination of a case: conditions beside the files, pages as pictures, states of sister cases."""

import re
from io import BytesIO

import pytest
from PIL import Image

from services_hall import database
from services_hall.applications.models import Case
from services_hall.attachments.first_pages import READABLE_SIDE
from services_hall.core import encrypted_files
from tests.support.agency_systems import system
from tests.support.case_decisions import case_row
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.sql_statements import hall_statements, reads
from tests.support.uploaded_files import pdf


@pytest.fixture
def number(hall: Hall) -> str:
    return str(case_of(file_restaurant(system(hall, "market_supervision"), LI), "SPJY-XB")["number"])


def test_conditions_and_answers_stand_beside_the_files(hall: Hall, number: str) -> None:
    officer = hall.sign_in("shichang")
    assert f"/desk/cases/{number}/examination" in officer.get(f"/desk/cases/{number}").text
    page = officer.get(f"/desk/cases/{number}/examination")
    assert page.status_code == 200
    with hall.app.app_context():
        case = case_row(number)
        terms = case.application_item.edition.terms
        sha256 = case.application_item.edition.sha256
        files = [one.attachment for one in case.application_item.requirements if one.attachment]
        names = [one.name for one in case.application_item.requirements]
        given = [file.public_id for file in files]
    always = [condition.text for condition in terms.conditions if not condition.when]
    assert always
    for text in (*always, *names):
        assert text in page.text
    for public_id in given:
        assert re.search(rf'<img src="/desk/files/{public_id}', page.text)
    assert f'data-edition-hash="{sha256.hex() if isinstance(sha256, bytes) else sha256}"' in page.text


def test_sister_cases_show_their_state_and_nothing_else(hall: Hall, number: str) -> None:
    page = hall.sign_in("shichang").get(f"/desk/cases/{number}/examination").text
    part = page.partition('id="sisters-title"')[2].partition("</section>")[0]
    with hall.app.app_context():
        case = case_row(number)
        sisters = [one for one in case.application.cases if one.id != case.id]
        assert sisters
        for sister in sisters:
            assert sister.item_name in part
            assert sister.number not in part
        assert case.item_name not in re.findall(r"<li>([^<]+) <", part)
        holder = case.application.holder_name
    assert holder not in part


def given_pdf(hall: Hall, number: str, *, pages: int) -> str:
    """Puts a PDF in the place of the first file of a case; gives its public id."""
    with hall.app.app_context(), database.transaction() as session:
        case = session.get_one(Case, case_row(number).id)
        file = next(one.attachment for one in case.application_item.requirements if one.attachment)
        file.file_name = encrypted_files().put(pdf(pages=pages))
        file.media_type, file.pages = "application/pdf", pages
        return file.public_id


def test_a_page_of_a_pdf_is_a_picture_that_can_be_read(hall: Hall, number: str) -> None:
    officer = hall.sign_in("shichang")
    public_id = given_pdf(hall, number, pages=2)
    assert f"/desk/files/{public_id}/page?number=2" in officer.get(f"/desk/cases/{number}/examination").text
    answer = officer.get(f"/desk/files/{public_id}/page", number=2)
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert max(Image.open(BytesIO(answer.data)).size) == READABLE_SIDE
    for missing in (0, -1, 99):
        assert officer.get(f"/desk/files/{public_id}/page", number=missing).status_code == 404
    assert hall.sign_in("yancao").get(f"/desk/files/{public_id}/page").status_code == 404


def test_another_desk_finds_no_examination(hall: Hall, number: str) -> None:
    assert hall.sign_in("xiaofang").get(f"/desk/cases/{number}/examination").status_code == 404


def test_the_examination_runs_few_queries(hall: Hall, number: str) -> None:
    officer = hall.sign_in("shichang")
    officer.get(f"/desk/cases/{number}/examination")
    with hall_statements(hall) as sent:
        officer.get(f"/desk/cases/{number}/examination")
    assert len(reads(sent)) <= 12

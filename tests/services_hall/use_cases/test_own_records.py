"""An applicant takes a copy of everything and objects to what is on record; nobody else does."""

import io
import zipfile

from tests.support.application_pages import BUNDLE
from tests.support.case_decisions import case_row
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.hall import Hall
from tests.support.waiting_jobs import do_jobs_and_papers


def test_the_copy_holds_answers_papers_and_files(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    do_jobs_and_papers(hall)
    answer = hall.sign_in("li").get(f"/my/applications/{number}/copy.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    names = archive.namelist()
    assert archive.testzip() is None
    assert names[0] == "填写内容.txt"
    assert "李样例" in archive.read(names[0]).decode()
    receipt = next(name for name in names if name.startswith("文书/"))
    assert archive.read(receipt).startswith(b"%PDF-")
    assert any(name.startswith("材料/") for name in names)
    assert len(names) == len(set(names))
    assert hall.sign_in("wang").get(f"/my/applications/{number}/copy.zip").status_code == 404


def test_an_objection_stands_in_the_history_that_the_officer_reads(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    li, path = hall.sign_in("li"), f"/my/applications/{number}/objection"
    assert "哪里记得不对" in li.get(path).text
    empty = li.post(path, {"case": f"{number}-01", "objection": "  "})
    assert empty.status_code == 422
    assert 'id="error-objection"' in empty.text
    assert li.post(path, {"case": f"{number}-01", "objection": "面积应为 60 平方米"}).status_code == 303
    page = hall.sign_in("shichang").get(f"/desk/cases/{number}-01").text
    assert "申请人提出异议" in page
    assert "面积应为 60 平方米" in page
    with hall.app.app_context():
        assert case_row(f"{number}-01").state == "received"


def test_an_objection_to_a_case_of_somebody_else_is_not_possible(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    wang = hall.sign_in("wang")
    answer = wang.post(
        f"/my/applications/{number}/objection", {"case": f"{number}-01", "objection": "不是我的"}
    )
    assert answer.status_code == 404

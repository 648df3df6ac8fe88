"""Materials of the application form: what pictures become, what helps with each, what is asked no longer."""

import hashlib
import re
from typing import Any, Final

import pytest
from sqlalchemy import select

from guides.form_files import ENDINGS, hash_in_path
from guides.samples import sample_form_paths
from services_hall.attachments.models import Attachment
from services_hall.database import reading
from tests.support.application_pages import (
    begin_application,
    submit_application,
    upload,
    uploads_of,
    valid_form,
)
from tests.support.demo_applications import RESTAURANT
from tests.support.hall import Hall, Visitor
from tests.support.new_editions import publish_again
from tests.support.uploaded_files import photo

PLAN: Final = "material.layout-plan"


@pytest.fixture
def li(hall: Hall) -> Visitor:
    """李样例, who has a business licence."""
    return hall.sign_in("li")


def test_an_officer_sees_the_picture_of_a_phone_and_gets_the_original(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    li.post(f"{draft}/form", valid_form(hall, "li"))
    names = uploads_of(li, draft)
    files = {name: upload() for name in names} | {PLAN: upload(photo("HEIF"), "IMG_0001.HEIC")}
    li.post(f"{draft}/materials", {"consent": "yes", **files})
    submit_application(li, draft)
    with hall.app.app_context():
        files_by_name = {one.name: one.public_id for one in reading().scalars(select(Attachment))}
    public_id, other = files_by_name["IMG_0001.jpg"], files_by_name["材料.png"]
    officer = hall.sign_in("shichang")
    shown = officer.get(f"/desk/files/{public_id}")
    assert (shown.content_type, shown.data[:2]) == ("image/jpeg", b"\xff\xd8")
    original = officer.get(f"/desk/files/{public_id}?original=1")
    assert (original.content_type, original.data) == ("image/heic", photo("HEIF"))
    assert "IMG_0001.heic" in original.headers["Content-Disposition"]
    assert officer.get(f"/desk/files/{other}?original=1").status_code == 404


def test_a_bad_picture_is_refused_with_an_example_of_a_good_one(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    li.post(f"{draft}/form", valid_form(hall, "li"))
    assert "photo-example" in li.get(f"{draft}/materials").text
    blank = upload(photo("JPEG", is_written=False), "背面.jpg")
    answer = li.post(f"{draft}/materials", {"consent": "yes", "stay": "1", PLAN: blank})
    assert answer.status_code == 422
    assert "“背面.jpg”几乎是空白的" in answer.text
    assert '<details class="reckoning photo-example" open>' in answer.text


def test_a_file_of_a_branch_that_was_left_is_removed(hall: Hall, li: Visitor) -> None:
    with_sign, without = RESTAURANT, {**RESTAURANT, "sign": "no"}
    draft = begin_application(li, with_sign)
    files = {name: upload() for name in uploads_of(li, draft)}
    li.post(f"{draft}/materials", {"consent": "no", "stay": "1", **files})
    before = material_keys(hall)
    assert before == {name.removeprefix("material.") for name in files}
    assert begin_application(li, without, draft=draft.rpartition("/")[2]) == draft
    asked = {name.removeprefix("material.") for name in uploads_of(li, draft)}
    assert before - asked
    assert before & asked
    assert material_keys(hall) == before & asked


def test_a_sample_or_blank_form_is_a_link_or_not_offered(hall: Hall, li: Visitor) -> None:
    page = li.get(f"{begin_application(li)}/materials").text
    paths = set(re.findall(r'href="(/form-files/[^"]+)"', page))
    assert {sample_form_paths()[name] for name in ("process-flow-blank.pdf", "process-flow.pdf")} <= paths
    for path in paths:
        answer = li.get(path)
        assert answer.content_type in ENDINGS
        assert hash_in_path(path) == hashlib.sha256(answer.data).hexdigest()
        assert "immutable" in answer.headers["Cache-Control"]
    guide = li.get("/guides/SPJY-XB").text
    assert paths & set(re.findall(r'href="(/form-files/[^"]+)"', guide))
    assert li.get(f"{sample_form_paths()['process-flow.pdf'][:-4]}.png").status_code == 404
    assert li.get(f"/form-files/{'0' * 64}.pdf").status_code == 404
    publish_again(hall, "SPJY-XB", change=lambda content: _give_forms(content["materials"]))
    page = li.get(f"{begin_application(li)}/materials").text
    assert page.count('<a href="https://example.org/form.docx" target="_blank" rel="noopener">空白表格') == 1


def _give_forms(materials: list[dict[str, Any]]) -> None:
    plan = next(one for one in materials if one["key"] == "layout-plan")
    plan["blank_form"] = "https://example.org/form.docx"


def material_keys(hall: Hall) -> set[str | None]:
    """The keys of the materials for which there is a file."""
    with hall.app.app_context():
        return set(reading().scalars(select(Attachment.subject_key)))

"""Several files of one material: added, put in order and removed, seen in that order by all."""

import re
import zipfile
from io import BytesIO
from typing import Final

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from services_hall.applications.models import ApplicationPaper
from services_hall.applications.paper_texts.intake import receipt_text
from services_hall.attachments import groups
from services_hall.attachments.models import Attachment
from services_hall.database import reading
from services_hall.documents.texts import Printing
from tests.support.agency_systems import system
from tests.support.application_pages import (
    begin_application,
    submit_application,
    upload,
    uploads_of,
    valid_form,
)
from tests.support.case_decisions import accept, application_row, case_row
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import case_of, file_restaurant, request_body, send, upload_file
from tests.support.supplements import PLAN, PLAN_DEMAND, ask_supplement
from tests.support.uploaded_files import pdf, photo

FIELD: Final = f"material.{PLAN}"
NAME: Final = re.compile(r"第.页\.\w+")
PRINTING: Final = Printing("接收回执", "1", "大厅", "http://localhost", is_demo=True)


@pytest.fixture
def li(hall: Hall) -> Visitor:
    """李样例, who has a business licence."""
    return hall.sign_in("li")


def files_of(hall: Hall, **where: str) -> dict[str, str]:
    """Public ids by name."""
    with hall.app.app_context():
        return {one.name: one.public_id for one in reading().scalars(select(Attachment).filter_by(**where))}


def names_on(page: str) -> list[str]:
    """The names of pages in the order of the lists of files, each once in a row."""
    shown = re.findall(r'<ol class="files">.*?</ol>', page, re.DOTALL)
    names = [name for one in shown for name in NAME.findall(one)]
    return [name for place, name in enumerate(names) if place == 0 or names[place - 1] != name]


def test_pages_of_a_material_are_put_in_order_and_seen_so_by_applicant_and_officer(
    hall: Hall, li: Visitor
) -> None:
    draft = begin_application(li)
    li.post(f"{draft}/form", valid_form(hall, "li"))
    others = {name: upload() for name in uploads_of(li, draft) if name != FIELD}
    pages = [upload(photo("JPEG", orientation=6), "第2页.jpg"), upload(pdf(pages=2), "第3页.pdf")]
    li.post(f"{draft}/materials", {"consent": "yes", "stay": "1", **others, FIELD: pages})
    li.post(f"{draft}/materials", {"consent": "yes", "stay": "1", FIELD: [upload(name="第1页.png")]})
    li.post(f"{draft}/materials", {"consent": "yes", "stay": "1", FIELD: [upload(name="第9页.png")]})
    ids = files_of(hall, subject_key=PLAN)
    for move, name in (
        ("up", "第1页.png"),
        ("up", "第1页.png"),
        ("up", "第1页.png"),
        ("remove", "第9页.png"),
    ):
        li.post(f"{draft}/materials", {"consent": "yes", "arrange": f"{move}.{ids[name]}"})
    li.post(f"{draft}/materials", {"consent": "yes", "arrange": f"turn.{ids['第2页.jpg']}"})
    order = ["第1页.png", "第2页.jpg", "第3页.pdf"]
    page = li.get(f"{draft}/materials").text
    assert names_on(page) == order
    assert page.count("2 页 · ") == page.count('<span class="files__kind">PDF</span>') == 1
    assert names_on(li.get(f"{draft}/review").text) == order
    address = submit_application(li, draft)
    assert names_on(li.get(address).text) == order
    with zipfile.ZipFile(BytesIO(li.get(f"{address}/copy.zip").data)) as archive:
        assert sum(name.startswith("材料/") for name in archive.namelist()) == len(others) + 3
    assert_the_officer_sees_them(hall, address, order, ids)


def assert_the_officer_sees_them(hall: Hall, address: str, order: list[str], ids: dict[str, str]) -> None:
    with hall.app.app_context():
        application = application_row(address.rpartition("/")[2])
        number = next(one.number for one in application.cases if one.item_code == "SPJY-XB")
        receipt = next(one for one in application.papers if isinstance(one, ApplicationPaper))
        rows = dict(receipt_text(receipt, PRINTING).table)
    assert any(row.endswith("、".join(order)) for row in rows.values())
    officer = hall.sign_in("shichang")
    case = officer.get(f"/desk/cases/{number}").text
    assert names_on(case) == order
    assert "2 页 · " in case
    for name in order:
        assert officer.get(f"/desk/files/{ids[name]}").status_code == 200
    original = officer.get(f"/desk/files/{ids[order[1]]}?original=1")
    assert original.data == photo("JPEG", orientation=6)
    statuses = [officer.get(f"/desk/files/{ids[name]}/thumbnail").status_code for name in order]
    assert statuses == [200, 200, 200]
    bound = PdfReader(BytesIO(officer.get(f"/desk/files/{ids[order[0]]}/bound").data))
    sides = [(float(page.mediabox.width), float(page.mediabox.height)) for page in bound.pages]
    assert len(sides) == 4
    assert sides[1][0] < sides[1][1], "taken with the camera on its side, then turned"
    assert max(max(side) for side in sides) < 843


def test_a_newer_file_follows_those_given_before_until_one_is_removed(hall: Hall, li: Visitor) -> None:
    draft = begin_application(li)
    name = uploads_of(li, draft)[0]
    for title in ("旧的.png", "新的.png"):
        li.post(f"{draft}/materials", {name: upload(name=title), "stay": "1"})
    page = li.get(f"{draft}/materials").text
    assert page.index("旧的.png") < page.index("新的.png")
    older = page.partition('value="remove.')[2].partition('"')[0]
    for _click in range(2):
        removed = li.post(f"{draft}/materials", {"arrange": f"remove.{older}"})
        assert removed.headers["Location"] == f"{draft}/materials"
    page = li.get(f"{draft}/materials").text
    assert "新的.png" in page
    assert "旧的.png" not in page
    assert files_of(hall).keys() == {"新的.png"}


def test_too_many_files_are_refused_at_the_field(
    hall: Hall, li: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST_FILES", 2)
    draft = begin_application(li)
    two = [upload(name="第1页.png"), upload(name="第2页.png")]
    assert li.post(f"{draft}/materials", {"stay": "1", FIELD: two}).status_code == 303
    one_more = li.post(f"{draft}/materials", {"stay": "1", FIELD: [upload(name="第3页.png")]})
    assert one_more.status_code == 422
    assert 'id="field-material-layout-plan-error"' in one_more.text
    assert "最多 2 个文件" in one_more.text
    assert names_on(one_more.text) == ["第1页.png", "第2页.png"]
    monkeypatch.setattr(groups, "LARGEST_GROUP", 10)
    other = next(name for name in uploads_of(li, draft) if name != FIELD)
    bad = [upload(b"text", "甲.png"), upload(b"text", "乙.png"), upload()]
    refused = li.post(f"{draft}/materials", {"stay": "1", other: bad})
    for words in ("加起来不能超过", "“甲.png”不是", "“乙.png”不是"):
        assert words in refused.text


def test_a_program_gives_a_list_of_files_and_no_file_in_two_lists(hall: Hall) -> None:
    filer = system(hall, "market_supervision")
    body = request_body(filer)
    first, second = upload_file(filer, "第1页.png"), upload_file(filer, "第2页.png")
    other = next(key for key in body["attachments"] if key != PLAN)
    mixed = {**body["attachments"], PLAN: [first, second], other: [second]}
    refused = send(filer, {**body, "attachments": mixed})
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, [f"attachments.{other}"])
    lists = {**body["attachments"], PLAN: [first, second], other: [first, second]}
    food = case_of(send(filer, {**body, "attachments": lists}).get_json(), "SPJY-XB")
    with hall.app.app_context():
        for one in case_row(food["number"]).application_item.requirements:
            if one.material_key == PLAN:
                assert one.attachment is not None
                assert [file.name for file in one.attachment.group] == ["第1页.png", "第2页.png"]


def test_files_of_a_supplement_are_added_moved_and_removed_until_it_is_handed_over(
    hall: Hall, li: Visitor
) -> None:
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market), "SPJY-XB")
    ask_supplement(market, food, PLAN_DEMAND)
    page = f"/my/cases/{food['number']}/supplement"
    assert "平面布局图（示例）" not in li.get(page).text, "it is a name without a file"
    li.post(page, {"stay": "1", FIELD: [upload(name="第2页.png"), upload(name="第1页.png")]})
    ids = files_of(hall)
    li.post(page, {"arrange": f"up.{ids['第1页.png']}", FIELD: [upload(name="第3页.png")]})
    assert names_on(li.get(page).text) == ["第1页.png", "第2页.png", "第3页.png"]
    ids = files_of(hall)
    for name in ("第3页.png", "第1页.png", "第2页.png"):
        li.post(page, {"arrange": f"remove.{ids[name]}"})
    assert names_on(li.get(page).text) == ["第2页.png"]
    assert li.post(page, {FIELD: [upload(name="第3页.png")]}).status_code == 303
    officer = hall.sign_in("shichang").get(f"/desk/cases/{food['number']}").text
    assert names_on(officer)[:2] == ["第2页.png", "第3页.png"]


def test_files_are_added_to_a_received_case_until_it_is_accepted(hall: Hall, li: Visitor) -> None:
    market = system(hall, "market_supervision")
    body = request_body(market)
    del body["attachments"][PLAN]
    food = case_of(send(market, {**body, "incomplete": True}).get_json(), "SPJY-XB")
    page = f"/my/cases/{food['number']}/supplement"
    li.post(page, {FIELD: [upload(name="第1页.png")]})
    assert "漏了页的，可以接着添加" in li.get(page).text
    assert "填错了、漏了页" in li.get(f"/my/applications/{food['number'].partition('-')[0]}").text
    refused = li.post(page, {FIELD: [upload(b"no picture", "第9页.png")]})
    assert refused.status_code == 422
    assert "第9页.png" in refused.text
    assert li.post(page, {FIELD: [upload(name="第2页.png")]}).status_code == 303
    officer = hall.sign_in("shichang").get(f"/desk/cases/{food['number']}").text
    assert names_on(officer)[:2] == ["第1页.png", "第2页.png"]
    assert accept(market, food).status_code == 200
    assert li.post(page, {FIELD: [upload(name="第3页.png")]}).status_code == 409
    assert names_on(li.get(f"/my/applications/{food['number'].partition('-')[0]}").text) == [
        "第1页.png",
        "第2页.png",
    ]

"""An applicant takes a copy of everything and objects to what is on record; nobody else does."""

import io
import os
import re
import tracemalloc
import urllib.parse
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from services_hall.applications.lifecycle import CaseAction
from services_hall.applications.reads.applicant_history import INTERNAL, TOLD_REASONS
from services_hall.attachments.models import Attachment
from services_hall.core import encrypted_files
from services_hall.database import reading
from services_hall.use_cases.copy_application import ArchiveEntry, FileGroup, archive_of
from tests.support.agency_systems import System, system
from tests.support.application_pages import BUNDLE
from tests.support.case_decisions import accept, case_row
from tests.support.demo_applications import PNG, RESTAURANT, file_online
from tests.support.endings import FOOD, UNOPENED, Site
from tests.support.hall import Hall
from tests.support.restaurant import INSPECTED, LI, case_of, file_restaurant
from tests.support.supplements import ask_supplement, give_supplement, in_days
from tests.support.waiting_jobs import do_jobs_and_papers

TO_THIRD_PARTY = {"kind": "hearing", "addressee": "江岸区示例路 2 号业主", "facts": "油烟排向邻居窗口"}
TO_APPLICANT = {"kind": "hearing", "facts": "拟不予许可的事实"}


def took(archive: bytes) -> dict[str, bytes]:
    """The files of an archive by their paths."""
    opened = zipfile.ZipFile(io.BytesIO(archive))
    assert opened.testzip() is None
    names = opened.namelist()
    assert len(names) == len(set(names))
    return {name: opened.read(name) for name in names}


def done(program: System, path: str, body: Any = None) -> None:
    answer = program.post(path, body)
    assert answer.status_code == 200, answer.text


@pytest.fixture
def eventful(hall: Hall) -> Mapping[str, Any]:
    """A case with a supplement, a visit with a photo, a note, and notices to both sides with statements."""
    market = system(hall, "market_supervision")
    food = case_of(file_restaurant(market, LI, scenario=INSPECTED), "SPJY-XB")
    path = f"/cases/{food['number']}"

    def upload(name: str) -> str:
        return str(market.upload(name, PNG).get_json()["id"])

    assert ask_supplement(market, food).status_code == 200
    plan = {"layout-plan": upload("新图.png")}
    assert give_supplement(market, food, attachments=plan, answers={"premises_area": "61"}).status_code == 200
    assert accept(market, food).status_code == 200
    officers = [one["id"] for one in market.get(f"{path}/officers").get_json()]
    day = in_days(1).isoformat()
    visit = {"planned_on": day, "place": "店里", "first_officer": officers[0], "second_officer": officers[1]}
    done(market, f"{path}/site-checks", visit)
    seen = {"record": "操作间与图纸一致", "is_passed": True, "photos": [upload("现场.png")]}
    done(market, f"{path}/site-check-record", seen)
    done(market, f"{path}/notes", {"text": "内部备注：口头核实"})
    until = in_days(30).isoformat()
    done(market, f"{path}/hearing-notice", {**TO_THIRD_PARTY, "answer_until": until})
    done(market, f"{path}/hearing-notice", {**TO_APPLICANT, "answer_until": until})
    third, own = market.get(f"{path}/notices").get_json()
    said = {"statement": "邻居的话", "notice_id": third["id"], "hearing_record": upload("邻居笔录.png")}
    done(market, f"{path}/statements", said)
    done(market, f"{path}/own-statement", {"statement": "已经加装净化器"})
    assert own["addressee"] is None
    done(market, f"{path}/objection", {"objection": "面积应为 60 平方米"})
    do_jobs_and_papers(hall)
    return food


def test_the_copy_holds_everything_of_the_applicant_and_nothing_of_others(
    hall: Hall, eventful: Mapping[str, Any]
) -> None:
    number = eventful["application"]
    files = took(hall.sign_in("li").get(f"/my/applications/{number}/copy.zip").data)
    assert next(iter(files)) == "目录.html"
    index = files["目录.html"].decode()
    assert sorted({name.split("/")[0] for name in files} - {"目录.html"}) == sorted(
        ["文书", "材料", "换下的材料", "现场核查", "证照"]
    )
    for words in (
        "李样例",
        "操作间与图纸一致",
        "拟不予许可的事实",
        "已经加装净化器",
        "面积应为 60 平方米",
        "看不清",
        "告知补正",
        "约定了现场核查",
    ):
        assert words in index, words
    entries = re.findall(r"<li>\S+ class=\"day\">\S+ \S+ (\S+) <span class=\"soft\">(\S+)</span>", index)
    filer, agency = "代申请人提交的人", "办理部门"
    done_by = {("已补正", filer), ("申请人提出异议", filer), ("受理", agency), ("告知补正", agency)}
    assert done_by <= set(entries)
    for words in ("内部备注", "邻居", "2 号业主"):
        assert words not in index, words
    assert not [name for name in files if "邻居" in name or "听证和陈述" in name]
    assert all(f'href="{path}"' in index for path in map(quoted, set(files) - {"目录.html"}))
    assert files[next(name for name in files if name.startswith("文书/"))].startswith(b"%PDF-")
    assert hall.sign_in("wang").get(f"/my/applications/{number}/copy.zip").status_code == 404
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    by_program = market.get(f"/applications/{number}/copy")
    assert by_program.mimetype == "application/zip"
    assert set(took(by_program.data)) == set(files)
    assert fire.get(f"/applications/{number}/copy").status_code == 404


def quoted(path: str) -> str:
    return urllib.parse.quote(path)


def test_a_copy_names_the_file_that_cannot_be_read_and_holds_the_others(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    do_jobs_and_papers(hall)
    with hall.app.app_context():
        broken = reading().scalars(select(Attachment).order_by(Attachment.id)).first()
        assert broken is not None
        encrypted_files().delete(broken.file_name)
    files = took(hall.sign_in("li").get(f"/my/applications/{number}/copy.zip").data)
    assert files["读不出的文件.txt"].decode().startswith("材料/")
    assert any(name.startswith("文书/") for name in files)


def test_a_copy_has_one_file_in_memory_at_a_time(hall: Hall) -> None:
    size, count = 400_000, 30
    with hall.app.app_context():
        files = encrypted_files()
        entries = [
            ArchiveEntry(FileGroup.MATERIALS, f"{place}.bin", files.put(os.urandom(size)))
            for place in range(count)
        ]
        tracemalloc.start()
        written = sum(map(len, archive_of(entries, "目录")))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert written > size * count
    assert peak < size * 8


def test_a_decision_that_is_taken_with_the_copy_is_delivered(hall: Hall) -> None:
    site = Site(hall)
    case = site.granted(UNOPENED)
    number, desk = case.rsplit("-", 1)[0], site.desk(FOOD)
    assert site.clerk.get(f"/applications/{number}/copy").status_code == 200
    assert desk.get(f"/cases/{case}").get_json()["delivered_at"] is None
    assert hall.sign_in("li").get(f"/my/applications/{number}/copy.zip").status_code == 200
    assert desk.get(f"/cases/{case}").get_json()["delivered_at"] is not None


WITHOUT_REASON = """
file receive record correct ask_supplement supplement accept deem_accepted accept_tolerantly supply
give_missing begin_review record_step record_law resume give_prior_notice receive_statement demand_hearing
withdraw_hearing_demand announce_hearing record_hearing deliver deliver_notice keep
"""


def test_every_action_is_internal_or_has_its_rule_for_the_reason() -> None:
    assert not INTERNAL & TOLD_REASONS
    assert set(CaseAction) - INTERNAL - TOLD_REASONS == {CaseAction(word) for word in WITHOUT_REASON.split()}


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

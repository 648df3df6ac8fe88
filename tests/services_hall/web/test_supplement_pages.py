"""Supplements on pages: asked at the desk, given online and at the window; corrections before acceptance."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from guides.models import Agency
from services_hall.database import reading
from tests.support.application_pages import begin_application, upload, valid_form
from tests.support.case_decisions import case_row
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.hall import Hall, Visitor
from tests.support.supplements import AREA, PLAN, demands_by_target, in_days, let_days_pass
from tests.support.uploaded_files import pdf
from tests.support.window_pages import LI_AT_WINDOW, file_at_window

MATERIAL, FIELD = f"material.{PLAN}", f"field.{AREA}"
NOTICE: dict[str, Any] = {
    "ask": [MATERIAL, FIELD],
    f"problem.{MATERIAL}": "图看不清",
    f"way_out.{MATERIAL}": "请重新拍照",
    f"problem.{FIELD}": "与平面图不符",
    f"way_out.{FIELD}": "请按平面图填写",
}


def food_case(hall: Hall, application: str) -> str:
    """The number of the food case of an application."""
    return f"{application}-01"


@pytest.fixture
def case(hall: Hall) -> str:
    """The number of a received food case of 李样例."""
    return food_case(hall, file_online(hall, "open-restaurant", RESTAURANT))


def ask(officer: Visitor, case: str, **changes: Any) -> Any:
    """The notice as the officer's form sends it."""
    form = {**NOTICE, "due_on": in_days(20).isoformat(), **changes}
    return officer.post(f"/desk/cases/{case}/supplement-notice", form)


def test_the_officer_asks_once_for_everything(hall: Hall, case: str) -> None:
    officer = hall.sign_in("shichang")
    page = officer.get(f"/desk/cases/{case}", act="supplement").text
    assert 'name="ask" value="material.layout-plan"' in page
    due_on = in_days(20)
    written = f"{due_on.year}年{due_on.month}月{due_on.day}日"
    page = officer.follow(ask(officer, case, due_on=written)).text
    assert "补正告知书" in page
    assert f"{due_on.isoformat()}" in page
    assert "图看不清" in page
    assert "还没有补" in page
    again = ask(officer, case)
    assert again.status_code == 409
    assert "图看不清" in again.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ask": []}, "请至少选一项"),
        ({"due_on": "明天"}, "请选择一个日期"),
        ({"due_on": "2020-01-02"}, "日期太早"),
        ({"ask": ["material.blood-test"]}, "办事指南没有要求这一项"),
        ({f"problem.{MATERIAL}": ""}, "有什么问题"),
    ],
)
def test_what_is_wrong_in_a_notice_is_told_and_all_words_stay(
    hall: Hall, case: str, changes: dict[str, Any], words: str
) -> None:
    answer = ask(hall.sign_in("shichang"), case, **changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert "请按平面图填写" in answer.text
    assert 'id="field-due_on"' in answer.text


def test_the_applicant_reads_first_what_to_do_and_gives_it_in_parts(hall: Hall, case: str) -> None:
    officer, resident = hall.sign_in("shichang"), hall.sign_in("li")
    ask(officer, case)
    home = resident.get("/my/").text
    assert "有 1 件事等您办" in home
    assert f"/my/cases/{case}/supplement" in home
    page = resident.get(f"/my/applications/{case[:-3]}").text
    assert "图看不清" in page
    assert "去补正" in page
    assert page.index("上传要补的材料") < page.index("下载接收回执")
    address = f"/my/cases/{case}/supplement"
    form = resident.get(address).text
    assert f'name="{MATERIAL}"' in form
    assert f'name="{FIELD}"' in form
    saved = resident.post(address, {FIELD: "90", "stay": "1"})
    assert saved.headers["Location"] == address
    early = resident.post(address, {FIELD: "90"})
    assert early.status_code == 422
    assert "还没有补" in early.text
    done = resident.post(address, {FIELD: "90", MATERIAL: upload(name="新图.png")})
    assert done.status_code == 303, done.text
    shown = officer.get(f"/desk/cases/{case}").text
    assert "新图.png" in shown
    assert "材料.png" in shown
    with hall.app.app_context():
        assert case_row(case).state == "received"
    assert "等您办" not in resident.get("/my/").text


def test_the_officer_opens_the_file_that_was_replaced(hall: Hall, case: str) -> None:
    officer, resident = hall.sign_in("shichang"), hall.sign_in("li")
    ask(officer, case, ask=[MATERIAL])
    resident.post(f"/my/cases/{case}/supplement", {MATERIAL: upload(name="新图.png")})
    page = officer.get(f"/desk/cases/{case}").text
    section = page[page.index('id="supplements"') :]
    files = re.findall(r'href="(/desk/files/[^"]+)"', section[: section.index("</section>")])
    assert len(files) == 2
    assert [officer.get(one).status_code for one in files] == [200, 200]
    assert hall.sign_in("yancao").get(files[0]).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ broken", "不是 PDF"), (pdf()[:120], "已经损坏"), (pdf(open_password="1234"), "要密码才能打开")],
    ids=["of another kind", "broken", "locked"],
)
def test_a_wrong_file_is_told_and_what_else_was_given_is_kept(
    hall: Hall, case: str, content: bytes, words: str
) -> None:
    ask(hall.sign_in("shichang"), case)
    resident, address = hall.sign_in("li"), f"/my/cases/{case}/supplement"
    answer = resident.post(address, {FIELD: "90", MATERIAL: upload(content, "图.pdf")})
    assert answer.status_code == 422
    message = re.search(rf'href="#([^"]+)">[^<]*{words}', answer.text)
    assert message is not None, re.findall("error-message.*", answer.text)
    assert f'id="{message[1]}"' in answer.text, "the message leads to its field"
    with hall.app.app_context():
        demands = demands_by_target(case)
        assert (demands[FIELD].met_at is not None, demands[MATERIAL].met_at) == (True, None)


def test_after_its_day_nothing_is_taken_and_the_page_says_so(hall: Hall, case: str) -> None:
    ask(hall.sign_in("shichang"), case)
    let_days_pass(hall, case, "supplement_due_on")
    answer = hall.sign_in("li").post(f"/my/cases/{case}/supplement", {FIELD: "90"})
    assert answer.status_code == 409
    assert "期限已经过了" in answer.text


def test_a_supplement_that_another_tab_gave_is_told(hall: Hall, case: str) -> None:
    ask(hall.sign_in("shichang"), case, ask=[FIELD])
    resident, address = hall.sign_in("li"), f"/my/cases/{case}/supplement"
    resident.post(address, {FIELD: "90"})
    assert resident.get(address).status_code == 200
    hall.sign_in("shichang").post(f"/desk/cases/{case}/acceptance")
    late = resident.post(address, {FIELD: "91"})
    assert late.status_code == 409
    assert resident.get(address).status_code == 303


def test_the_clerk_who_filed_gives_the_supplement(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    case = food_case(hall, file_at_window(hall, clerk, LI_AT_WINDOW, "li"))
    ask(hall.sign_in("shichang"), case, ask=[MATERIAL])
    address = f"/window/cases/{case}/supplement"
    assert "去补正" in clerk.get(f"/window/filings/{case[:-3]}").text
    assert f'name="seen.{PLAN}"' not in clerk.get(address).text
    refused = clerk.post(address, {f"seen.{PLAN}": "yes"})
    assert refused.status_code == 422
    assert "不能只看原件，请扫描" in refused.text
    assert clerk.post(address, {MATERIAL: upload()}).status_code == 303
    with hall.app.app_context():
        row = case_row(case)
        assert row.state == "received"
        last = row.events[-1]
        assert (last.action, last.on_behalf_of_id) == ("supplement", row.application.applicant_id)


def test_before_acceptance_the_applicant_corrects_an_answer_on_the_record(hall: Hall, case: str) -> None:
    resident = hall.sign_in("li")
    answer = resident.post(f"/my/cases/{case}/supplement", {FIELD: "88"})
    assert answer.status_code == 303, answer.text
    with hall.app.app_context():
        row = case_row(case)
        assert [event.action for event in row.events] == ["receive", "correct"]
        assert row.events[-1].details == {
            "materials": [],
            "answers": [["经营场所使用面积", "86 平方米", "88 平方米"]],
        }
    assert "86 平方米 → 88 平方米" in hall.sign_in("shichang").get(f"/desk/cases/{case}").text
    wrong = resident.post(f"/my/cases/{case}/supplement", {FIELD: "viel"})
    assert wrong.status_code == 422
    assert "viel" in wrong.text


def test_the_officer_corrects_on_the_spot_only_with_agreement(hall: Hall, case: str) -> None:
    officer = hall.sign_in("shichang")
    refused = officer.post(f"/desk/cases/{case}/correction", {FIELD: "88"})
    assert refused.status_code == 422
    assert "请征得同意后勾选" in refused.text
    done = officer.post(f"/desk/cases/{case}/correction", {FIELD: "88", "agreed": "yes"})
    assert done.status_code == 303
    officer.post(f"/desk/cases/{case}/acceptance")
    late = officer.post(f"/desk/cases/{case}/correction", {FIELD: "89", "agreed": "yes"})
    assert late.status_code == 409


def test_what_was_missing_reaches_every_agency_that_misses_it(hall: Hall) -> None:
    resident = hall.sign_in("li")
    path = begin_application(resident)
    resident.post(f"{path}/form", valid_form(hall, "li"))
    resident.post(f"{path}/materials", {"consent": "no", "incomplete": "yes"})
    answer = resident.post(f"{path}/submit", {"declared": "yes", "incomplete": "yes"})
    number = answer.headers["Location"].rsplit("/", 1)[1]
    licence = "business-licence"
    before = {case: missing(hall, f"{number}-{case}") for case in ("01", "03", "04")}
    assert licence in before["01"] & before["03"] & before["04"]
    assert "现在补交" in resident.get(answer.headers["Location"]).text
    resident.post(f"/my/cases/{number}-03/supplement", {f"material.{licence}": upload()})
    after = {case: missing(hall, f"{number}-{case}") for case in before}
    assert after == {case: keys - {licence} for case, keys in before.items()}


def missing(hall: Hall, case: str) -> set[str]:
    """The keys of the materials that a case misses."""
    with hall.app.app_context():
        requirements = case_row(case).application_item.requirements
        return {one.material_key for one in requirements if one.met_by == "missing"}


def agency_of_another_district(code: str) -> str:
    """An agency like this one, but of another district: it handles nothing in the place of this one."""
    role = reading().scalars(select(Agency).where(Agency.code == code)).one().role
    others = select(Agency.code).where(Agency.role == role, Agency.division_code == "420107000000")
    return reading().scalars(others).one()


def test_refusals_name_article_body_or_reason_each_in_its_paper(hall: Hall) -> None:
    number = file_online(hall, "open-restaurant", RESTAURANT)
    market, fire = hall.sign_in("shichang"), hall.sign_in("xiaofang")
    bare = market.post(f"/desk/cases/{number}-01/refusal", {"refusal": "不符合"})
    assert bare.status_code == 422
    assert 'id="error-basis_key"' in bare.text
    foreign = market.post(f"/desk/cases/{number}-01/refusal", {"refusal": "不符合", "basis_key": "xff-15"})
    assert foreign.status_code == 422
    nobody = market.post(f"/desk/cases/{number}-01/no-power", {"power_reason": "不归我们管", "body": ""})
    assert nobody.status_code == 422
    assert "不归我们管" in nobody.text
    with hall.app.app_context():
        body = case_row(f"{number}-02").agency_code
        own = case_row(f"{number}-01").agency_code
        elsewhere = agency_of_another_district(body)
    for code, status in ((own, 422), (elsewhere, 422), (body, 303)):
        form = {"power_reason": "不归我们管", "body": code}
        assert market.post(f"/desk/cases/{number}-01/no-power", form).status_code == status
    assert fire.post(f"/desk/cases/{number}-02/no-licence", {"licence_reason": " "}).status_code == 422
    form = {"licence_reason": "不属于公众聚集场所"}
    assert fire.post(f"/desk/cases/{number}-02/no-licence", form).status_code == 303
    with hall.app.app_context():
        first, second = case_row(f"{number}-01"), case_row(f"{number}-02")
        assert (first.outcome, second.outcome) == ("not_in_power", "no_licence_needed")
        assert [paper.kind for paper in first.papers] == ["not_in_power"]
        assert first.papers[0].details == {"body": second.agency.name}
        name = second.agency.name
    assert f"向{name}申请“" in hall.sign_in("li").get(f"/my/applications/{number}").text
    with hall.app.app_context():
        second = case_row(f"{number}-02")
        assert [paper.kind for paper in second.papers if paper.kind != "commitment"] == ["no_licence_needed"]


def test_any_window_takes_a_supplement_from_the_applicant_with_the_document(hall: Hall, case: str) -> None:
    ask(hall.sign_in("shichang"), case, ask=[MATERIAL])
    clerk = hall.sign_in("chuangkou")
    assert clerk.get(f"/window/cases/{case}/supplement").status_code == 404
    present = {"case": case, "holder.identifier_type": "111", "holder.identifier": "420102188701120026"}
    stranger = {**present, "holder.identifier": "42010218890920013X"}
    for wrong in (stranger, {**present, "holder.identifier": "1"}, {**present, "case": "1"}):
        answer = clerk.post("/window/supplement", wrong)
        assert answer.status_code == 404
        assert "请核对办件编号和证件号码" in answer.text
        assert clerk.post("/window/supplement/parts", wrong).status_code == 404
    page = clerk.post("/window/supplement", present).text
    assert "图看不清" in page
    assert f'name="{MATERIAL}"' in page
    early = clerk.post("/window/supplement/parts", present)
    assert early.status_code == 422
    assert 'value="420102188701120026"' in early.text
    done = clerk.follow(clerk.post("/window/supplement/parts", {**present, MATERIAL: upload()}))
    assert "已补正" in done.text
    assert case in done.text
    assert done.request.path == f"/window/filings/{case[:-3]}"
    with hall.app.app_context():
        row = case_row(case)
        assert row.state == "received"
        assert row.events[-1].on_behalf_of_id == row.application.applicant_id
    assert clerk.post("/window/supplement", present).status_code == 200

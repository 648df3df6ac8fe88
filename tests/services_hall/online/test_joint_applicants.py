"""Several apply together: each confirms, and only then the application is filed."""

import re
from collections.abc import Mapping
from typing import Final

import pytest
from sqlalchemy import select

from services_hall.applications.cases import dispatch
from services_hall.applications.decisions.outcomes import Decision
from services_hall.applications.models import Application, Draft
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.desks.case_list import case_list
from services_hall.desks.list_query import ListQuery
from services_hall.notices.enumerations import NoticeTopic as T
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.decide_case import decide_case
from services_hall.use_cases.hand_over_at_window import case_to_collect
from tests.support.agency_systems import system
from tests.support.application_pages import begin_application, upload, uploads_of, valid_form
from tests.support.case_decisions import REVIEWED, application_row, certificate_of, row_count
from tests.support.concurrent_requests import call_together, run_before
from tests.support.demo_applications import person
from tests.support.expired_sessions import run_out, sign_in_again
from tests.support.hall import Hall, Visitor
from tests.support.new_editions import publish_again
from tests.support.notices import notices_of, topics_of
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import ZHANG, request_body, send
from tests.support.waiting_jobs import do_jobs

BIRTH: Final = "SYDJ"
SCENARIO: Final = {"stage": "before", "marriage_proof": "certificate"}
LI: Final = {
    "joint.1.name": "李样例",
    "joint.1.identifier_type": "111",
    "joint.1.identifier": "420102188701120026",
}
OWN_CARD: Final = "material.spouse-identity-card"
CONFIRMED: Final = re.compile(r">\s*已确认\s*<")
FILE: Final = re.compile(r'href="(/my/files/[^"/]+)"')


WANG: Final = {
    "joint.2.name": "王演示",
    "joint.2.identifier_type": "111",
    "joint.2.identifier": "42010218890920013X",
}
YES: Final = {"declared": "yes", "joint_consent": "yes"}


def allow_three(hall: Hall) -> None:
    """A new edition of the guide lets three apply together."""
    publish_again(hall, BIRTH, change=lambda content: content["joint_applicants"].update(most=2))


def submit_together(hall: Hall, visitor: Visitor, others: Mapping[str, str] = LI) -> str:
    """The page of a birth registration of 张示范 that waits for 李样例, and for others if there are any."""
    draft = begin_application(visitor, SCENARIO, BIRTH, **others)
    page = visitor.get(f"{draft}/form").text
    assert "和李样例" in page
    assert visitor.post(f"{draft}/form", valid_form(hall, "zhang", SCENARIO, BIRTH)).status_code == 303
    files = {name: upload() for name in uploads_of(visitor, draft) if name != OWN_CARD}
    answer = visitor.post(f"{draft}/materials", {"consent": "yes", **files})
    assert answer.headers["Location"] == f"{draft}/review", answer.text
    assert "请共同申请人确认" in visitor.get(f"{draft}/review").text
    answer = visitor.post(f"{draft}/submit", {"declared": "yes"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def grant(hall: Hall, number: str) -> None:
    with hall.app.test_request_context():
        officer = person("weijian")
        (listed,) = case_list(reading(), officer, ListQuery()).page.rows
        assert listed.applicant == "张示范、李样例"
        for term in ("李样例", "420102188701120026", "张示范"):
            rows = case_list(reading(), officer, ListQuery(q=term)).page.rows
            assert [row.number for row in rows] == [number], term
        assert not case_list(reading(), officer, ListQuery(q="王演示")).page.rows
        accept_case(officer, number)
        decide_case(officer, number, Decision.GRANT, "", grounds=REVIEWED)
    do_jobs(hall)


def test_a_couple_registers_together_and_both_hold_the_certificate(hall: Hall) -> None:
    zhang, li = hall.sign_in("zhang"), hall.sign_in("li")
    waiting = submit_together(hall, zhang)
    assert waiting.startswith("/my/joint/")
    assert "等李样例确认，还没有提交" in zhang.get("/my/").text
    draft = waiting.removeprefix("/my/joint/")
    assert zhang.get(f"/apply/{BIRTH}/{draft}/form").headers["Location"] == waiting
    with hall.app.app_context():
        assert row_count(Application) == 0
    assert hall.sign_in("wang").get(waiting).status_code == 404
    assert waiting in li.get("/my/").text
    page = li.get(waiting).text
    assert "张示范请您一起申请" in page
    assert "申请人的情况（2 个回答）" in page
    assert 'data-uploads="with-form"' in page
    own = re.findall(f'<input[^>]* name="{OWN_CARD}"[^>]*>', page)
    assert [("multiple" in one, "capture" in one) for one in own] == [(True, False), (False, True)]
    assert all("accept=" in one for one in own)
    (asked,) = notices_of(hall, "li", draft)
    assert asked.topic == T.JOINT_ASKED
    assert li.get(f"/my/notices/{asked.id}").headers["Location"] == waiting
    assert topics_of(hall, "zhang") == []
    file = FILE.findall(page)[0]
    assert f"{file}/thumbnail" in page
    for reader, status in ((li, 200), (zhang, 200), (hall.sign_in("wang"), 404)):
        assert reader.get(file).status_code == status
    assert li.post(f"{waiting}/confirm", {"joint_consent": "yes"}).status_code == 422
    run_out(hall)
    late = li.post(f"{waiting}/confirm", {"declared": "yes", "joint_consent": "yes", OWN_CARD: upload()})
    assert late.headers["Location"] == f"/identity/sign-in?next={waiting}"
    sign_in_again(hall, li, "li")
    again = li.get(waiting).text
    assert 'name="joint_consent" type="checkbox" value="yes" checked' in again
    assert "选好的文件没有传上" in again
    zhang = hall.sign_in("zhang")
    refused = li.post(f"{waiting}/confirm", {"declared": "yes"})
    assert refused.status_code == 422
    assert "配偶身份证件" in refused.text
    answer = li.post(f"{waiting}/confirm", {"declared": "yes", "joint_consent": "yes"})
    assert answer.status_code == 303, answer.text
    number = answer.headers["Location"].rsplit("/", 1)[1]
    with hall.app.app_context():
        application = application_row(number)
        assert application.applicant_names == "张示范、李样例"
        (joint,) = application.joint_applicants
        assert (joint.identification, joint.confirmed_at is not None) == ("account", True)
        assert application.filed_on == local_day(utc_now())
        assert application.answers["spouse_identifier"] == LI["joint.1.identifier"]
        met = {one.material_key: one for one in application.items[0].requirements}
        own, spouse = met["identity-card"], met["spouse-identity-card"]
        assert (own.met_by, spouse.met_by) == ("certificate", "certificate")
        assert own.certificate_identifier != spouse.certificate_identifier
        case = application.cases[0].number
    for visitor in (zhang, li):
        assert number in visitor.get("/my/").text
        assert "共同申请：张示范、李样例" in visitor.get(f"/my/applications/{number}").text
    assert zhang.get(waiting).headers["Location"].endswith(number)
    grant(hall, case)
    assert certificate_of(hall, case)[1] == ["张示范", "李样例"]
    for username, visitor in (("zhang", zhang), ("li", li)):
        assert "生育登记凭证" in visitor.get("/my/certificates/").text
        assert T.DECIDED in topics_of(hall, username, number)
        with hall.app.app_context():
            identifier = person(username).holder
            assert identifier is not None
            assert case_to_collect(reading(), case, identifier.identifier).number == case


def test_who_refuses_or_takes_back_leaves_nothing_filed(hall: Hall) -> None:
    zhang, li = hall.sign_in("zhang"), hall.sign_in("li")
    waiting = submit_together(hall, zhang)
    assert li.post(f"{waiting}/recall").status_code == 404
    (file, *_rest) = FILE.findall(li.get(waiting).text)
    assert li.post(f"{waiting}/refuse").status_code == 303
    assert topics_of(hall, "zhang") == [T.JOINT_REFUSED]
    assert li.get(file).status_code == 404
    assert "李样例没有同意一起申请" in zhang.get("/my/").text
    assert "等您确认" not in li.get("/my/").text
    draft = f"/apply/{BIRTH}/{waiting.rsplit('/', 1)[1]}"
    again = zhang.post(f"{draft}/submit", {"declared": "yes"})
    assert again.headers["Location"] == waiting, again.text
    assert zhang.post(f"{waiting}/recall").status_code == 303
    assert "已经收回，没有提交" in li.get("/my/").text
    assert topics_of(hall, "li") == [T.JOINT_ASKED, T.JOINT_ASKED, T.JOINT_RECALLED]
    assert "一起申请的事已经收回" in li.get("/my/notices/").text
    gone = li.post(f"{waiting}/confirm", {"declared": "yes", "joint_consent": "yes"})
    assert gone.headers["Location"] == "/my/"
    with hall.app.app_context():
        assert row_count(Application) == 0
        assert reading().scalars(select(Draft.submission)).one() is None


def applications(hall: Hall) -> int:
    with hall.app.app_context():
        return row_count(Application)


def test_when_one_of_three_withdraws_the_others_are_told_and_nothing_is_filed(hall: Hall) -> None:
    allow_three(hall)
    zhang, li, wang = (hall.sign_in(who) for who in ("zhang", "li", "wang"))
    waiting = submit_together(hall, zhang, {**LI, **WANG})
    draft = waiting.rsplit("/", 1)[1]
    assert "等李样例、王演示确认" in zhang.get("/my/").text
    assert li.post(f"{waiting}/confirm", YES).headers["Location"] == waiting
    assert "等王演示确认" in zhang.get("/my/").text
    for visitor in (zhang, wang):
        assert len(CONFIRMED.findall(visitor.get(waiting).text)) == 2
    assert "还在等其他人确认" in li.get("/my/").text
    assert li.post(f"{waiting}/refuse").status_code == 303
    assert "李样例没有同意一起申请" in zhang.get("/my/").text
    assert "已经收回，没有提交" in wang.get("/my/").text
    assert topics_of(hall, "zhang", draft) == [T.JOINT_REFUSED]
    assert topics_of(hall, "wang", draft) == [T.JOINT_ASKED, T.JOINT_REFUSED]
    assert topics_of(hall, "li", draft) == [T.JOINT_ASKED]
    assert wang.post(f"{waiting}/confirm", YES).headers["Location"] == "/my/"
    assert applications(hall) == 0
    assert zhang.post(f"/apply/{BIRTH}/{draft}/submit", {"declared": "yes"}).status_code == 303
    assert li.post(f"{waiting}/confirm", YES).status_code == 303
    filed = wang.post(f"{waiting}/confirm", YES).headers["Location"]
    for visitor in (zhang, li, wang):
        assert "共同申请：张示范、李样例、王演示" in visitor.get(filed).text
    with hall.app.app_context():
        case = application_row(filed.rsplit("/", 1)[1]).cases[0].number
    assert wang.post(f"{filed}/withdrawal", {"cases": case}).status_code == 303
    for visitor in (zhang, li, wang):
        assert "已撤回" in visitor.get(filed).text
    for who, told in (("zhang", [T.WITHDRAWN]), ("li", [T.WITHDRAWN]), ("wang", [])):
        assert topics_of(hall, who, case) == told


def answers_of_draft(hall: Hall, draft: str) -> dict[str, str]:
    with hall.app.app_context():
        row = reading().scalars(select(Draft).where(Draft.public_id == draft)).one()
        return dict(row.answers)


def test_what_can_no_longer_be_filed_goes_back_as_it_was_and_all_three_are_told(hall: Hall) -> None:
    allow_three(hall)
    zhang, li, wang = (hall.sign_in(who) for who in ("zhang", "li", "wang"))
    waiting = submit_together(hall, zhang, {**LI, **WANG})
    draft = waiting.rsplit("/", 1)[1]
    li.post(f"{waiting}/confirm", YES)
    written = answers_of_draft(hall, draft)
    assert "" not in written.values()
    allow_three(hall)
    answer = wang.post(f"{waiting}/confirm", YES)
    assert answers_of_draft(hall, draft) == written
    assert answer.headers["Location"] == "/my/"
    assert applications(hall) == 0
    page = wang.follow(answer).text
    assert "没有提交" in page
    assert "已经收回，没有提交。改好以后会再请您确认" in page
    assert "接着填" in zhang.get("/my/").text
    for who in ("zhang", "li"):
        assert topics_of(hall, who, draft)[-1] == T.JOINT_FAILED
        assert "没有提交成功，要改好再提交" in hall.sign_in(who).get("/my/notices/").text
    assert T.JOINT_FAILED not in topics_of(hall, "wang", draft)
    assert f"/apply/{BIRTH}/{draft}/" in zhang.get("/my/").text


@on_postgresql
def test_a_refusal_during_the_last_confirmation_is_not_lost(
    either_hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow_three(either_hall)
    zhang, li, wang = (either_hall.sign_in(who) for who in ("zhang", "li", "wang"))
    waiting = submit_together(either_hall, zhang, {**LI, **WANG})
    draft = waiting.rsplit("/", 1)[1]
    li.post(f"{waiting}/confirm", YES)
    run_before(monkeypatch, dispatch, "plan_cases", lambda: li.post(f"{waiting}/refuse"))
    assert wang.post(f"{waiting}/confirm", YES).headers["Location"] == "/my/"
    assert applications(either_hall) == 0
    assert "李样例没有同意一起申请" in zhang.get("/my/").text
    zhang.post(f"/apply/{BIRTH}/{draft}/submit", {"declared": "yes"})
    li.post(f"{waiting}/confirm", YES)
    refused, confirmed = call_together(
        [lambda: li.post(f"{waiting}/refuse"), lambda: wang.post(f"{waiting}/confirm", YES)]
    )
    is_filed = confirmed.headers["Location"].startswith("/my/applications/")
    assert applications(either_hall) == int(is_filed)
    assert refused.headers["Location"].startswith("/my/applications/") is is_filed
    assert ("没有同意一起申请" in zhang.get("/my/").text) is not is_filed


def test_a_couple_that_a_program_files_for_holds_the_certificate_together(hall: Hall) -> None:
    program = system(hall, "market_supervision")
    body = request_body(program, ZHANG, SCENARIO, BIRTH, consent=False)
    spouse = {
        "name": LI["joint.1.name"],
        "identifier_type": "111",
        "identifier": LI["joint.1.identifier"],
    }
    body["answers"] |= {"spouse_name": spouse["name"], "spouse_identifier": spouse["identifier"]}
    unconfirmed = send(program, {**body, "joint_applicants": [{**spouse, "confirmed": False}]})
    assert unconfirmed.status_code == 422
    assert "共同申请人还没有确认" in str(unconfirmed.get_json()["errors"])
    answer = send(program, {**body, "joint_applicants": [{**spouse, "confirmed": True}]}, key="confirmed")
    assert answer.status_code == 201, answer.text
    case = answer.get_json()["cases"][0]
    grant(hall, case["number"])
    assert certificate_of(hall, case["number"])[1] == ["张示范", "李样例"]
    for who in ("zhang", "li"):
        visitor = hall.sign_in(who)
        assert "生育登记凭证" in visitor.get("/my/certificates/").text
        assert visitor.get(f"/my/applications/{answer.get_json()['number']}").status_code == 200


def test_a_clerk_who_sees_the_document_records_the_confirmation(hall: Hall) -> None:
    waiting = submit_together(hall, hall.sign_in("zhang"))
    clerk = hall.sign_in("chuangkou")
    of_li = {"holder.identifier_type": "111", "holder.identifier": LI["joint.1.identifier"]}
    assert (
        clerk.post("/window/joint", {**of_li, "holder.identifier": "42010218890920013X"}).status_code == 404
    )
    draft = {**of_li, "draft": waiting.rsplit("/", 1)[1]}
    assert draft["draft"] in clerk.post("/window/joint", of_li).text
    assert "李样例的确认" in clerk.post("/window/joint", draft).text
    card = {OWN_CARD: upload(), "declared": "yes"}
    assert clerk.post("/window/joint/confirm", {**draft, **card}).status_code == 303
    with hall.app.app_context():
        (application,) = reading().scalars(select(Application)).all()
        (joint,) = application.joint_applicants
        assert (joint.identification, joint.account_id) == ("document", None)


@pytest.mark.parametrize(
    ("joint", "words"),
    [
        ({**LI, "joint.1.identifier": "420102188701120027"}, "校验"),
        ({**LI, "joint.1.name": ""}, "姓名"),
        ({**LI, "joint.1.name": "张示范", "joint.1.identifier": "420102188506070019"}, "同一个人填了两次"),
    ],
)
def test_a_wrong_joint_applicant_is_refused_with_what_was_typed(
    hall: Hall, joint: dict[str, str], words: str
) -> None:
    form = {**{f"q.{key}": value for key, value in SCENARIO.items()}, "district": "420102000000", **joint}
    answer = hall.sign_in("zhang").post(f"/apply/{BIRTH}", form)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{joint["joint.1.identifier"]}"' in answer.text

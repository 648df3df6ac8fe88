"""A person's pages: progress, papers, certificates and their uses; nothing of other people."""

import re
from typing import Final

import pytest

from services_hall.applications.decisions.outcomes import Decision
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.decide_case import decide_case
from tests.support.application_pages import BUNDLE, begin_application
from tests.support.case_decisions import REVIEWED, cancel
from tests.support.demo_applications import RESTAURANT, file_online, person
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import LI, LI_HOLDER
from tests.support.sql_statements import hall_statements
from tests.support.store_outage import store_outage
from tests.support.waiting_jobs import do_jobs_and_papers

REQUEST: Final = re.compile(r"\b[0-9a-f]{12}\b")
"""The mark of the request for which a holder permitted a use."""
FEWER: Final = {**RESTAURANT, "sign": "no", "tobacco": "no"}
UNLICENSED: Final = {**RESTAURANT, "licence": "no", "form": "personal"}
PAPER: Final = re.compile(r'href="(/my/papers/[^"]+)"')
FACE: Final = re.compile(r'href="(/my/certificates/[^"]+)">营业执照</a>')
NAMES: Final = re.compile(r'class="certificate__name">.*?<a [^>]*>([^<]+)</a>')
CERTIFICATE_TYPES: Final = {
    "营业执照": "business-licence",
    "居民身份证": "identity-card",
    "不动产权证书": "real-estate-title",
}
CERTIFICATE: Final = re.compile(r'href="(/my/certificates/[^"]+\.pdf)"')


@pytest.fixture
def li(hall: Hall) -> Visitor:
    """李样例."""
    return hall.sign_in("li")


def decide(hall: Hall, officer: str, number: str) -> None:
    """The officer accepts and grants the case."""
    with hall.app.test_request_context():
        accept_case(person(officer), number)
        decide_case(person(officer), number, Decision.GRANT, "", grounds=REVIEWED)


def questions_for(hall: Hall, visitor: Visitor, path: str) -> int:
    """The number of statements for the second request of a page."""
    assert visitor.get(path).status_code == 200
    with hall_statements(hall) as sent:
        assert visitor.get(path).status_code == 200
    return len(sent)


def test_an_applications_page_asks_as_often_however_many_cases_it_has(hall: Hall, li: Visitor) -> None:
    few, many = file_online(hall, BUNDLE, FEWER), file_online(hall, BUNDLE, UNLICENSED, username="zhang")
    zhang = hall.sign_in("zhang")
    assert zhang.get(f"/my/applications/{many}").text.count('class="panel case') == 5
    filed = questions_for(hall, li, f"/my/applications/{few}")
    names_of_streets = 1  # the registration among the many asks for one
    assert questions_for(hall, zhang, f"/my/applications/{many}") == filed + names_of_streets
    with hall.app.test_request_context():
        accept_case(person("shichang"), f"{few}-01")
    reckoned = questions_for(hall, li, f"/my/applications/{few}")
    with hall.app.test_request_context():
        accept_case(person("xiaofang"), f"{few}-02")
    assert questions_for(hall, li, f"/my/applications/{few}") == reckoned == filed
    assert reckoned <= 23


def test_the_list_of_ones_own_asks_as_often_however_long_it_is(hall: Hall, li: Visitor) -> None:
    file_online(hall, BUNDLE, FEWER)
    begin_application(li)
    first = questions_for(hall, li, "/my/")
    file_online(hall, BUNDLE, RESTAURANT, place="420103000000")
    begin_application(li)
    begin_application(li)
    assert questions_for(hall, li, "/my/") == first
    page = li.get("/my/").text
    assert page.count("接着填") == 3
    assert BUNDLE not in re.sub(r'(href|action)="[^"]+"', "", page)


def test_each_case_shows_its_way_and_how_its_day_is_reckoned(hall: Hall, li: Visitor) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    page = li.get(f"/my/applications/{number}").text
    assert "共 4 件，1 件有了结果" in page
    assert "已收件，等待受理" in page
    with hall.app.test_request_context():
        accept_case(person("shichang"), f"{number}-01")
    page = li.get(f"/my/applications/{number}").text
    assert "作出决定" in page
    assert "当天不算，从次日起" in page


def test_a_waiting_case_names_what_it_waits_for(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, UNLICENSED, username="zhang")
    page = hall.sign_in("zhang").get(f"/my/applications/{number}").text
    assert page.count("等这些办好后自动开始：个体工商户设立登记") == 4


def test_papers_and_certificates_come_as_pdf_once_they_are_made(hall: Hall, li: Visitor) -> None:
    number = file_online(hall, BUNDLE, FEWER)
    path = f"/my/applications/{number}"
    receipt = PAPER.findall(li.get(path).text)[0]
    waiting = li.get(receipt)
    assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "2")
    assert "正在生成" in waiting.text
    decide(hall, "shichang", f"{number}-01")
    do_jobs_and_papers(hall)
    page = li.get(path).text
    for link in {*PAPER.findall(page), *CERTIFICATE.findall(page)}:
        answer = li.get(link)
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF-")
    (certificate,) = set(CERTIFICATE.findall(page))
    assert certificate in li.get("/my/certificates/").text
    wang = hall.sign_in("wang")
    assert {wang.get(link).status_code for link in (path, receipt, certificate)} == {404}


def test_the_holder_reads_who_used_which_certificate_and_why(hall: Hall, li: Visitor) -> None:
    number = file_online(hall, BUNDLE, RESTAURANT)
    decide(hall, "shichang", f"{number}-01")
    page = li.get("/my/certificates/").text
    assert "办理开办餐饮店“一件事”" in page
    uses = page.partition("谁用过我的证照")[2].partition("</table>")[0]
    assert uses
    assert not REQUEST.search(uses)
    assert "江岸区市场监督管理局部门经办人" in page
    assert f"{number}-01" in page
    assert page.count("本人查看可免提交的材料") == 1
    (face,) = FACE.findall(page)
    page = li.get(face).text
    others, _, own = page.partition("谁用过这本证照")[2].partition("<details")
    assert "江岸区市场监督管理局部门经办人" in others
    assert "本人查看可免提交的材料" not in others
    assert "本人查看可免提交的材料" in own
    assert LI.identity_number is not None
    assert LI.identity_number not in page
    assert page.count("<svg") >= 1
    assert "source_certificate=" in page
    assert hall.sign_in("wang").get(face).status_code == 404
    with store_outage(hall, "a folder in its place"):
        assert li.get(face).status_code == 503


def test_certificates_in_force_stand_before_those_that_ended(hall: Hall, li: Visitor) -> None:
    first, *_others = NAMES.findall(li.get("/my/certificates/").text)
    cancel(hall, LI_HOLDER, CERTIFICATE_TYPES[first])
    *_others, last = NAMES.findall(li.get("/my/certificates/").text)
    assert last == first


def test_certificates_say_so_while_the_store_is_away(hall: Hall, li: Visitor) -> None:
    with store_outage(hall, "a folder in its place"):
        answer = li.get("/my/certificates/")
    assert answer.status_code == 200
    assert "电子证照库暂时没有应答" in answer.text
    assert "还没有您的证照" not in answer.text


def test_a_number_leads_to_its_application(hall: Hall, li: Visitor) -> None:
    number = file_online(hall, BUNDLE, FEWER)
    for given in (number, f" {number} ", f"{number}-02"):
        answer = li.get("/progress", number=given)
        assert answer.headers["Location"] == f"/my/applications/{number}"
    assert number in li.get("/progress").text


@pytest.mark.parametrize("given", ["999", "2026112300000001I", "<b>", "9" * 40])
def test_an_unknown_number_is_told_beside_its_field_and_kept(li: Visitor, given: str) -> None:
    answer = li.get("/progress", number=given)
    assert answer.status_code == 404
    assert answer.text.count("没有找到这个编号") == 2
    assert f'value="{given.replace("<", "&lt;").replace(">", "&gt;")}"' in answer.text


def test_somebody_elses_number_is_as_unknown_as_any(hall: Hall) -> None:
    number = file_online(hall, BUNDLE, FEWER)
    answer = hall.sign_in("wang").get("/progress", number=number)
    assert answer.status_code == 404
    assert "没有找到这个编号" in answer.text


@pytest.mark.parametrize("path", ["/", "/guides/SPJY-XB", "/guides/", f"/bundles/{BUNDLE}"])
def test_a_kept_page_names_only_who_reads_it(hall: Hall, li: Visitor, path: str) -> None:
    stranger = hall.visitor()
    for _time in range(2):
        assert "登录</a>" in stranger.get(path).text
        assert "李样例" in li.get(path).text
    assert "李样例" not in stranger.get(path).text
    assert li.get(path).headers["Cache-Control"] == "no-store"

"""What pages must never say wrongly: announcements, endings, sources of files, validity, failed issuing."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

import services_hall
from guides import catalog
from guides import editions as rules
from guides.models import GuideEdition
from services_hall import database
from services_hall.clock import local_day, utc_now
from services_hall.jobs.models import Job, JobStatus
from tests.support import editions
from tests.support.agency_systems import person_with_token, system
from tests.support.case_decisions import accept, case_row, decide
from tests.support.hall import Hall
from tests.support.restaurant import case_of, file_restaurant

PACKAGE = Path(services_hall.__file__).parent
GUIDE = "JZZ-SL"
WRONG = ("时限从今天起算", "已存入电子证照库")
"""Sentences that were wrong: the first day is not counted, and a card is not stored electronically."""


@pytest.mark.parametrize("sentence", WRONG)
def test_no_page_can_say_again_what_was_wrong(sentence: str) -> None:
    texts = [one for one in PACKAGE.rglob("*") if one.suffix in {".html", ".py", ".po"}]
    assert len(texts) > 500
    assert [one.name for one in texts if sentence in one.read_text(encoding="utf-8")] == []


def announce(hall: Hall) -> int:
    """The number of a new edition of the guide that takes effect in a month."""
    now = utc_now()
    with hall.app.app_context(), database.transaction() as session:
        content = dict(catalog.current_edition(session, GUIDE).content)
        content["access"] = {**content["access"], "visits_reason": "改为每周三"}
        later = local_day(now) + timedelta(days=30)
        edition = editions.approved_edition(session, GuideEdition, content, now=now, effective_on=later)
        return int(edition.number)


def test_a_guide_says_which_edition_comes_and_which_holds_until_then(hall: Hall) -> None:
    number = announce(hall)
    page = hall.visitor().get(f"/guides/{GUIDE}").text
    assert f"第 {number} 版将从" in page
    assert f"按本页的第 {number - 1} 版办理" in page


def test_an_announcement_taken_back_leaves_the_edition_in_force(hall: Hall) -> None:
    number = announce(hall)
    with hall.app.app_context(), database.transaction() as session:
        edition = next(iter(catalog.announced_editions(session, GUIDE)))
        rules.withdraw_edition(session, edition, now=utc_now())
    visitor = hall.visitor()
    news = visitor.get("/changes").text
    assert f"第 {number} 版的预告已取消，仍按第 {number - 1} 版办理" in news
    assert "不再办理" not in news
    assert visitor.get(f"/guides/{GUIDE}").status_code == 200
    assert "版将从" not in visitor.get(f"/guides/{GUIDE}").text


def test_the_desk_says_who_brought_a_file(hall: Hall) -> None:
    by_clerk = file_restaurant(person_with_token(hall, "chuangkou"))
    page = hall.sign_in("shichang").get(f"/desk/cases/{case_of(by_clerk, 'SPJY-XB')['number']}").text
    assert "申请人上传" not in page


def test_a_certificate_without_an_end_is_not_said_to_last_for_ever(hall: Hall) -> None:
    page = hall.sign_in("li").get("/my/certificates/").text
    assert "期限以证面为准" in page
    assert "长期有效" not in page


def test_a_certificate_that_cannot_be_issued_is_told_to_the_body_and_the_applicant(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    application = file_restaurant(market)
    food = case_of(application, "SPJY-XB")
    for answer in (accept(market, food), decide(market, food)):
        assert answer.status_code == 200, answer.text
    applicant, path = hall.sign_in("li"), f"/my/applications/{application['number']}"
    officer, desk = hall.sign_in("shichang"), f"/desk/cases/{food['number']}"
    assert "出了故障" not in applicant.get(path).text
    assert "没有做成" not in officer.get(desk).text
    with hall.app.app_context(), database.transaction() as session:
        key = f"issue:{case_row(food['number']).id}"
        session.execute(update(Job).where(Job.unique_key == key).values(status=JobStatus.PARKED))
    assert "出了故障，会晚一些" in applicant.get(path).text
    assert "请告诉系统管理员" in officer.get(desk).text

"""A person's notices: the number in the header, the list, the marks, and the ends of certificates."""

import re

from services_hall.notices.enumerations import NoticeTopic as T
from services_hall.use_cases.remind_of_certificates import remind_of_certificates
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, decide
from tests.support.hall import Hall, words_of
from tests.support.notices import notices_of, topics_of
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.source_certificates import days_ahead, food_permit

NOTICES = "/my/notices/"


def unread(page: str) -> int:
    """The number beside 我的 in the header."""
    found = re.search(r'class="nav__count"[^>]*>(\d+)', page)
    return int(found[1]) if found else 0


def test_a_notice_is_counted_until_it_is_opened_and_leads_to_its_application(hall: Hall) -> None:
    li, market = hall.sign_in("li"), system(hall, "market_supervision")
    assert unread(li.get("/progress").text) == 0
    assert "还没有通知" in li.get(NOTICES).text
    application = file_restaurant(market, LI)
    food = case_of(application, "SPJY-XB")
    accept(market, food)
    decide(market, food, "deny", "面积不足")
    assert unread(li.get("/progress").text) == 2
    page = li.get(NOTICES).text
    assert page.index("有了结果") < page.index("已受理")
    assert page.count("未读") == 2
    assert "面积不足" not in page
    (newest, _older) = re.findall(r'href="(/my/notices/\d+)"', page)
    assert hall.sign_in("zhang").get(newest).status_code == 404
    opened = li.get(newest)
    assert opened.headers["Location"] == f"/my/applications/{application['number']}"
    assert unread(li.follow(opened).text) == 1
    assert li.post(f"{NOTICES}read").status_code == 303
    assert unread(li.get(NOTICES).text) == 0
    assert unread(hall.sign_in("shichang").get("/desk/").text) == 0


def test_holders_are_told_once_that_a_certificate_ends_in_sixty_days(hall: Hall) -> None:
    near = food_permit(hall, days_ahead(60), source="near")
    food_permit(hall, days_ahead(61), source="far")
    food_permit(hall, days_ahead(-1), source="over")
    with hall.app.app_context():
        assert remind_of_certificates() == 1
        assert remind_of_certificates() == 0
    (told,) = notices_of(hall, "li", near)
    assert (told.topic, told.until) == (T.CERTIFICATE_ENDS, days_ahead(60))
    assert topics_of(hall, "zhang") == []
    page = words_of(hall.sign_in("li").get(NOTICES))
    assert f"有效期到 {days_ahead(60).isoformat()}" in page

"""Items for which the applicant must come: told so online and not filed, taken at the window."""

from typing import Final

import pytest
from sqlalchemy import func, select

from services_hall.applications import offers
from services_hall.applications.answers import settle
from services_hall.applications.draft_models import Draft
from services_hall.applications.enumerations import Channel
from services_hall.applications.errors import WindowOnly
from services_hall.applications.window_only import require_channel, window_only
from services_hall.database import reading
from services_hall.demo.accounts import DISTRICT
from tests.support.hall import Hall

CARD: Final = "SFZ-BL"
ANSWERS: Final = {"age": "adult", "urgent": "no"}


def test_the_page_of_the_application_gives_the_address_and_no_form(hall: Hall) -> None:
    page = hall.sign_in("li").get(f"/apply/{CARD}", **ANSWERS).text
    assert "不能在网上提交" in page
    assert "登记指纹" in page
    assert "电话" in page
    assert 'action="/apply/' not in page


def test_the_result_of_the_questions_gives_the_address_and_no_way_to_apply(hall: Hall) -> None:
    page = hall.sign_in("li").get(f"/guides/{CARD}/scenario", **ANSWERS).text
    assert "不能在网上提交" in page
    assert f'href="/apply/{CARD}' not in page


def test_a_form_that_is_sent_by_hand_starts_no_draft(hall: Hall) -> None:
    sent = {f"q.{key}": value for key, value in ANSWERS.items()} | {"division_code": DISTRICT}
    answer = hall.sign_in("li").post(f"/apply/{CARD}", sent)
    assert answer.status_code == 422
    assert "这件事要到窗口办" in answer.text
    with hall.app.app_context():
        assert reading().scalar(select(func.count()).where(Draft.code == CARD)) == 0


def test_only_filing_from_afar_is_refused(hall: Hall) -> None:
    with hall.app.app_context():
        offer = offers.current_offer(reading(), CARD)
    codes = window_only(offer, settle(offer, ANSWERS))
    assert codes == [CARD]
    for channel in (Channel.WINDOW, Channel.API):
        require_channel(codes, channel)
    require_channel([], Channel.ONLINE)
    with pytest.raises(WindowOnly):
        require_channel(codes, Channel.ONLINE)

"""Items for which the applicant must come: told so online and not filed, taken at the window."""

from contextlib import nullcontext
from typing import Final

import pytest
from sqlalchemy import func, select

from guides.bundles import resolve_bundle
from services_hall.applications.answers.window_only import LeftOut, is_from_afar, left_out, require_window
from services_hall.applications.enumerations import Channel
from services_hall.applications.errors import WindowOnly
from services_hall.applications.models import Draft
from services_hall.database import reading
from services_hall.demo.accounts import DISTRICT
from tests.support.agency_systems import system
from tests.support.application_pages import BUNDLE, prepare_application, submit_application
from tests.support.bundle_terms import bundle, entry, guide
from tests.support.demo_applications import RESTAURANT
from tests.support.hall import Hall
from tests.support.new_editions import publish_again
from tests.support.restaurant import LI, LICENSED, file_restaurant, holder_of, scenario_answer

CARD: Final = "SFZ-BL"
SIGN: Final = "HWZP-SZ"
ANSWERS: Final = {"age": "adult", "urgent": "no"}


def test_the_page_of_the_application_gives_the_address_and_no_form(hall: Hall) -> None:
    page = hall.sign_in("li").get(f"/apply/{CARD}", **ANSWERS).text
    assert "不能在网上提交" in page
    assert "登记指纹" in page
    assert "电话" in page
    assert "要带：" in page
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


@pytest.mark.parametrize(
    ("channel", "is_at_window", "afar"),
    [
        (Channel.ONLINE, False, True),
        (Channel.API, False, True),
        (Channel.API, True, False),
        (Channel.WINDOW, False, False),
    ],
)
def test_only_filing_from_afar_is_refused(channel: Channel, is_at_window: bool, afar: bool) -> None:
    assert is_from_afar(channel, is_at_window=is_at_window) == afar
    require_window([], is_from_afar=afar)
    with pytest.raises(WindowOnly) if afar else nullcontext():
        require_window([CARD], is_from_afar=afar)


def test_what_waits_for_an_item_at_the_window_is_left_out_too() -> None:
    guides = {
        code: guide(code, access={"online": code != "CARD"}) for code in ("CARD", "NEXT", "LAST", "FREE")
    }
    whole = resolve_bundle(
        bundle("CARD", entry("NEXT", after=["CARD"]), entry("LAST", after=["NEXT"]), "FREE"),
        guides,
        {},
    )
    assert left_out(guides, whole) == LeftOut(at_window=("CARD",), later=("NEXT", "LAST"))


def test_a_bundle_is_filed_online_without_what_only_a_window_takes(hall: Hall) -> None:
    take_only_at_windows(hall, SIGN)
    li = hall.sign_in("li")
    result = li.get(f"/bundles/{BUNDLE}", **RESTAURANT).text
    assert "有 1 件要本人到窗口办" in result
    assert f'href="/apply/{BUNDLE}' in result
    start = li.get(f"/apply/{BUNDLE}", **RESTAURANT).text
    assert "到下面任何一个办理点都可以" in start
    assert "要带：" in start
    assert 'action="/apply/' in start
    page = li.get(submit_application(li, prepare_application(hall, li))).text
    reminder, _title, cases = page.partition('<section class="panel case')
    assert "食品经营许可" in cases
    assert "户外招牌" not in cases
    assert "别忘了：还有 1 件要本人到窗口办" in reminder
    assert "户外招牌" in reminder
    assert "到下面任何一个办理点都可以" in reminder
    assert "要带：" in reminder


def test_a_system_files_the_same_and_all_of_it_at_its_own_window(hall: Hall) -> None:
    take_only_at_windows(hall, SIGN)
    market = system(hall, "market_supervision")
    asked = scenario_answer(market)
    assert asked["window_only"] == [SIGN]
    assert SIGN not in {item["code"] for item in asked["items"]}
    cases = file_restaurant(market)["cases"]
    assert {case["item_code"] for case in cases} == {item["code"] for item in asked["items"]}
    whole = market.get(f"/scenarios/{BUNDLE}", **LICENSED, _at_window="yes").get_json()
    assert SIGN in {item["code"] for item in whole["items"]}


@pytest.mark.parametrize("is_at_window", [False, True])
def test_the_store_is_asked_only_for_what_will_be_filed(hall: Hall, is_at_window: bool) -> None:
    take_only_at_windows(hall, SIGN)
    scenario = {**LICENSED, "tobacco": "no"}
    body = {"code": BUNDLE, "scenario": scenario, "holder": holder_of(LI), "consent": True}
    answer = system(hall, "market_supervision").post("/waiver-checks", {**body, "at_window": is_at_window})
    asked = {row["key"] for row in answer.get_json()["items"]}
    assert "business-licence" in asked
    assert ("premises-proof" in asked) == is_at_window


def take_only_at_windows(hall: Hall, code: str) -> None:
    publish_again(hall, code, change=lambda content: content["access"].update(online=False, visits=1))

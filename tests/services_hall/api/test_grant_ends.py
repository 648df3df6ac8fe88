"""The API of an agency's system for granted cases: checks, notices, statements, ends."""

from typing import Any, Final

import pytest

from tests.support.agency_systems import System, system
from tests.support.case_decisions import grant
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.supplements import in_days

NOTICE: Final = {
    "kind": "annulment",
    "facts": "超越职权作出",
    "notice_article": "licensing-69-1",
}
END: Final = {"end": "annul", "end_article": "licensing-69-1", "end_reason": "超越职权作出"}


@pytest.fixture
def market(hall: Hall) -> System:
    return system(hall, "market_supervision")


@pytest.fixture
def permit(market: System) -> str:
    """The path of a food permit that was granted."""
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    grant(market, case)
    return f"/cases/{case['number']}"


def test_a_system_announces_hears_and_annuls(hall: Hall, market: System, permit: str) -> None:
    early = market.post(f"{permit}/grant-end", END)
    assert (early.status_code, early.get_json()["code"]) == (409, "PriorNoticeMissing")
    assert (
        market.post(f"{permit}/end-notices", {**NOTICE, "answer_until": in_days(1).isoformat()}).status_code
        == 200
    )
    early = market.post(f"{permit}/grant-end", END)
    assert (early.status_code, early.get_json()["code"]) == (409, "StatementTimeRunning")
    assert market.post(f"{permit}/statements", {"statement": "请保留"}).status_code == 200
    ended = market.post(f"{permit}/grant-end", END).get_json()
    assert (ended["state"], ended["outcome"]) == ("annulled", "granted")
    again = market.post(f"{permit}/grant-end", END)
    assert (again.status_code, again.get_json()["code"]) == (409, "TransitionRefused")
    page = hall.sign_in("li").get(f"/my/applications/{ended['number'].rsplit('-', 1)[0]}").text
    for said in ("超越职权作出", "第六十九条第一款", "送达之日起 60 日内", "申请行政复议"):
        assert said in page, said


def test_a_system_records_a_check(hall: Hall, market: System) -> None:
    fire = system(hall, "fire_rescue")
    case = case_of(file_restaurant(market, LI), "XFJC-YYQ")
    grant(fire, case)
    checks = f"/cases/{case['number']}/commitment-checks"
    wrong = fire.post(checks, {"is_kept": False, "finding": "疏散通道被占用"})
    assert (wrong.status_code, list(wrong.get_json()["errors"])) == (422, ["correct_until"])
    ordered = fire.post(
        checks, {"is_kept": False, "finding": "疏散通道被占用", "correct_until": in_days(1).isoformat()}
    ).get_json()
    assert ordered["state"] == "correction_ordered"
    assert fire.post(checks, {"is_kept": True}).get_json()["state"] == "granted"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"end_article": "no-such-law"}, "end_article"),
        ({"end_article": ""}, "end_article"),
        ({"end_reason": " "}, "end_reason"),
    ],
)
def test_wrong_fields_of_an_end_are_named(
    market: System, permit: str, change: dict[str, Any], field: str
) -> None:
    cancel = {**END, "end": "cancel", "ground": "expired", "end_article": "licensing-70"}
    answer = market.post(f"{permit}/grant-end", {**cancel, **change})
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [field])


def test_a_day_that_is_no_day_is_said(market: System, permit: str) -> None:
    answer = market.post(f"{permit}/end-notices", {**NOTICE, "answer_until": "bald"})
    assert answer.status_code == 422
    assert "应为日期" in str(answer.get_json()["errors"])

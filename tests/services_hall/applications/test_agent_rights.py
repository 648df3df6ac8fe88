"""What an agent may do after filing: each act, with each right, through each channel."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Final

import pytest

from services_hall.applications.parties.paper_mandates import MandateAct
from services_hall.demo.accounts import RESIDENTS
from services_hall.use_cases.keep_representations import end_representation, give_mandate
from tests.support.agency_systems import System, system
from tests.support.case_decisions import case_row, grant
from tests.support.demo_applications import person
from tests.support.hall import Hall
from tests.support.licensed_shops import ALONE
from tests.support.restaurant import LI, case_of, request_body, send, upload_file
from tests.support.waiting_jobs import do_jobs

FOOD: Final = "SPJY-XB"
ZHANG: Final = RESIDENTS[0]
OF_ZHANG: Final = {"holder.identifier_type": "111", "holder.identifier": ZHANG.identity_number or ""}
OF_LI: Final = {"holder.identifier_type": "111", "holder.identifier": LI.identity_number or ""}
PROOFS: Final = ("agent-authorisation", "agent-identity-card")


@dataclass(frozen=True)
class Filed:
    """An application that 张示范 brought for 李样例 to a program, with a mandate on paper for these acts."""

    hall: Hall
    market: System
    number: str
    case: str


def file_by_agent(hall: Hall, acts: frozenset[str], way: str = "electronic") -> Filed:
    market = system(hall, "market_supervision")
    body = request_body(market, LI, ALONE, FOOD)
    body["scenario"] |= {"agent": "yes"}
    body["answers"] |= {"agent_phone": "13900001234"}
    body["attachments"] |= {key: upload_file(market, f"{key}.png") for key in PROOFS}
    assert ZHANG.holder is not None
    mandate = {"acts": sorted({"apply", *acts}), "items": [FOOD]}
    body["agent"] = {**ZHANG.holder.as_json(), "capacity": "mandatary", "paper_mandate": mandate}
    body["delivery"] = {"way": way, "consent": False}
    answer = send(market, body)
    assert answer.status_code == 201, answer.text
    return Filed(hall, market, answer.get_json()["number"], case_of(answer.get_json(), FOOD)["number"])


def granted(filed: Filed) -> None:
    grant(filed.market, {"number": filed.case, "item_code": FOOD})
    do_jobs(filed.hall, "grant")


def withdraw_online(filed: Filed) -> int:
    agent = filed.hall.sign_in("zhang")
    return agent.post(f"/my/applications/{filed.number}/withdrawal", {"cases": filed.case}).status_code


def withdraw_at_window(filed: Filed) -> int:
    clerk = filed.hall.sign_in("chuangkou")
    assert clerk.post("/window/present", {"case": filed.number, **OF_ZHANG}).status_code == 303
    return clerk.post(f"/window/filings/{filed.number}/withdrawal", {"cases": filed.case}).status_code


def withdraw_by_program(filed: Filed) -> int:
    answer = filed.market.post(f"/applications/{filed.number}/withdrawal", {"cases": [filed.case]})
    return int(answer.status_code)


def collect_online(filed: Filed) -> int:
    granted(filed)
    with filed.hall.app.app_context():
        paper = next(one for one in case_row(filed.case).papers if one.kind == "grant")
        address = f"/my/papers/{paper.public_id}"
    return filed.hall.sign_in("zhang").get(address).status_code


def collect_at_window(filed: Filed) -> int:
    granted(filed)
    form = {"number": filed.case, "identifier": ZHANG.identity_number or "", "receiver": ZHANG.name}
    return filed.hall.sign_in("chuangkou").post("/window/collections", form).status_code


def collect_at_desk(filed: Filed) -> int:
    granted(filed)
    officer = filed.hall.sign_in("shichang")
    form = {"step": "hand_over", "receiver": ZHANG.name}
    return officer.post(f"/desk/cases/{filed.case}/delivery", form).status_code


def collect_by_program(filed: Filed) -> int:
    granted(filed)
    body = {"step": "hand_over", "receiver": ZHANG.name}
    return int(filed.market.post(f"/cases/{filed.case}/delivery", body).status_code)


def correct_online(filed: Filed) -> int:
    agent = filed.hall.sign_in("zhang")
    form = {"field.food_safety_manager": "王更正"}
    return agent.post(f"/my/cases/{filed.case}/supplement", form).status_code


Act = Callable[[Filed], int]
CHANNELS: Final[dict[MandateAct, tuple[Act, ...]]] = {
    MandateAct.APPLY: (correct_online,),
    MandateAct.WITHDRAW: (withdraw_online, withdraw_at_window, withdraw_by_program),
    MandateAct.COLLECT: (collect_online, collect_at_window, collect_at_desk, collect_by_program),
}
TABLE: Final = [
    (act, channel, right)
    for act, channels in CHANNELS.items()
    for channel, right in product(channels, MandateAct)
]


@pytest.mark.parametrize(
    ("act", "channel", "right"), TABLE, ids=[f"{one[1].__name__} with {one[2]}" for one in TABLE]
)
def test_the_agent_does_what_the_mandate_says(
    hall: Hall, act: MandateAct, channel: Act, right: MandateAct
) -> None:
    status = channel(file_by_agent(hall, frozenset({right})))
    is_allowed = act in {MandateAct.APPLY, right}
    assert status in ({200, 303} if is_allowed else {403, 422}), status


def test_the_agent_finds_what_they_brought_and_it_says_for_whom(hall: Hall) -> None:
    filed = file_by_agent(hall, frozenset({"withdraw"}))
    zhang, li = hall.sign_in("zhang"), hall.sign_in("li")
    for account in (zhang, li):
        assert filed.number in account.get("/my/").text
        assert "代办人：张示范" in account.get(f"/my/applications/{filed.number}").text
    assert f"为{LI.name}代办" in zhang.get("/my/").text
    assert "代办" not in li.get("/my/").text.split('id="applications-title"')[1]
    assert filed.number not in hall.sign_in("wang").get("/my/").text


def test_who_had_a_mandate_in_the_hall_acts_until_it_ends(hall: Hall) -> None:
    with hall.app.app_context():
        principal, agent = person("li"), person("zhang").holder
        assert principal.holder is not None
        assert agent is not None
        given = give_mandate(principal, principal.holder, agent, item_codes=[FOOD])
    market = system(hall, "market_supervision")
    body = request_body(market, LI, ALONE, FOOD)
    body["scenario"] |= {"agent": "yes"}
    body["answers"] |= {"agent_phone": "13900001234"}
    body["attachments"] |= {key: upload_file(market, f"{key}.png") for key in PROOFS}
    body["agent"] = {**agent.as_json(), "capacity": "mandatary", "mandate": True}
    filed = send(market, body).get_json()
    found = Filed(hall, market, filed["number"], case_of(filed, FOOD)["number"])
    assert correct_online(found) == 303
    with hall.app.app_context():
        end_representation(person("li"), given)
    zhang = hall.sign_in("zhang")
    page = zhang.get(f"/my/applications/{found.number}")
    assert page.status_code == 200
    assert "/withdrawal" not in page.text
    assert (correct_online(found), withdraw_online(found)) == (403, 403)
    li = hall.sign_in("li")
    assert li.post(f"/my/applications/{found.number}/withdrawal", {"cases": found.case}).status_code == 303


def test_a_program_says_what_stands_in_the_mandate_that_the_guide_asks_for(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    body = request_body(market, LI, ALONE, FOOD)
    body["scenario"] |= {"agent": "yes"}
    assert ZHANG.holder is not None
    body["agent"] = {**ZHANG.holder.as_json(), "capacity": "mandatary"}
    refused = send(market, body)
    assert refused.status_code == 422
    assert "写明委托书授权哪些事项" in refused.get_json()["errors"]["agent.paper_mandate"]

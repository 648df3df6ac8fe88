"""Somebody else brings the applicant's papers to the window."""

import re
from datetime import date
from typing import Final

import pytest
from sqlalchemy import select

from services_hall.applications.models import Draft
from services_hall.applications.paper_texts import parts
from services_hall.applications.parties import Party
from services_hall.applications.parties.paper_mandates import MandateAct
from services_hall.database import reading
from services_hall.notices.enumerations import NoticeTopic
from services_hall.notices.models import Notice
from services_hall.use_cases.keep_representations import give_mandate
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, application_row
from tests.support.demo_applications import RESTAURANT, person
from tests.support.hall import Hall
from tests.support.restaurant import LI, request_body, send, upload_file
from tests.support.window_pages import (
    BUNDLE,
    LI_AT_WINDOW,
    begin_at_window,
    form_values,
    originals_and_scans,
    questions,
)

MOBILE: Final = "13900001234"
AGENT_AT_WINDOW: Final = {
    "agent.name": "张示范",
    "agent.identifier": "420102188506070019",
    "agent.capacity": "relative",
    "agent.proof_seen": "yes",
    "q.agent": "yes",
}


def test_somebody_else_brings_the_papers_and_the_record_says_so(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    draft = begin_at_window(hall, clerk, {**LI_AT_WINDOW, **AGENT_AT_WINDOW})
    page = clerk.get(f"{draft}/form").text
    assert "代办人" in page
    assert "张示范" in page
    with hall.app.app_context():
        (row,) = reading().scalars(select(Draft)).all()
        applicant, agent = (Party.from_json(one) for one in row.parties or [])
        assert (applicant.holder.name, agent.holder.name) == ("李样例", "张示范")
        assert (agent.capacity, agent.evidence) == ("relative", "seen")


def test_an_agent_may_have_a_passport_and_is_told_by_text_message_without_an_account(hall: Hall) -> None:
    passport = {"agent.name": "MARIA ROSSI", "agent.identifier_type": "414", "agent.identifier": "YA1234567"}
    clerk = hall.sign_in("chuangkou")
    draft = begin_at_window(hall, clerk, {**LI_AT_WINDOW, **AGENT_AT_WINDOW, **passport})
    with hall.app.app_context():
        (row,) = reading().scalars(select(Draft)).all()
        agent = Party.from_json((row.parties or [])[1])
        assert (agent.holder.identifier_type, agent.holder.identifier) == ("414", "YA1234567")
    typed = form_values(hall, "li", {**RESTAURANT, "agent": "yes"})
    typed |= {key: "" for key in typed if key.startswith("field.agent")} | {"field.agent_phone": MOBILE}
    assert clerk.post(f"{draft}/form", typed).status_code == 303
    seen = originals_and_scans(clerk.get(f"{draft}/materials").text)
    clerk.post(f"{draft}/materials", {"consent": "yes", **seen})
    number = clerk.post(f"{draft}/submit", {"declared": "yes"}).headers["Location"].rsplit("/", 1)[1]
    with hall.app.app_context():
        case = next(one.number for one in application_row(number).cases if one.item_code == "SPJY-XB")
    assert accept(system(hall, "market_supervision"), {"number": case}).status_code == 200
    with hall.app.app_context():
        told = reading().scalars(select(Notice).where(Notice.account_id.is_(None))).all()
        assert [(one.topic, one.phone) for one in told] == [(NoticeTopic.ACCEPTED, MOBILE)]


def test_a_mandate_given_in_the_hall_takes_the_place_of_the_paper(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    with hall.app.app_context():
        principal, agent = person("li"), person("zhang").holder
        assert principal.holder is not None
        assert agent is not None
        give_mandate(principal, principal.holder, agent, item_codes=[BUNDLE])
    without_paper = {**AGENT_AT_WINDOW, "agent.proof_seen": "", "agent.capacity": "mandatary"}
    begin_at_window(hall, clerk, {**LI_AT_WINDOW, **without_paper})
    with hall.app.app_context():
        (row,) = reading().scalars(select(Draft)).all()
        assert [one["evidence"] for one in row.parties or []] == [None, "confirmed"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"agent.name": ""}, "代办人姓名"),
        ({"agent.identifier": "420102188506070018"}, "校验"),
        ({"agent.capacity": ""}, "关系"),
        ({"agent.proof_seen": ""}, "请先核对授权委托书"),
    ],
)
def test_an_agent_is_taken_whole_or_not(hall: Hall, wrong: dict[str, str], words: str) -> None:
    form = {**questions(RESTAURANT), **LI_AT_WINDOW, **AGENT_AT_WINDOW, **wrong}
    answer = hall.sign_in("chuangkou").post(f"/window/apply/{BUNDLE}", form)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="李样例"' in answer.text


CARD: Final = "SFZ-BL"


@pytest.mark.parametrize(("capacity", "status"), [("relative", 422), ("mandatary", 422), ("guardian", 303)])
def test_what_must_be_done_in_person_no_agent_does(hall: Hall, capacity: str, status: int) -> None:
    agent = {**AGENT_AT_WINDOW, "agent.capacity": capacity}
    form = {**questions({"age": "minor", "urgent": "no"}), **LI_AT_WINDOW, **agent}
    answer = hall.sign_in("chuangkou").post(f"/window/apply/{CARD}", form)
    assert answer.status_code == status, answer.text
    assert ("除了监护人，别人不能代办" in answer.text) is (status == 422)
    assert ('href="#field-agent-capacity"' in answer.text) is (status == 422)
    assert "不能代办，监护人除外" in hall.sign_in("li").get(f"/guides/{CARD}").text


def test_a_program_is_refused_the_same(hall: Hall) -> None:
    program = system(hall, "public_security")
    body = request_body(program, LI, {"age": "adult", "urgent": "no"}, CARD, consent=False)
    with hall.app.app_context():
        agent = person("zhang").holder
        assert agent is not None
    acting = {**agent.as_json(), "capacity": "relative", "paper_mandate": None}
    refused = send(program, {**body, "at_window": True, "agent": acting})
    assert refused.status_code == 422
    assert "除了监护人，别人不能代办" in refused.get_json()["errors"]["for_whom"]


ACTS: Final = {"agent.mandate.act.apply": "yes", "agent.mandate.act.collect": "yes"}


@pytest.mark.parametrize(
    ("left_out", "changed", "words", "field"),
    [
        ({"item"}, {}, "授权委托书没有包括“食品经营许可", "agent-mandate-items"),
        ({"apply"}, {}, "没有授权提交申请", "agent-mandate-acts"),
        (
            set(),
            {"agent.mandate.ends_on": "2020-01-31"},
            "已经过期（到 2020-01-31 为止）",
            "agent-mandate-ends_on",
        ),
        (set(), {"agent.mandate.ends_on": "明年"}, "不是一个日期", "agent-mandate-ends_on"),
        (set(), {"agent.mandate.ends_on": "2099-01-31"}, "", ""),
        (set(), {}, "", ""),
    ],
)
def test_a_mandate_on_paper_says_what_it_allows_and_until_when(
    hall: Hall, left_out: set[str], changed: dict[str, str], words: str, field: str
) -> None:
    clerk = hall.sign_in("chuangkou")
    page = clerk.post(f"/window/apply/{BUNDLE}", {**questions(RESTAURANT), "q.agent": "yes"}).text
    items = dict.fromkeys(re.findall(r'name="(agent[.]mandate[.]item[.][^"]+)"', page), "yes")
    assert items
    form = {**questions(RESTAURANT), **LI_AT_WINDOW, **AGENT_AT_WINDOW, **ACTS, **items, **changed}
    form["agent.capacity"] = "mandatary"
    for key in [one for one in form if any(part in one for part in left_out) and "mandate." in one]:
        form.pop(key)
    answer = clerk.post(f"/window/apply/{BUNDLE}", form)
    assert answer.status_code == (422 if words else 303), answer.text
    if words:
        assert words in answer.text
        assert f'href="#field-{field}"' in answer.text
        assert 'value="李样例"' in answer.text
        return
    with hall.app.app_context():
        (row,) = reading().scalars(select(Draft)).all()
        mandate = Party.from_json((row.parties or [])[1]).mandate
        assert mandate is not None
        assert mandate.acts == {MandateAct.APPLY, MandateAct.COLLECT}
        assert mandate.ends_on == (date(2099, 1, 31) if changed else None)


def test_a_program_says_what_stands_in_a_mandate_on_paper(hall: Hall) -> None:
    program = system(hall, "market_supervision")
    with hall.app.app_context():
        agent = person("zhang").holder
        assert agent is not None
    body = request_body(program, LI)
    body["scenario"] |= {"agent": "yes"}
    body["agent"] = {**agent.as_json(), "capacity": "mandatary"}
    for mandate, words in (
        ({"items": ["SYDJ"]}, "授权委托书没有包括"),
        ({"ends_on": "2020-01-31"}, "已经过期"),
        ({"acts": ["collect"]}, "没有授权提交申请"),
    ):
        acting = {**body["agent"], "paper_mandate": mandate}
        refused = send(program, {**body, "agent": acting})
        assert refused.status_code == 422, refused.text
        assert words in refused.get_json()["errors"]["for_whom"]
    acting = {**body["agent"], "paper_mandate": {"acts": ["apply"], "ends_on": "2099-01-31"}}
    body["answers"] |= {"agent_phone": "13900001234"}
    proofs = ("agent-authorisation", "agent-identity-card")
    body["attachments"] |= {key: upload_file(program, f"{key}.png") for key in proofs}
    filed = send(program, {**body, "agent": acting})
    assert filed.status_code == 201, filed.text
    with hall.app.app_context():
        facts = dict(parts.facts(application_row(filed.get_json()["number"]), None))
    assert facts["代办人"] == "张示范（受托人；授权委托书：提交申请和补正，至2099年1月31日）"
    (own,) = hall.sign_in("li").post("/my/account/data").get_json()["applications"]
    assert own["agent"]["paper_mandate"] == {"acts": ["apply"], "ends_on": "2099-01-31", "item_codes": None}

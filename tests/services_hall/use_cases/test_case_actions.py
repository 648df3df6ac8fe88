"""Steps of an officer with a case: acceptance, refusal, decision, grant on commitment, later check."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from services_hall.applications.decisions.commitments import CorrectionOrder
from services_hall.applications.decisions.grant_ends import GrantEnding
from services_hall.applications.decisions.outcomes import Decision
from services_hall.applications.errors import CaseNotFound, ProofLost, ReasonMissing
from services_hall.applications.grounds.grant_bases import GrantEnd
from services_hall.applications.hearings.statements import Statement
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import NoticeKind
from services_hall.applications.reads import queries
from services_hall.casework.transitions import TransitionRefused
from services_hall.database import reading
from services_hall.identity import Actor
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.announce_end import announce_end
from services_hall.use_cases.decide_case import decide_case
from services_hall.use_cases.end_grant import end_grant
from services_hall.use_cases.grant_on_commitment import grant_on_commitment
from services_hall.use_cases.keep_commitment import keep_commitment
from services_hall.use_cases.order_correction import order_correction
from services_hall.use_cases.record_statement import record_statement
from services_hall.use_cases.refuse_case import refuse_case
from tests.support.case_decisions import REVIEWED, cancel, case_row
from tests.support.demo_applications import file_online, person
from tests.support.hall import Hall
from tests.support.restaurant import BUNDLE, LICENSED
from tests.support.supplements import in_days

FOOD: Final = "SPJY-XB"
FIRE: Final = "XFJC-YYQ"


@pytest.fixture
def cases(hall: Hall, context: None) -> dict[str, str]:
    """Item code → number of each case of a restaurant."""
    number = file_online(hall, BUNDLE, LICENSED)
    application = queries.own_application(reading(), person("li"), number)
    return {case.item_code: case.number for case in application.cases}


@pytest.fixture
def market(context: None) -> Actor:
    return person("shichang")


@pytest.fixture
def fire(context: None) -> Actor:
    return person("xiaofang")


def state(number: str) -> CaseState:
    reading().expire_all()
    return case_row(number).state


ACTIONS: Final[dict[str, Callable[[Actor, str], None]]] = {
    "accept_case": accept_case,
    "refuse_case": lambda actor, number: refuse_case(actor, number, "材料不属于本事项", "xzxk-32"),
    "decide_case": lambda actor, number: decide_case(actor, number, Decision.GRANT, ""),
    "grant_on_commitment": grant_on_commitment,
    "keep_commitment": lambda actor, number: keep_commitment(actor, number, ""),
    "order_correction": lambda actor, number: order_correction(
        actor, number, CorrectionOrder("疏散通道被占用", in_days(1))
    ),
    "announce_end": lambda actor, number: announce_end(
        actor,
        number,
        kind=NoticeKind.ANNULMENT,
        facts="疏散通道被占用",
        article_key="xff-58",
        answer_until=in_days(1),
    ),
    "record_statement": lambda actor, number: record_statement(actor, number, Statement("正在整改")),
    "end_grant": lambda actor, number: end_grant(
        actor, number, GrantEnding(GrantEnd.ANNUL, "xff-58", "疏散通道被占用")
    ),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_no_action_reaches_a_case_of_another_agency(cases: dict[str, str], fire: Actor, action: str) -> None:
    with pytest.raises(CaseNotFound):
        ACTIONS[action](fire, cases[FOOD])
    assert state(cases[FOOD]) == CaseState.RECEIVED


def test_a_case_is_accepted_and_decided_once(cases: dict[str, str], market: Actor) -> None:
    number = cases[FOOD]
    accept_case(market, number)
    assert state(number) == CaseState.ACCEPTED
    with pytest.raises(TransitionRefused):
        accept_case(market, number)
    decide_case(market, number, Decision.GRANT, "", grounds=REVIEWED)
    assert state(number) == CaseState.GRANTED
    with pytest.raises(TransitionRefused):
        decide_case(market, number, Decision.DENY, "太晚")
    with pytest.raises(TransitionRefused):
        refuse_case(market, number, "太晚", "xzxk-32")


def test_a_denial_and_a_refusal_need_a_reason(cases: dict[str, str], market: Actor, fire: Actor) -> None:
    accept_case(market, cases[FOOD])
    with pytest.raises(ReasonMissing):
        decide_case(market, cases[FOOD], Decision.DENY, " ")
    with pytest.raises(ReasonMissing):
        refuse_case(fire, cases[FIRE], "", "xzxk-32")
    assert (state(cases[FOOD]), state(cases[FIRE])) == (CaseState.ACCEPTED, CaseState.RECEIVED)
    grounds = replace(REVIEWED, basis_key="spaq-33")
    decide_case(market, cases[FOOD], Decision.DENY, "操作间面积不足", grounds=grounds)
    refuse_case(fire, cases[FIRE], "不属于本部门", "xzxk-32")
    assert (state(cases[FOOD]), state(cases[FIRE])) == (CaseState.DENIED, CaseState.REFUSED)
    assert case_row(cases[FOOD]).reason == "操作间面积不足"


def test_only_a_case_on_commitment_is_granted_in_one_step(
    cases: dict[str, str], market: Actor, fire: Actor
) -> None:
    with pytest.raises(TransitionRefused):
        grant_on_commitment(market, cases[FOOD])
    assert state(cases[FOOD]) == CaseState.RECEIVED
    grant_on_commitment(fire, cases[FIRE])
    assert state(cases[FIRE]) == CaseState.GRANTED_ON_COMMITMENT


def test_the_check_of_a_kept_commitment_finishes_the_case(cases: dict[str, str], fire: Actor) -> None:
    with pytest.raises(TransitionRefused):
        keep_commitment(fire, cases[FIRE], "")
    grant_on_commitment(fire, cases[FIRE])
    keep_commitment(fire, cases[FIRE], "")
    assert state(cases[FIRE]) == CaseState.GRANTED


def test_a_case_whose_certificate_was_cancelled_is_not_accepted(
    hall: Hall, cases: dict[str, str], market: Actor
) -> None:
    holder = person("li").holder
    assert holder is not None
    cancel(hall, holder, "business-licence")
    with pytest.raises(ProofLost) as refused:
        accept_case(market, cases[FOOD])
    assert refused.value.materials
    assert state(cases[FOOD]) == CaseState.RECEIVED
    lost = [row for row in case_row(cases[FOOD]).application_item.requirements if row.lost_at]
    assert lost

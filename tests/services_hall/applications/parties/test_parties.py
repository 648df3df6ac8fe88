"""Who may apply, and which fields nobody types because the applicant is known."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from certificate_store.holders import Holder, IdentifierType
from guides.enumerations import AgentRule, Audience
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.parties import (
    ApplicantFault,
    Identification,
    Party,
    PartyRole,
    agent_in,
    agent_problem,
    applicant_in,
    own_parties,
    parties_for,
    require_agent,
)
from services_hall.applications.parties.eligibility import require_eligible
from services_hall.applications.parties.mandates import require_paper_mandate
from services_hall.applications.parties.paper_mandates import MandateAct, MandateFault, PaperMandate
from services_hall.identity import Actor
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.identity.principals import OWN, Principal
from services_hall.identity.sole_traders import stated_trader
from tests.support.bundle_terms import guide

PERSON = Holder("李样例", IdentifierType.IDENTITY_CARD, "420102188701120026")
CHILD = Holder("李小样", IdentifierType.IDENTITY_CARD, "420102188506070019")
COMPANY = Holder("武汉示例餐饮有限公司", IdentifierType.CREDIT_CODE, "91420100MADEM00019")


def actor(holder: Holder | None, person: Holder | None) -> Actor:
    return Actor(7, "id", "李样例", (), holder=holder, phone="10000000002", person=person)


def test_a_person_applies_alone() -> None:
    (applicant,) = own_parties(actor(PERSON, PERSON))
    assert (applicant.role, applicant.holder, applicant.account_id) == (PartyRole.APPLICANT, PERSON, 7)
    assert applicant.identification is Identification.ACCOUNT


def test_of_a_company_the_company_applies_and_its_member_acts() -> None:
    parties = own_parties(actor(COMPANY, PERSON))
    assert applicant_in(parties).holder == COMPANY
    acting = agent_in(parties)
    assert acting is not None
    assert (acting.holder, acting.capacity) == (PERSON, Capacity.MEMBER)


def test_a_guardian_is_the_agent_and_the_ward_only_stated() -> None:
    ward = Principal("x", CHILD, Capacity.GUARDIAN, Evidence.STATED)
    applicant, acting = parties_for(actor(PERSON, PERSON), ward)
    assert (applicant.holder, applicant.identification) == (CHILD, Identification.STATED)
    assert applicant.account_id is None
    assert (acting.holder, acting.capacity, acting.evidence) == (PERSON, Capacity.GUARDIAN, Evidence.STATED)


def test_nobody_applies_without_a_real_name() -> None:
    assert own_parties(actor(None, None)) == []


ONE, FIRM, SHOP = Audience.PERSON, Audience.ORGANISATION, Audience.SOLE_TRADER
TRADER: Final = stated_trader("黄鹤早点铺", "92420103MADEM0005X")
APPLICANTS: Final = {
    ONE: Party(PartyRole.APPLICANT, PERSON, Identification.ACCOUNT),
    FIRM: Party(PartyRole.APPLICANT, COMPANY, Identification.ACCOUNT),
    SHOP: Party(PartyRole.APPLICANT, PERSON, Identification.ACCOUNT, sole_trader=TRADER),
}
REFUSALS: Final = {
    (ONE,): {FIRM: ApplicantFault.ONLY_PERSONS, SHOP: ApplicantFault.OPERATOR_IN_PERSON},
    (FIRM,): {ONE: ApplicantFault.ONLY_ORGANISATIONS, SHOP: ApplicantFault.ONLY_ORGANISATIONS},
    (SHOP,): {ONE: ApplicantFault.ONLY_SOLE_TRADERS, FIRM: ApplicantFault.ONLY_SOLE_TRADERS},
    (ONE, FIRM): {SHOP: ApplicantFault.OPERATOR_IN_PERSON},
    (ONE, SHOP): {FIRM: ApplicantFault.NO_ORGANISATIONS},
    (FIRM, SHOP): {ONE: ApplicantFault.NO_PERSONS},
    (ONE, FIRM, SHOP): {},
}


@pytest.mark.parametrize("admitted", REFUSALS)
@pytest.mark.parametrize("kind", Audience)
def test_the_guide_says_who_may_apply(admitted: tuple[Audience, ...], kind: Audience) -> None:
    terms, fault = [guide("A", audience=list(admitted))], REFUSALS[admitted].get(kind)
    assert APPLICANTS[kind].kind is kind
    if fault is None:
        require_eligible(terms, APPLICANTS[kind])
        return
    with pytest.raises(ApplicantRefused) as refused:
        require_eligible(terms, APPLICANTS[kind])
    assert refused.value.problem.code is fault


def test_a_trade_has_a_person_as_its_operator() -> None:
    with pytest.raises(ApplicantRefused) as refused:
        require_eligible([guide("A", audience=list(Audience))], replace(APPLICANTS[FIRM], sole_trader=TRADER))
    assert refused.value.problem.code is ApplicantFault.OPERATOR_MISSING


@pytest.mark.parametrize(
    ("rule", "taken"),
    [
        (AgentRule.ALL, {Capacity.GUARDIAN, Capacity.RELATIVE, Capacity.MANDATARY}),
        (AgentRule.RELATIVES, {Capacity.GUARDIAN, Capacity.RELATIVE}),
        (AgentRule.GUARDIANS, {Capacity.GUARDIAN}),
        (AgentRule.NONE, set()),
    ],
)
def test_the_guide_says_who_may_act_for_a_person(rule: AgentRule, taken: set[Capacity]) -> None:
    terms = [guide("A"), guide("B", agents=rule)]
    for capacity in (Capacity.GUARDIAN, Capacity.RELATIVE, Capacity.MANDATARY):
        assert (agent_problem(terms, capacity) is None) is (capacity in taken)
        agent = Party(
            PartyRole.AGENT, PERSON, Identification.DOCUMENT, capacity=capacity, evidence=Evidence.SEEN
        )
        child, company = (
            Party(PartyRole.APPLICANT, one, Identification.DOCUMENT) for one in (CHILD, COMPANY)
        )
        require_agent(terms, [company, agent])
        require_agent(terms, [child])
        if capacity in taken:
            require_agent(terms, [child, agent])
            continue
        with pytest.raises(ApplicantRefused):
            require_agent(terms, [child, agent])


def test_a_party_survives_a_draft() -> None:
    parties = parties_for(actor(PERSON, PERSON), Principal(OWN, PERSON, Capacity.SELF))
    parties += [
        Party(
            PartyRole.AGENT,
            CHILD,
            Identification.ACCOUNT,
            9,
            Capacity.RELATIVE,
            Evidence.CONFIRMED,
            "10000000003",
        )
    ]
    parties += [APPLICANTS[SHOP]]
    assert [Party.from_json(party.as_json()) for party in parties] == parties


@pytest.mark.parametrize(
    ("mandate", "fault"),
    [
        (PaperMandate(None), None),
        (PaperMandate(frozenset({"A", "B"}), ends_on=date(2026, 12, 1)), None),
        (PaperMandate(frozenset({"bundle"})), None),
        (PaperMandate(frozenset({"A"})), MandateFault.TOO_NARROW),
        (PaperMandate(frozenset()), MandateFault.TOO_NARROW),
        (PaperMandate(None, ends_on=date(2026, 11, 30)), MandateFault.OVER),
        (PaperMandate(None, frozenset({MandateAct.COLLECT})), MandateFault.NOT_TO_APPLY),
    ],
)
def test_a_mandate_on_paper_covers_items_acts_and_days(
    mandate: PaperMandate, fault: MandateFault | None
) -> None:
    items, today = {"A": "甲", "B": "乙"}, date(2026, 12, 1)
    assert mandate.fault("bundle", frozenset(items), on=today) is fault
    assert PaperMandate.from_json(mandate.as_json()) == mandate
    parties = [
        Party(PartyRole.APPLICANT, PERSON, Identification.DOCUMENT),
        Party(PartyRole.AGENT, CHILD, Identification.DOCUMENT, mandate=mandate),
    ]
    parties += [APPLICANTS[SHOP]]
    assert [Party.from_json(party.as_json()) for party in parties] == parties
    require_paper_mandate(parties[:1], "bundle", items, on=today)
    if fault is None:
        require_paper_mandate(parties, "bundle", items, on=today)
        return
    with pytest.raises(ApplicantRefused) as refused:
        require_paper_mandate(parties, "bundle", items, on=today)
    assert refused.value.problem.code is fault

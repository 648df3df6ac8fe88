"""Who only states to act for another: taken where the guide asks for the proof, refused elsewhere."""

from typing import Final

import pytest

from certificate_store.holders import Holder, IdentifierType
from guides.bundles import BundleSelection, resolve_single
from guides.samples import load_sample, sample_codes
from guides.terms import GuideTerms, build_terms
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.parties import ApplicantFault, Identification, Party, PartyRole
from services_hall.applications.parties.paper_mandates import MandateFault, PaperMandate
from services_hall.applications.parties.stated_agents import require_agreement
from services_hall.identity.capacities import BY_PAPER, Capacity, Evidence

APPLICANT: Final = Party(
    PartyRole.APPLICANT,
    Holder("李小样", IdentifierType.IDENTITY_CARD, "420102199001010049"),
    Identification.STATED,
)
AGENT: Final = Holder("李样例", IdentifierType.IDENTITY_CARD, "420102188701120026")
QUESTIONS: Final = {
    "GTDJ-SL": {"agent": "yes"},
    "JZZ-SL": {"applicant_kind": "agent"},
    "SPJY-XB": {"agent": "yes"},
    "XFJC-YYQ": {"agent": "yes"},
    "YCLS-XB": {"agent": "yes"},
}
"""The samples that ask about an agent, and then for the proof, with the answer that names one."""


READ_MANDATE = PaperMandate(None)


def parties(
    capacity: Capacity, evidence: Evidence | None, mandate: PaperMandate | None = READ_MANDATE
) -> list[Party]:
    agent = Party(PartyRole.AGENT, AGENT, Identification.ACCOUNT, 7, capacity, evidence, mandate=mandate)
    return [APPLICANT, agent]


def selection_of(code: str) -> BundleSelection:
    return resolve_single(build_terms(GuideTerms, load_sample(code)), QUESTIONS.get(code, {}))


@pytest.mark.parametrize("code", sample_codes())
def test_an_agents_own_word_is_enough_only_where_the_proof_is_asked(code: str) -> None:
    selection = selection_of(code)
    for capacity in (Capacity.RELATIVE, Capacity.MANDATARY, Capacity.GUARDIAN):
        for evidence in (Evidence.CONFIRMED, Evidence.SEEN, None):
            require_agreement(selection, parties(capacity, evidence))
        if code in QUESTIONS:
            require_agreement(selection, parties(capacity, Evidence.STATED))
            if capacity in BY_PAPER:
                with pytest.raises(ApplicantRefused, match=MandateFault.NOT_STATED):
                    require_agreement(selection, parties(capacity, None, mandate=None))
            continue
        with pytest.raises(ApplicantRefused) as refused:
            require_agreement(selection, parties(capacity, Evidence.STATED))
        assert refused.value.problem.code is ApplicantFault.AGENT_UNPROVED


@pytest.mark.parametrize("code", QUESTIONS)
def test_where_an_agent_is_asked_about_the_proof_is_among_the_materials(code: str) -> None:
    with_agent = {one.key for one in selection_of(code).materials}
    answers = {key: "no" if value == "yes" else "self" for key, value in QUESTIONS[code].items()}
    without = {
        one.key for one in resolve_single(build_terms(GuideTerms, load_sample(code)), answers).materials
    }
    assert with_agent - without

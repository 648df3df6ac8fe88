"""Messages about terms: every code has one, with placeholders only for existing values."""

import re
from enum import StrEnum

import pytest

from guides.enumerations import StepKind
from guides.errors import FieldProblem
from guides.terms import TermsFault
from guides.validation import BasisDemand, FindingCode, OptionalTerm, RankDemand, guide_findings
from services_hall.presentation.messages import MESSAGES, message
from tests.support.guide_terms import guide_content, guide_terms


@pytest.mark.parametrize("codes", [FindingCode, TermsFault, BasisDemand, RankDemand, OptionalTerm, StepKind])
def test_every_code_has_a_sentence(codes: type[StrEnum]) -> None:
    assert set(MESSAGES[codes]) == set(codes)


def test_a_finding_is_said_with_its_values() -> None:
    material = guide_content()["materials"][0]
    proof = {**material, "is_proof": True}
    bases = [*guide_content()["legal_bases"], {"key": "n", "law": "某通知", "rank": "normative"}]
    terms = guide_terms(materials=[{**proof, "bases": ["n"]}], legal_bases=bases, steps=[])
    said = [message(finding.problem) for finding in guide_findings(terms)]
    assert (
        "“营业执照”的依据层级不够：证明要有法律、法规或者国务院决定的依据。请补充依据；没有的，请删除。"
        in said
    )
    assert "许可的办理环节缺少：受理、审查、决定、送达。" in said
    assert not any(re.search(r"%\(\w+\)", text) for text in said)


def test_the_words_that_a_field_takes_are_listed() -> None:
    problem = FieldProblem(TermsFault.NOT_A_CHOICE, {"words": ("person", "organisation")})
    assert message(problem) == "只能是：person、organisation。"

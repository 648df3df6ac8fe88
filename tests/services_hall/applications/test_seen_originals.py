"""Only identity documents and certificates may be looked at in the original."""

import pytest

from guides.enumerations import IdentifiedParty, IssuerType, MaterialKind
from guides.terms import Material, SparedBy
from services_hall.applications.answers import AnswerFault
from services_hall.applications.seen_originals import may_be_seen, scan_problems

CERTIFICATE = (SparedBy(certificate_type="business-licence"),)
DATA_CHECK = (SparedBy(data_check="housing-loan"),)


def material(**about: object) -> Material:
    return Material(key="paper", name="材料", **about)  # type: ignore[arg-type]  # the keys of the cases


@pytest.mark.parametrize(
    ("about", "may"),
    [
        ({"issuer_type": IssuerType.GOVERNMENT, "spared_by": CERTIFICATE}, True),
        ({"issuer_type": IssuerType.GOVERNMENT, "identity_of": IdentifiedParty.AGENT}, True),
        ({"issuer_type": IssuerType.GOVERNMENT, "spared_by": DATA_CHECK}, False),
        ({"issuer_type": IssuerType.GOVERNMENT}, False),
        ({"issuer_type": IssuerType.OTHER, "spared_by": CERTIFICATE}, False),
        ({"issuer_type": IssuerType.APPLICANT}, False),
        (
            {
                "issuer_type": IssuerType.GOVERNMENT,
                "kind": MaterialKind.COPY,
                "spared_by": CERTIFICATE,
            },
            False,
        ),
    ],
)
def test_who_issues_a_paper_and_what_it_is_decide(about: dict[str, object], may: bool) -> None:
    paper = material(**about)
    assert may_be_seen(paper) is may
    problems = scan_problems([("merged", paper)], {"merged"})
    assert [problem.code for problem in problems.values()] == ([] if may else [AnswerFault.NOT_SCANNED])


def test_only_what_was_seen_is_looked_at() -> None:
    assert scan_problems([("merged", material())], {"another"}) == {}
    assert list(scan_problems([("merged", material())], {"merged"})) == ["material.merged"]

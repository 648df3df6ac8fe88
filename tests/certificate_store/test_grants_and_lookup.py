"""Grants and look-ups: each needs a basis, and each is logged for the holder."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store import grants
from certificate_store.certificate_types import certificate_type
from certificate_store.errors import (
    AppendOnly,
    GrantInvalid,
    NotTheHolder,
    UnknownCertificate,
    UseWithoutBasis,
)
from certificate_store.holders import Holder
from certificate_store.issuing import correct_certificate
from certificate_store.lookup import certificate as certificate_of
from certificate_store.lookup import certificates_in_force, certificates_of, uses_of
from certificate_store.models import Certificate, CertificateType, Use
from tests.support.certificates import AGENCY, ASKING, DAY, LATER, LAW, NOW, PURPOSE, TODAY, Issue


def look(session: Session, holder: Holder, **changes: Any) -> list[Certificate]:
    return certificates_in_force(
        session, holder=holder, **{"type_codes": ["food-permit"], **ASKING, **changes}
    )


def test_without_a_basis_nothing_is_looked_up(session: Session, issue_one: Issue, zhang: Holder) -> None:
    issue_one(session)
    with pytest.raises(UseWithoutBasis):
        look(session, zhang)
    with pytest.raises(UseWithoutBasis):
        look(session, zhang, legal_basis="  ")


def test_a_legal_basis_finds_what_is_in_force_and_is_written_down(
    any_session: Session, issue_one: Issue, zhang: Holder
) -> None:
    certificate = issue_one(any_session)
    assert look(any_session, zhang, legal_basis=LAW, case_reference="case:9") == [certificate]
    (use,) = uses_of(any_session, zhang)
    assert (use.by, use.purpose, use.case_reference, use.legal_basis) == ("岗位:7", PURPOSE, "case:9", LAW)
    assert (use.what, use.outcome, use.certificate, use.at) == ("food-permit", "held", certificate, NOW)


def test_a_look_up_that_finds_nothing_is_written_down_too(session: Session, zhang: Holder) -> None:
    assert look(session, zhang, legal_basis=LAW) == []
    assert [use.outcome for use in uses_of(session, zhang)] == ["none_held"]


def test_what_is_expired_or_not_begun_is_not_held(session: Session, issue_one: Issue, zhang: Holder) -> None:
    issue_one(session)
    assert look(session, zhang, legal_basis=LAW, on=date(2031, 11, 23)) == []
    assert look(session, zhang, legal_basis=LAW, on=TODAY - DAY) == []


def test_a_grant_opens_exactly_its_purpose_in_its_time(
    any_session: Session, issue_one: Issue, zhang: Holder
) -> None:
    session = any_session
    certificate = issue_one(session)
    grant = grants.give_grant(
        session, holder=zhang, purpose=PURPOSE, until=LATER, now=NOW, type_code="food-permit"
    )
    assert look(session, zhang) == [certificate]
    assert uses_of(session, zhang)[0].grant_id == grant.id
    for changes in ({"purpose": "别的用途"}, {"request": "other"}, {"now": LATER}, {"now": NOW - DAY}):
        with pytest.raises(UseWithoutBasis):
            look(session, zhang, **changes)


def test_a_grant_for_one_request_opens_no_other_and_its_uses_name_it(
    any_session: Session, issue_one: Issue, zhang: Holder
) -> None:
    certificate = issue_one(any_session)
    terms = {"purpose": PURPOSE, "until": LATER, "now": NOW, "type_code": "food-permit"}
    one, other = (
        grants.give_grant(any_session, holder=zhang, request=request, **terms)  # type: ignore[arg-type]
        for request in ("one", "other")
    )
    assert look(any_session, zhang, request="one") == [certificate]
    (use,) = uses_of(any_session, zhang)
    assert (use.grant_id, use.purpose, use.request) == (one.id, PURPOSE, "one")
    for request in ("", "third"):
        with pytest.raises(UseWithoutBasis):
            look(any_session, zhang, request=request)
    grants.revoke_grant(any_session, one, holder=zhang, now=NOW)
    assert other.revoked_at is None
    with pytest.raises(UseWithoutBasis):
        look(any_session, zhang, request="one")
    assert look(any_session, zhang, request="other") == [certificate]


def test_a_grant_for_one_certificate_opens_no_other(
    session: Session, issue_one: Issue, zhang: Holder
) -> None:
    one, _other = issue_one(session), issue_one(session, source="case:2")
    grants.give_grant(session, holder=zhang, purpose=PURPOSE, until=LATER, now=NOW, certificate=one)
    assert look(session, zhang) == [one]
    second = correct_certificate(
        session, one, by_agency=AGENCY, reason="更正", source="case:3", issued_on=TODAY, now=NOW
    )
    assert look(session, zhang) == [second]


def test_only_the_holder_may_revoke_a_grant(
    session: Session, issue_one: Issue, zhang: Holder, li: Holder
) -> None:
    issue_one(session)
    grant = grants.give_grant(
        session, holder=zhang, purpose=PURPOSE, until=LATER, now=NOW, type_code="food-permit"
    )
    with pytest.raises(NotTheHolder):
        grants.revoke_grant(session, grant, holder=li, now=NOW)
    grants.revoke_grant(session, grant, holder=zhang, now=NOW)
    grants.revoke_grant(session, grant, holder=zhang, now=LATER)
    assert grant.revoked_at == NOW
    with pytest.raises(UseWithoutBasis):
        look(session, zhang)
    assert grants.grants_of(session, zhang) == [grant]
    assert grants.grants_of(session, li) == []


def test_a_permission_that_two_requests_wrote_down_is_taken_back_as_one(
    any_session: Session, issue_one: Issue, zhang: Holder
) -> None:
    issue_one(any_session)
    given = [
        grants.give_grant(
            any_session, holder=zhang, purpose=purpose, until=LATER, now=NOW, type_code="food-permit"
        )
        for purpose in (PURPOSE, PURPOSE, "另一件事")
    ]
    grants.revoke_grant(any_session, given[1], holder=zhang, now=NOW)
    with pytest.raises(UseWithoutBasis):
        look(any_session, zhang)
    left = {one.purpose for one in grants.grants_of(any_session, zhang) if one.revoked_at is None}
    assert left == {"另一件事"}


def test_a_grant_of_somebody_else_opens_nothing(
    session: Session, issue_one: Issue, zhang: Holder, li: Holder
) -> None:
    certificate = issue_one(session)
    grants.give_grant(session, holder=li, purpose=PURPOSE, until=LATER, now=NOW, type_code="food-permit")
    with pytest.raises(UseWithoutBasis):
        look(session, zhang)
    with pytest.raises(NotTheHolder):
        grants.give_grant(session, holder=li, purpose=PURPOSE, until=LATER, now=NOW, certificate=certificate)


def test_a_joint_holder_may_grant_the_use(session: Session, issue_one: Issue, li: Holder) -> None:
    certificate = issue_one(session, joint_holders=[li])
    grants.give_grant(session, holder=li, purpose=PURPOSE, until=LATER, now=NOW, certificate=certificate)
    assert look(session, li) == [certificate]


@pytest.mark.parametrize(
    "changes",
    [{}, {"type_code": "food-permit", "purpose": " "}, {"type_code": "food-permit", "until": NOW}],
)
def test_a_grant_of_nothing_is_refused(session: Session, zhang: Holder, changes: dict[str, object]) -> None:
    values: dict[str, object] = {"purpose": PURPOSE, "until": LATER, "now": NOW, **changes}
    with pytest.raises(GrantInvalid):
        grants.give_grant(session, holder=zhang, **values)  # type: ignore[arg-type]


def test_several_types_are_granted_at_once(session: Session, zhang: Holder) -> None:
    kinds = [certificate_type(session, code) for code in ("food-permit", "identity-card")]
    bases = agree(session, zhang, kinds)
    newest_first = grants.grants_of(session, zhang)
    assert [grant.type.code for grant in newest_first if grant.type] == ["identity-card", "food-permit"]
    given = {grant.type.code: grant.id for grant in newest_first if grant.type}
    assert {code: basis.grant_for(None) for code, basis in bases.items()} == given
    assert agree(session, zhang, kinds) == bases
    assert agree(session, zhang, kinds, now=NOW - timedelta(seconds=1)) == bases  # at once, read later
    assert grants.grants_of(session, zhang) == newest_first
    assert agree(session, zhang, []) == {}


def agree(
    session: Session, holder: Holder, kinds: Sequence[CertificateType], now: datetime = NOW
) -> dict[str, grants.UseBasis]:
    return grants.give_grants_for_types(
        session, holder=holder, kinds=kinds, purpose=PURPOSE, until=LATER, now=now
    )


def test_what_was_taken_back_is_not_given_again_by_the_same_agreement(
    session: Session, zhang: Holder
) -> None:
    kinds = [certificate_type(session, code) for code in ("food-permit", "identity-card")]
    agree(session, zhang, kinds)
    card, permit = grants.grants_of(session, zhang)
    grants.revoke_grant(session, permit, holder=zhang, now=NOW)
    bases = agree(session, zhang, kinds)
    assert not bases["food-permit"]
    assert bases["identity-card"].grant_for(None) == card.id
    assert len(grants.grants_of(session, zhang)) == 2


def test_a_grant_for_one_certificate_does_not_stand_for_its_type(
    session: Session, issue_one: Issue, zhang: Holder
) -> None:
    first, second = issue_one(session), issue_one(session, source="case:2")
    single = grants.give_grant(
        session, holder=zhang, purpose=PURPOSE, until=LATER, now=NOW, certificate=first
    )
    (basis,) = agree(session, zhang, [certificate_type(session, "food-permit")]).values()
    whole = grants.grants_of(session, zhang)[0]
    assert whole.id != single.id
    assert {basis.grant_for(first), basis.grant_for(second)} == {whole.id}


def test_uses_come_newest_first_by_pages_and_to_their_holder_only(
    session: Session, issue_one: Issue, zhang: Holder, li: Holder
) -> None:
    issue_one(session)
    for number in range(5):
        look(session, zhang, legal_basis=LAW, case_reference=f"case:{number}")
    first = uses_of(session, zhang, limit=3)
    rest = uses_of(session, zhang, before=first[-1].id, limit=3)
    assert [use.case_reference for use in first + rest] == [f"case:{n}" for n in (4, 3, 2, 1, 0)]
    assert uses_of(session, li) == []


def test_uses_are_never_changed(session: Session, zhang: Holder) -> None:
    look(session, zhang, legal_basis=LAW)
    session.scalars(select(Use)).one().purpose = "another"
    with pytest.raises(AppendOnly):
        session.flush()


def test_an_unknown_identifier_names_no_certificate(session: Session, li: Holder) -> None:
    assert certificates_of(session, li) == []
    with pytest.raises(UnknownCertificate):
        certificate_of(session, "1.2.156")

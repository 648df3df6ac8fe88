"""Grants, look-ups, waivers: nothing without a basis, nothing without a line that the holder can read."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store import grants, waivers
from certificate_store.certificate_types import certificate_type
from certificate_store.errors import (
    AppendOnly,
    GrantInvalid,
    NotTheHolder,
    UnknownCertificate,
    UnknownCertificateType,
    UseWithoutBasis,
)
from certificate_store.holders import Holder
from certificate_store.issuing import correct
from certificate_store.lifecycle import CancelCause
from certificate_store.lookup import certificate as certificate_of
from certificate_store.lookup import certificates_of, held, uses_of
from certificate_store.models import Certificate, CertificateType, Use
from certificate_store.revocation import cancel, suspend
from certificate_store.waivers import Answer, Outcome, Permission, Proof, Reason, WaiverNeed
from tests.certificate_store.conftest import AGENCY, NOW, TODAY

Issue = Callable[..., Certificate]
PURPOSE = "办理食品经营许可"
LAW = "《食品安全法》第三十五条"
LATER = NOW + timedelta(days=30)
DAY = timedelta(days=1)
PERMIT = WaiverNeed("permit", ("food-permit",))


def look(session: Session, holder: Holder, **changes: object) -> list[Certificate]:
    values: dict[str, object] = {
        "type_codes": ["food-permit"],
        "on": TODAY,
        "by": "岗位:7",
        "purpose": PURPOSE,
        "now": NOW,
    }
    return held(session, holder=holder, **{**values, **changes})  # type: ignore[arg-type]


def prove(session: Session, holder: Holder, *needs: WaiverNeed, **changes: object) -> list[Proof]:
    values: dict[str, object] = {
        "on": TODAY,
        "by": "岗位:7",
        "purpose": PURPOSE,
        "now": NOW,
        "legal_basis": LAW,
        "case_reference": "case:9",
    }
    return waivers.check(session, needs or (PERMIT,), holder=holder, **{**values, **changes})  # type: ignore[arg-type]


def prove_again(session: Session, holder: Holder, proofs: list[Proof], **changes: object) -> list[Proof]:
    values: dict[str, object] = {
        "on": TODAY,
        "by": "岗位:7",
        "purpose": PURPOSE,
        "now": NOW,
        "legal_basis": LAW,
        "case_reference": "case:9",
    }
    return waivers.recheck(session, proofs, holder=holder, **{**values, **changes})  # type: ignore[arg-type]


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
    grant = grants.give(session, holder=zhang, purpose=PURPOSE, until=LATER, now=NOW, type_code="food-permit")
    assert look(session, zhang) == [certificate]
    assert uses_of(session, zhang)[0].grant_id == grant.id
    for changes in ({"purpose": "别的用途"}, {"now": LATER}, {"now": NOW - DAY}):
        with pytest.raises(UseWithoutBasis):
            look(session, zhang, **changes)


def test_a_grant_for_one_certificate_opens_no_other(
    session: Session, issue_one: Issue, zhang: Holder
) -> None:
    one, _other = issue_one(session), issue_one(session, source="case:2")
    grants.give(session, holder=zhang, purpose=PURPOSE, until=LATER, now=NOW, certificate=one)
    assert look(session, zhang) == [one]
    second = correct(session, one, by_agency=AGENCY, reason="更正", source="case:3", issued_on=TODAY, now=NOW)
    assert look(session, zhang) == [second]


def test_only_the_holder_may_revoke_a_grant(
    session: Session, issue_one: Issue, zhang: Holder, li: Holder
) -> None:
    issue_one(session)
    grant = grants.give(session, holder=zhang, purpose=PURPOSE, until=LATER, now=NOW, type_code="food-permit")
    with pytest.raises(NotTheHolder):
        grants.revoke(session, grant, holder=li, now=NOW)
    grants.revoke(session, grant, holder=zhang, now=NOW)
    grants.revoke(session, grant, holder=zhang, now=LATER)
    assert grant.revoked_at == NOW
    with pytest.raises(UseWithoutBasis):
        look(session, zhang)
    assert grants.grants_of(session, zhang) == [grant]
    assert grants.grants_of(session, li) == []


def test_a_grant_of_somebody_else_opens_nothing(
    session: Session, issue_one: Issue, zhang: Holder, li: Holder
) -> None:
    certificate = issue_one(session)
    grants.give(session, holder=li, purpose=PURPOSE, until=LATER, now=NOW, type_code="food-permit")
    with pytest.raises(UseWithoutBasis):
        look(session, zhang)
    with pytest.raises(NotTheHolder):
        grants.give(session, holder=li, purpose=PURPOSE, until=LATER, now=NOW, certificate=certificate)


def test_a_joint_holder_may_grant_the_use(session: Session, issue_one: Issue, li: Holder) -> None:
    certificate = issue_one(session, joint_holders=[li])
    grants.give(session, holder=li, purpose=PURPOSE, until=LATER, now=NOW, certificate=certificate)
    assert look(session, li) == [certificate]


@pytest.mark.parametrize(
    "changes",
    [{}, {"type_code": "food-permit", "purpose": " "}, {"type_code": "food-permit", "until": NOW}],
)
def test_a_grant_of_nothing_is_refused(session: Session, zhang: Holder, changes: dict[str, object]) -> None:
    values: dict[str, object] = {"purpose": PURPOSE, "until": LATER, "now": NOW, **changes}
    with pytest.raises(GrantInvalid):
        grants.give(session, holder=zhang, **values)  # type: ignore[arg-type]


def test_several_types_are_granted_at_once(session: Session, zhang: Holder) -> None:
    kinds = [certificate_type(session, code) for code in ("food-permit", "identity-card")]
    bases = agree(session, zhang, kinds)
    newest_first = grants.grants_of(session, zhang)
    assert [grant.type.code for grant in newest_first if grant.type] == ["identity-card", "food-permit"]
    given = {grant.type.code: grant.id for grant in newest_first if grant.type}
    assert {code: basis.grant_for(None) for code, basis in bases.items()} == given
    assert agree(session, zhang, kinds) == bases
    assert grants.grants_of(session, zhang) == newest_first
    assert agree(session, zhang, []) == {}


def agree(session: Session, holder: Holder, kinds: Sequence[CertificateType]) -> dict[str, grants.Basis]:
    return grants.give_for_types(session, holder=holder, kinds=kinds, purpose=PURPOSE, until=LATER, now=NOW)


def test_what_was_taken_back_is_not_given_again_by_the_same_agreement(
    session: Session, zhang: Holder
) -> None:
    kinds = [certificate_type(session, code) for code in ("food-permit", "identity-card")]
    agree(session, zhang, kinds)
    card, permit = grants.grants_of(session, zhang)
    grants.revoke(session, permit, holder=zhang, now=NOW)
    bases = agree(session, zhang, kinds)
    assert not bases["food-permit"]
    assert bases["identity-card"].grant_for(None) == card.id
    assert len(grants.grants_of(session, zhang)) == 2


def test_a_grant_for_one_certificate_does_not_stand_for_its_type(
    session: Session, issue_one: Issue, zhang: Holder
) -> None:
    first, second = issue_one(session), issue_one(session, source="case:2")
    single = grants.give(session, holder=zhang, purpose=PURPOSE, until=LATER, now=NOW, certificate=first)
    (basis,) = agree(session, zhang, [certificate_type(session, "food-permit")]).values()
    whole = grants.grants_of(session, zhang)[0]
    assert whole.id != single.id
    assert {basis.grant_for(first), basis.grant_for(second)} == {whole.id}


def test_an_agreement_comes_with_the_question_it_is_for(
    any_session: Session, issue_one: Issue, zhang: Holder
) -> None:
    certificate = issue_one(any_session)
    permission = Permission({"food-permit", "identity-card"}, until=LATER)
    (proof,) = ask_with(any_session, zhang, permission)
    assert (proof.certificate_identifier, proof.reason) == (certificate.identifier, Reason.IN_FORCE)
    (use,) = uses_of(any_session, zhang)
    permit = next(one for one in grants.grants_of(any_session, zhang) if one.type == certificate.type)
    assert use.grant_id == permit.id
    with pytest.raises(UnknownCertificateType):
        ask_with(any_session, zhang, Permission({"x"}, until=LATER))


def ask_with(session: Session, holder: Holder, permission: Permission) -> list[Proof]:
    return waivers.check(
        session,
        [WaiverNeed("permit", ("food-permit",))],
        holder=holder,
        on=TODAY,
        by="A",
        purpose=PURPOSE,
        permission=permission,
        now=NOW,
    )


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


# Waivers


def test_a_certificate_in_force_proves_a_need(any_session: Session, issue_one: Issue, zhang: Holder) -> None:
    certificate = issue_one(any_session)
    (proof,) = prove(any_session, zhang)
    assert (proof.key, proof.outcome, proof.name) == ("permit", Outcome.PROVED, "food-permit")
    assert (proof.certificate_identifier, proof.certificate_version) == (certificate.identifier, 1)
    assert proof.is_proved
    (use,) = uses_of(any_session, zhang)
    assert (use.outcome, use.case_reference, use.certificate_id) == ("proved", "case:9", certificate.id)


def suspended(session: Session, certificate: Certificate) -> None:
    suspend(session, certificate, by_agency=AGENCY, reason="x", now=NOW)


def cancelled(session: Session, certificate: Certificate) -> None:
    cancel(session, certificate, cause=CancelCause.REVOKED, by_agency=AGENCY, reason="x", now=NOW)


def unchanged(_session: Session, _certificate: Certificate) -> None:
    return None


@pytest.mark.parametrize(
    ("change", "on", "outcome", "reason"),
    [
        (unchanged, TODAY - DAY, Outcome.NOT_HELD, Reason.NOT_YET),
        (unchanged, date(2031, 11, 22), Outcome.PROVED, Reason.IN_FORCE),
        (unchanged, date(2031, 11, 23), Outcome.EXPIRED, Reason.EXPIRED),
        (suspended, TODAY, Outcome.SUSPENDED, Reason.SUSPENDED),
        (cancelled, TODAY, Outcome.NOT_HELD, Reason.CANCELLED),
    ],
)
def test_what_a_certificate_proves_follows_its_standing(
    session: Session,
    issue_one: Issue,
    zhang: Holder,
    change: Callable[[Session, Certificate], None],
    on: date,
    outcome: Outcome,
    reason: Reason,
) -> None:
    change(session, issue_one(session))
    (proof,) = prove(session, zhang, on=on)
    assert proof.outcome is outcome
    assert (proof.reason, proof.detail) == (reason, "")
    assert [use.outcome for use in uses_of(session, zhang)] == [outcome]


def test_the_best_of_several_certificates_proves(session: Session, issue_one: Issue, zhang: Holder) -> None:
    good = issue_one(session)
    cancelled(session, issue_one(session, source="case:2", issued_on=TODAY + DAY))
    (proof,) = prove(session, zhang)
    assert proof.certificate_identifier == good.identifier


def test_any_one_of_several_ways_is_enough(session: Session, issue_one: Issue, zhang: Holder) -> None:
    issue_one(session)
    (proof,) = prove(session, zhang, WaiverNeed("who", ("identity-card", "household", "food-permit")))
    assert (proof.outcome, proof.name) == (Outcome.PROVED, "food-permit")


def test_a_source_that_does_not_answer_is_no_refusal(session: Session, zhang: Holder) -> None:
    alone, beside = prove(
        session, zhang, WaiverNeed("a", ("household",)), WaiverNeed("b", ("food-permit", "household"))
    )
    assert (alone.outcome, beside.outcome) == (Outcome.UNREACHABLE, Outcome.UNREACHABLE)


def test_a_need_that_nothing_spares_is_not_held(session: Session, zhang: Holder) -> None:
    (proof,) = prove(session, zhang, WaiverNeed("form", ()))
    assert (proof.outcome, proof.reason) == (Outcome.NOT_HELD, Reason.NOT_SPARED)


def test_an_answer_from_elsewhere_proves_and_is_written_down(session: Session, zhang: Holder) -> None:
    answer = Answer(Outcome.PROVED, store="公安人口库", basis=LAW, detail="户籍信息一致")
    (proof,) = prove(session, zhang, WaiverNeed("who", ("household",)), answers={"household": answer})
    assert (proof.outcome, proof.reason) == (Outcome.PROVED, Reason.CONFIRMED_ELSEWHERE)
    assert proof.detail == "户籍信息一致"
    (use,) = uses_of(session, zhang)
    assert (use.what, use.legal_basis) == ("公安人口库: household", LAW)
    (again,) = prove_again(session, zhang, [proof])
    assert again.outcome is Outcome.UNREACHABLE
    changed = Answer(Outcome.NOT_HELD, store="公安人口库", basis=LAW)
    (again,) = prove_again(session, zhang, [proof], answers={"household": changed})
    assert (again.key, again.outcome) == ("who", Outcome.NOT_HELD)
    assert again.reason is Reason.NOT_CONFIRMED_ELSEWHERE


def test_without_grant_or_law_a_waiver_says_so_and_looks_at_nothing(
    session: Session, issue_one: Issue, zhang: Holder
) -> None:
    issue_one(session)
    (proof,) = prove(session, zhang, legal_basis=None)
    assert (proof.outcome, proof.certificate_identifier) == (Outcome.NOT_HELD, None)
    assert proof.reason is Reason.NO_PERMISSION
    (use,) = uses_of(session, zhang)
    assert (use.outcome, use.certificate_id) == ("refused", None)


def test_a_certificate_needed_twice_is_looked_at_once(
    session: Session, issue_one: Issue, zhang: Holder
) -> None:
    issue_one(session)
    proofs = prove(session, zhang, PERMIT, WaiverNeed("again", ("food-permit",)))
    assert [(proof.key, proof.is_proved) for proof in proofs] == [("permit", True), ("again", True)]
    assert len(uses_of(session, zhang)) == 1


@pytest.mark.parametrize(
    ("change", "on", "outcome"),
    [
        (unchanged, TODAY, Outcome.PROVED),
        (unchanged, date(2032, 1, 1), Outcome.EXPIRED),
        (suspended, TODAY, Outcome.SUSPENDED),
        (cancelled, TODAY, Outcome.NOT_HELD),
    ],
)
def test_a_proof_is_proved_again_as_the_certificate_stands_now(
    any_session: Session,
    issue_one: Issue,
    zhang: Holder,
    change: Callable[[Session, Certificate], None],
    on: date,
    outcome: Outcome,
) -> None:
    certificate = issue_one(any_session)
    proofs = prove(any_session, zhang)
    change(any_session, certificate)
    (again,) = prove_again(any_session, zhang, proofs, on=on)
    assert (again.key, again.outcome) == ("permit", outcome)
    assert len(uses_of(any_session, zhang)) == 2


def test_a_corrected_certificate_proves_by_its_new_version(
    session: Session, issue_one: Issue, zhang: Holder
) -> None:
    certificate = issue_one(session)
    proofs = prove(session, zhang)
    second = correct(
        session, certificate, by_agency=AGENCY, reason="更正", source="case:2", issued_on=TODAY, now=NOW
    )
    (again,) = prove_again(session, zhang, proofs)
    assert (again.outcome, again.certificate_identifier, again.certificate_version) == (
        Outcome.PROVED,
        second.identifier,
        2,
    )


def test_a_certificate_corrected_to_another_holder_proves_nothing(
    session: Session, issue_one: Issue, zhang: Holder, li: Holder
) -> None:
    certificate = issue_one(session)
    proofs = prove(session, zhang)
    correct(
        session,
        certificate,
        by_agency=AGENCY,
        reason="更正",
        source="case:2",
        issued_on=TODAY,
        now=NOW,
        holder=li,
    )
    (again,) = prove_again(session, zhang, proofs)
    assert (again.outcome, again.reason) == (Outcome.NOT_HELD, Reason.NO_LONGER_HELD)


def test_somebody_else_s_certificate_proves_nothing(
    session: Session, issue_one: Issue, zhang: Holder, li: Holder
) -> None:
    issue_one(session)
    assert prove_again(session, li, prove(session, zhang))[0].outcome is Outcome.NOT_HELD


def test_a_grant_taken_back_ends_the_proof(session: Session, issue_one: Issue, zhang: Holder) -> None:
    issue_one(session)
    grant = grants.give(session, holder=zhang, purpose=PURPOSE, until=LATER, now=NOW, type_code="food-permit")
    proofs = prove(session, zhang, legal_basis=None)
    assert proofs[0].is_proved
    grants.revoke(session, grant, holder=zhang, now=NOW)
    (again,) = prove_again(session, zhang, proofs, legal_basis=None)
    assert (again.outcome, again.reason) == (Outcome.NOT_HELD, Reason.NO_PERMISSION)


def test_what_was_not_proved_comes_back_as_it_was(session: Session, zhang: Holder) -> None:
    proofs = prove(session, zhang)
    assert prove_again(session, zhang, proofs) == proofs

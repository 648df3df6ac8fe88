"""Waivers: what the store proves instead of a paper, on which basis, and whether it is still valid."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy.orm import Session

from certificate_store import grants, waivers
from certificate_store.errors import (
    UnknownCertificateType,
)
from certificate_store.holders import Holder
from certificate_store.issuing import correct_certificate
from certificate_store.lifecycle import CancelCause
from certificate_store.lookup import uses_of
from certificate_store.models import Certificate
from certificate_store.revocation import cancel_certificate, suspend_certificate
from certificate_store.waivers import ConsentScope, Proof, ProofOutcome, Reason, StoreAnswer, WaiverNeed
from tests.support.certificates import AGENCY, ASKING, DAY, LATER, LAW, NOW, PURPOSE, TODAY, Issue

PERMIT = WaiverNeed("permit", ("food-permit",))


BY_LAW: Final = {**ASKING, "legal_basis": LAW, "case_reference": "case:9"}


def prove(session: Session, holder: Holder, *needs: WaiverNeed, **changes: Any) -> list[Proof]:
    return waivers.check_waivers(session, needs or (PERMIT,), holder=holder, **{**BY_LAW, **changes})


def prove_again(session: Session, holder: Holder, proofs: list[Proof], **changes: Any) -> list[Proof]:
    return waivers.recheck_waivers(session, proofs, holder=holder, **{**BY_LAW, **changes})


def test_a_certificate_in_force_proves_a_need(any_session: Session, issue_one: Issue, zhang: Holder) -> None:
    certificate = issue_one(any_session)
    (proof,) = prove(any_session, zhang)
    assert (proof.key, proof.outcome, proof.name) == ("permit", ProofOutcome.PROVED, "food-permit")
    assert (proof.certificate_identifier, proof.certificate_version) == (certificate.identifier, 1)
    assert proof.is_proved
    (use,) = uses_of(any_session, zhang)
    assert (use.outcome, use.case_reference, use.certificate_id) == ("proved", "case:9", certificate.id)


def suspend(session: Session, certificate: Certificate) -> None:
    suspend_certificate(session, certificate, by_agency=AGENCY, reason="x", now=NOW)


def cancel(session: Session, certificate: Certificate) -> None:
    cancel_certificate(session, certificate, cause=CancelCause.REVOKED, by_agency=AGENCY, reason="x", now=NOW)


def unchanged(_session: Session, _certificate: Certificate) -> None:
    return None


@pytest.mark.parametrize(
    ("change", "on", "outcome", "reason"),
    [
        (unchanged, TODAY - DAY, ProofOutcome.NOT_HELD, Reason.NOT_YET),
        (unchanged, date(2031, 11, 22), ProofOutcome.PROVED, Reason.IN_FORCE),
        (unchanged, date(2031, 11, 23), ProofOutcome.EXPIRED, Reason.EXPIRED),
        (suspend, TODAY, ProofOutcome.SUSPENDED, Reason.SUSPENDED),
        (cancel, TODAY, ProofOutcome.NOT_HELD, Reason.CANCELLED),
    ],
)
def test_what_a_certificate_proves_follows_its_standing(
    session: Session,
    issue_one: Issue,
    zhang: Holder,
    change: Callable[[Session, Certificate], None],
    on: date,
    outcome: ProofOutcome,
    reason: Reason,
) -> None:
    change(session, issue_one(session))
    (proof,) = prove(session, zhang, on=on)
    assert proof.outcome is outcome
    assert (proof.reason, proof.detail) == (reason, "")
    assert [use.outcome for use in uses_of(session, zhang)] == [outcome]


def test_the_best_of_several_certificates_proves(session: Session, issue_one: Issue, zhang: Holder) -> None:
    good = issue_one(session)
    cancel(session, issue_one(session, source="case:2", issued_on=TODAY + DAY))
    (proof,) = prove(session, zhang)
    assert proof.certificate_identifier == good.identifier


def test_any_one_of_several_ways_is_enough(session: Session, issue_one: Issue, zhang: Holder) -> None:
    issue_one(session)
    (proof,) = prove(session, zhang, WaiverNeed("who", ("identity-card", "household", "food-permit")))
    assert (proof.outcome, proof.name) == (ProofOutcome.PROVED, "food-permit")


def test_a_source_that_does_not_answer_is_no_refusal(session: Session, zhang: Holder) -> None:
    alone, beside = prove(
        session, zhang, WaiverNeed("a", ("household",)), WaiverNeed("b", ("food-permit", "household"))
    )
    assert (alone.outcome, beside.outcome) == (ProofOutcome.UNREACHABLE, ProofOutcome.UNREACHABLE)


def test_a_need_that_nothing_spares_is_not_held(session: Session, zhang: Holder) -> None:
    (proof,) = prove(session, zhang, WaiverNeed("form", ()))
    assert (proof.outcome, proof.reason) == (ProofOutcome.NOT_HELD, Reason.NOT_SPARED)


def test_an_answer_from_elsewhere_proves_and_is_written_down(session: Session, zhang: Holder) -> None:
    answer = StoreAnswer(ProofOutcome.PROVED, store="公安人口库", basis=LAW, detail="户籍信息一致")
    (proof,) = prove(session, zhang, WaiverNeed("who", ("household",)), answers={"household": answer})
    assert (proof.outcome, proof.reason) == (ProofOutcome.PROVED, Reason.CONFIRMED_ELSEWHERE)
    assert proof.detail == "户籍信息一致"
    (use,) = uses_of(session, zhang)
    assert (use.what, use.legal_basis) == ("公安人口库: household", LAW)
    (again,) = prove_again(session, zhang, [proof])
    assert again.outcome is ProofOutcome.UNREACHABLE
    changed = StoreAnswer(ProofOutcome.NOT_HELD, store="公安人口库", basis=LAW)
    (again,) = prove_again(session, zhang, [proof], answers={"household": changed})
    assert (again.key, again.outcome) == ("who", ProofOutcome.NOT_HELD)
    assert again.reason is Reason.NOT_CONFIRMED_ELSEWHERE


def test_without_grant_or_law_a_waiver_says_so_and_looks_at_nothing(
    session: Session, issue_one: Issue, zhang: Holder
) -> None:
    issue_one(session)
    (proof,) = prove(session, zhang, legal_basis=None)
    assert (proof.outcome, proof.certificate_identifier) == (ProofOutcome.NOT_HELD, None)
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
        (unchanged, TODAY, ProofOutcome.PROVED),
        (unchanged, date(2032, 1, 1), ProofOutcome.EXPIRED),
        (suspend, TODAY, ProofOutcome.SUSPENDED),
        (cancel, TODAY, ProofOutcome.NOT_HELD),
    ],
)
def test_a_proof_is_proved_again_as_the_certificate_stands_now(
    any_session: Session,
    issue_one: Issue,
    zhang: Holder,
    change: Callable[[Session, Certificate], None],
    on: date,
    outcome: ProofOutcome,
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
    second = correct_certificate(
        session, certificate, by_agency=AGENCY, reason="更正", source="case:2", issued_on=TODAY, now=NOW
    )
    (again,) = prove_again(session, zhang, proofs)
    assert (again.outcome, again.certificate_identifier, again.certificate_version) == (
        ProofOutcome.PROVED,
        second.identifier,
        2,
    )


def test_a_certificate_corrected_to_another_holder_proves_nothing(
    session: Session, issue_one: Issue, zhang: Holder, li: Holder
) -> None:
    certificate = issue_one(session)
    proofs = prove(session, zhang)
    correct_certificate(
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
    assert (again.outcome, again.reason) == (ProofOutcome.NOT_HELD, Reason.NO_LONGER_HELD)


def test_somebody_else_s_certificate_proves_nothing(
    session: Session, issue_one: Issue, zhang: Holder, li: Holder
) -> None:
    issue_one(session)
    assert prove_again(session, li, prove(session, zhang))[0].outcome is ProofOutcome.NOT_HELD


def test_a_grant_taken_back_ends_the_proof(session: Session, issue_one: Issue, zhang: Holder) -> None:
    issue_one(session)
    grant = grants.give_grant(
        session, holder=zhang, purpose=PURPOSE, until=LATER, now=NOW, type_code="food-permit"
    )
    proofs = prove(session, zhang, legal_basis=None)
    assert proofs[0].is_proved
    grants.revoke_grant(session, grant, holder=zhang, now=NOW)
    (again,) = prove_again(session, zhang, proofs, legal_basis=None)
    assert (again.outcome, again.reason) == (ProofOutcome.NOT_HELD, Reason.NO_PERMISSION)


def test_what_was_not_proved_comes_back_as_it_was(session: Session, zhang: Holder) -> None:
    proofs = prove(session, zhang)
    assert prove_again(session, zhang, proofs) == proofs


def test_an_agreement_comes_with_the_question_it_is_for(
    any_session: Session, issue_one: Issue, zhang: Holder
) -> None:
    certificate = issue_one(any_session)
    permission = ConsentScope({"food-permit", "identity-card"}, until=LATER)
    (proof,) = ask_with(any_session, zhang, permission)
    assert (proof.certificate_identifier, proof.reason) == (certificate.identifier, Reason.IN_FORCE)
    (use,) = uses_of(any_session, zhang)
    permit = next(one for one in grants.grants_of(any_session, zhang) if one.type == certificate.type)
    assert use.grant_id == permit.id
    with pytest.raises(UnknownCertificateType):
        ask_with(any_session, zhang, ConsentScope({"x"}, until=LATER))


def ask_with(session: Session, holder: Holder, permission: ConsentScope) -> list[Proof]:
    return waivers.check_waivers(
        session,
        [WaiverNeed("permit", ("food-permit",))],
        holder=holder,
        on=TODAY,
        by="A",
        purpose=PURPOSE,
        permission=permission,
        now=NOW,
    )

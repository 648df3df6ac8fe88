"""Texts for the store's codes: every code has one; the text of a remote store takes precedence."""

from collections.abc import Iterator

import pytest
from flask_babel import force_locale

from certificate_store.errors import HolderFault
from certificate_store.lifecycle import UseOutcome
from certificate_store.waivers import Proof, ProofOutcome, Reason
from services_hall.presentation.messages import code_message
from services_hall.presentation.proof_words import USE_OUTCOMES, proof_words
from tests.support.hall import Hall


@pytest.fixture
def in_hall(reading_hall: Hall) -> Iterator[None]:
    with reading_hall.app.test_request_context(), force_locale("zh_Hans"):
        yield


def proof(reason: Reason, *, detail: str = "", name: str = "identity-card") -> Proof:
    return Proof("who", ProofOutcome.NOT_HELD, reason, detail=detail, name=name)


@pytest.mark.usefixtures("in_hall")
def test_every_reason_is_said_in_other_words() -> None:
    said = {proof_words(proof(reason)) for reason in Reason}
    assert len(said) == len(Reason)
    assert all(said)


@pytest.mark.usefixtures("in_hall")
def test_every_fault_of_a_holder_is_said_in_other_words() -> None:
    said = {code_message(fault) for fault in HolderFault}
    assert len(said) == len(HolderFault)
    assert all(said)


@pytest.mark.usefixtures("in_hall")
def test_what_is_not_held_is_named() -> None:
    assert proof_words(proof(Reason.NOT_HELD)) == "电子证照库中没有居民身份证"
    assert proof_words(proof(Reason.NOT_HELD, name="household")) == "电子证照库中没有户籍信息"
    assert proof_words(proof(Reason.NOT_HELD, name="unheard-of")) == "电子证照库中没有unheard-of"


@pytest.mark.usefixtures("in_hall")
def test_another_store_speaks_for_itself() -> None:
    told = proof(Reason.CONFIRMED_ELSEWHERE, detail="户籍信息一致")
    assert proof_words(told) == "户籍信息一致"


def test_every_outcome_of_a_use_has_its_words() -> None:
    assert set(USE_OUTCOMES) == set(UseOutcome)

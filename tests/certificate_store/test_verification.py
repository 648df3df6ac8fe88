"""Public verification by code: the facts about the certificate, with masked names."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import date

import pytest
from sqlalchemy.orm import Session

from certificate_store.certificate_types import DataField, TypeDefinition, register_certificate_type
from certificate_store.holders import Holder, IdentifierType
from certificate_store.issuing import attach_file, correct_certificate
from certificate_store.lifecycle import CancelCause, Standing
from certificate_store.models import Certificate
from certificate_store.numbering import make_identifier, plain_number, serial_in_number
from certificate_store.revocation import cancel_certificate
from certificate_store.verification import Doubt, verify_copy, verify_identifier
from tests.support.certificates import AGENCY, AGENCY_NAME, NOW, TODAY

Issue = Callable[..., Certificate]


def test_a_genuine_certificate_says_by_whom_and_when(any_session: Session, issue_one: Issue) -> None:
    certificate = issue_one(any_session)
    answer = verify_identifier(any_session, certificate.identifier, TODAY)
    assert answer.is_genuine
    assert answer.is_in_force
    assert answer.doubt is None
    facts = answer.facts
    assert facts is not None
    assert (facts.type_name, facts.agency_name, facts.issued_on) == ("食品经营许可证", AGENCY_NAME, TODAY)
    assert (facts.valid_to, facts.number) == (date(2031, 11, 22), certificate.number)


def test_people_are_shown_masked_only(session: Session, issue_one: Issue, li: Holder) -> None:
    certificate = issue_one(session, joint_holders=[li], fields={"phone": "13800000000"})
    answer = verify_identifier(session, certificate.identifier, TODAY)
    assert answer.facts is not None
    assert [(one.name, one.identifier) for one in answer.facts.holders] == [
        ("张*", "4201**********1236"),
        ("李*", "4201**********1230"),
    ]
    shown = str(asdict(answer))
    for secret in ("张三", "李四", "19900101", "13800000000"):
        assert secret not in shown


def test_a_number_that_is_its_holder_s_is_masked(session: Session, issue_one: Issue) -> None:
    certificate = issue_one(session, type_code="identity-card", number="420102199001011236")
    answer = verify_identifier(session, certificate.identifier, TODAY)
    assert answer.facts is not None
    assert answer.facts.number == "4201**********1236"


def test_a_firm_and_what_is_public_of_its_permit_are_shown_in_full(
    session: Session, issue_one: Issue
) -> None:
    company = Holder("武汉楚味餐饮有限公司", IdentifierType.CREDIT_CODE, "91420100MA4KABCD1A")
    register_certificate_type(
        session,
        TypeDefinition(
            "food-permit",
            "FOODPERMIT",
            "食品经营许可证",
            "市场监督管理部门",
            data_fields=[DataField("name", "名称", is_public=True), DataField("phone", "电话")],
        ),
    )
    fields = {"name": "楚味", "phone": "13800000000"}
    answer = verify_identifier(session, issue_one(session, holder=company, fields=fields).identifier, TODAY)
    assert answer.facts is not None
    (holder,) = answer.facts.holders
    assert (holder.name, holder.identifier) == (company.name, company.identifier)
    assert answer.facts.published == (("名称", "楚味"),)
    own = issue_one(session, fields={"name": "张三"}, source="case:2")
    answer = verify_identifier(session, own.identifier, TODAY)
    assert answer.facts is not None
    assert answer.facts.published == (("名称", "张*"),)


def test_what_was_typed_loosely_is_understood(session: Session, issue_one: Issue) -> None:
    identifier = issue_one(session).identifier
    assert verify_identifier(session, f"  {identifier.lower()}\n", TODAY).is_genuine
    assert verify_identifier(session, identifier.replace(".", "．"), TODAY).is_genuine


def test_the_number_that_holds_the_serial_names_the_current_version(
    session: Session, issue_one: Issue
) -> None:
    number = issue_one(session).number
    assert serial_in_number(number) is not None
    for written in (number, number.lower(), f"{number[:4]} {number[4:]}", f" {number[:8]}－{number[8:]}"):
        assert verify_identifier(session, written, TODAY).is_genuine
    unknown = verify_identifier(session, plain_number("0" * 12, 2026), TODAY)
    assert (unknown.doubt, unknown.is_genuine) == (Doubt.UNKNOWN, False)


def test_a_slip_is_told_from_an_unknown_certificate(session: Session, issue_one: Issue) -> None:
    identifier = issue_one(session).identifier
    slip = identifier[:-1] + ("A" if identifier[-1] != "A" else "B")
    unknown = make_identifier(type_code="FOODPERMIT", issuer_code=AGENCY, serial="0" * 12, version=1)
    assert verify_identifier(session, slip, TODAY).doubt is Doubt.MISTYPED
    answer = verify_identifier(session, unknown, TODAY)
    assert (answer.doubt, answer.is_genuine, answer.is_in_force) == (Doubt.UNKNOWN, False, False)


@pytest.mark.parametrize("typed", ["", "'; DROP TABLE certificate;--", "x" * 100_000, "\0", "证照"])
def test_nonsense_is_answered_calmly(session: Session, typed: str) -> None:
    answer = verify_identifier(session, typed, TODAY)
    assert answer.doubt is Doubt.MISTYPED
    assert len(answer.identifier) <= 100


def test_the_standing_follows_the_day_and_the_record(session: Session, issue_one: Issue) -> None:
    certificate = issue_one(session)
    late = verify_identifier(session, certificate.identifier, date(2031, 11, 23))
    assert (late.is_genuine, late.is_in_force, late.standing) == (True, False, Standing.EXPIRED)
    cancel_certificate(session, certificate, cause=CancelCause.REVOKED, by_agency=AGENCY, reason="x", now=NOW)
    assert verify_identifier(session, certificate.identifier, TODAY).standing is Standing.CANCELLED


def test_a_replaced_version_names_its_successor(session: Session, issue_one: Issue) -> None:
    first = issue_one(session)
    second = correct_certificate(
        session, first, by_agency=AGENCY, reason="更正", source="case:2", issued_on=TODAY, now=NOW
    )
    answer = verify_identifier(session, first.identifier, TODAY)
    assert answer.standing is Standing.SUPERSEDED
    assert answer.facts is not None
    assert answer.facts.current_identifier == second.identifier


def test_a_copy_is_known_byte_for_byte(session: Session, issue_one: Issue) -> None:
    data = b"%PDF the signed file"
    certificate = issue_one(session)
    digest = hashlib.sha256(data).hexdigest()
    attach_file(session, certificate, file_name="a" * 64, sha256=digest, signed_at=NOW)
    assert verify_copy(session, data, TODAY).identifier == certificate.identifier
    assert verify_copy(session, data + b"\n", TODAY).doubt is Doubt.UNKNOWN

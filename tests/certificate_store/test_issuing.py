"""Issuing once per source and correcting by a new version, on both kinds of database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificate_store.certificate_types import (
    DataField,
    TypeDefinition,
    certificate_type,
    certificate_types,
    register_certificate_type,
)
from certificate_store.errors import (
    AppendOnly,
    CertificateInvalid,
    CertificateTransitionRefused,
    CertificateTypeInvalid,
    FileAlreadyAttached,
    NotTheCurrentVersion,
    NotTheIssuingAgency,
    NumberInvalid,
    SourceAlreadyUsed,
    UnknownCertificateType,
)
from certificate_store.holders import Holder, HolderKind, IdentifierType
from certificate_store.issuing import attach_file, correct_certificate, events_of
from certificate_store.lifecycle import CancelCause, CertificateStatus, Standing
from certificate_store.lookup import certificates_of, current_version
from certificate_store.models import Certificate, CertificateEvent
from certificate_store.numbering import parse_identifier
from certificate_store.revocation import cancel_certificate, restore_certificate, suspend_certificate
from tests.support.certificates import AGENCY, NOW, TODAY
from tests.support.concurrent_requests import call_together

Issue = Callable[..., Certificate]
OTHER_AGENCY = "11420102MB1234567X"
WRITERS = 6


def test_a_certificate_is_issued_and_read_back(any_session: Session, issue_one: Issue, zhang: Holder) -> None:
    session = any_session
    identifier = issue_one(session, fields={"items": "热食类"}, number="JY24201020000001").identifier
    session.commit()
    session.expire_all()
    read = session.scalars(select(Certificate)).one()
    assert (read.identifier, read.number, read.version) == (identifier, "JY24201020000001", 1)
    assert (read.holder, read.fields, read.created_at) == (zhang, {"items": "热食类"}, NOW)
    assert (read.status, read.standing(TODAY)) == (CertificateStatus.ACTIVE, Standing.IN_FORCE)
    assert parse_identifier(identifier).issuer_code == AGENCY


def test_nothing_of_a_person_lies_readable_in_the_table(session: Session, issue_one: Issue) -> None:
    issue_one(session, fields={"items": "热食类"})
    row = session.execute(text("SELECT * FROM certificate")).one()
    written = b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    for secret in ("张三", "420102199001011236", "热食类"):
        assert secret.encode() not in written


def test_the_same_source_gives_the_same_certificate(any_session: Session, issue_one: Issue) -> None:
    first = issue_one(any_session)
    again = issue_one(any_session, now=NOW + timedelta(days=1))
    assert again is first
    assert len(events_of(any_session, first)) == 1


def test_a_source_stands_for_one_holder_and_type_only(session: Session, issue_one: Issue, li: Holder) -> None:
    issue_one(session)
    with pytest.raises(SourceAlreadyUsed):
        issue_one(session, holder=li)
    with pytest.raises(SourceAlreadyUsed):
        issue_one(session, type_code="identity-card")


def test_writers_at_the_same_moment_make_one_certificate(engine: Engine, issue_one: Issue) -> None:
    def write() -> str:
        with Session(engine) as session:
            identifier = issue_one(session).identifier
            session.commit()
            return identifier

    identifiers = set(call_together([write] * WRITERS))
    with Session(engine) as session:
        assert session.scalars(select(Certificate.identifier)).all() == list(identifiers)
        assert session.scalar(select(func.count(CertificateEvent.id))) == 1


def test_a_writer_that_comes_second_waits_and_takes_the_first_one_s(engine: Engine, issue_one: Issue) -> None:
    with Session(engine) as first, ThreadPoolExecutor(1) as pool:
        identifier = issue_one(first).identifier

        def write() -> str:
            with Session(engine) as second:
                return issue_one(second).identifier

        later = pool.submit(write)
        first.commit()
        assert later.result(timeout=20) == identifier


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"valid_to": TODAY - timedelta(days=1)}, "valid_to"),
        ({"source": " "}, "source"),
        ({"type_code": "business-licence", "fields": {"form": "个人经营"}}, "premises"),
        (
            {"type_code": "business-licence", "fields": {"form": "个人", "premises": "x", "colour": "red"}},
            "colour",
        ),
        (
            {
                "type_code": "identity-card",
                "holder": Holder("武汉楚味餐饮有限公司", IdentifierType.CREDIT_CODE, "91420100MA4KABCD1A"),
            },
            "identity-card",
        ),
    ],
)
def test_what_breaks_a_rule_of_the_type_is_named(
    session: Session, issue_one: Issue, changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises(CertificateInvalid, match=problem) as refused:
        issue_one(session, **changes)
    assert len(refused.value.problems) == 1


def test_an_unknown_type_and_a_malformed_agency_are_refused(session: Session, issue_one: Issue) -> None:
    with pytest.raises(UnknownCertificateType):
        issue_one(session, type_code="driving-licence")
    with pytest.raises(NumberInvalid):
        issue_one(session, agency_code="1142")


def test_a_correction_is_a_new_version_and_overwrites_nothing(any_session: Session, issue_one: Issue) -> None:
    session = any_session
    first = issue_one(session, fields={"items": "热食类"})
    second = correct_certificate(
        session,
        first,
        by_agency=AGENCY,
        reason="更正经营项目",
        source="case:2",
        issued_on=TODAY,
        now=NOW,
        fields={"items": "冷食类"},
    )
    assert (first.fields, second.fields) == ({"items": "热食类"}, {"items": "冷食类"})
    assert (first.version, second.version) == (1, 2)
    assert parse_identifier(first.identifier).serial == parse_identifier(second.identifier).serial
    assert first.identifier != second.identifier
    assert (first.standing(TODAY), second.standing(TODAY)) == (Standing.SUPERSEDED, Standing.IN_FORCE)
    assert second.valid_to == first.valid_to
    assert current_version(session, first) is second
    assert [event.action for event in events_of(session, second)] == ["issue", "correct", "issue"]


def test_a_correction_of_the_same_source_is_made_once(session: Session, issue_one: Issue) -> None:
    first = issue_one(session)
    terms = {"by_agency": AGENCY, "reason": "更正", "source": "case:2", "issued_on": TODAY, "now": NOW}
    second = correct_certificate(session, first, **terms)
    assert correct_certificate(session, first, **terms) is second


def test_a_correction_can_take_the_end_away(session: Session, issue_one: Issue) -> None:
    first = issue_one(session)
    terms = {"by_agency": AGENCY, "reason": "更正", "source": "case:2", "issued_on": TODAY, "now": NOW}
    assert correct_certificate(session, first, **terms, valid_to=None).valid_to is None


def test_only_the_current_version_can_be_changed(session: Session, issue_one: Issue) -> None:
    first = issue_one(session)
    terms = {"by_agency": AGENCY, "reason": "更正", "issued_on": TODAY, "now": NOW}
    correct_certificate(session, first, source="case:2", **terms)
    with pytest.raises(NotTheCurrentVersion):
        correct_certificate(session, first, source="case:3", **terms)
    with pytest.raises(NotTheCurrentVersion):
        suspend_certificate(session, first, by_agency=AGENCY, reason="x", now=NOW)


def test_the_database_itself_allows_one_current_version(any_session: Session, issue_one: Issue) -> None:
    first = issue_one(any_session)
    second = correct_certificate(
        any_session, first, by_agency=AGENCY, reason="更正", source="case:2", issued_on=TODAY, now=NOW
    )
    assert second.is_current
    with pytest.raises(IntegrityError), any_session.begin_nested():
        any_session.execute(text("UPDATE certificate SET is_current = true WHERE version = 1"))


@pytest.mark.parametrize(
    "step", [suspend_certificate, restore_certificate, cancel_certificate, correct_certificate]
)
def test_no_other_agency_may_change_a_certificate(
    session: Session, issue_one: Issue, step: Callable[..., Any]
) -> None:
    certificate = issue_one(session)
    extra: dict[str, Any] = {}
    if step is cancel_certificate:
        extra = {"cause": CancelCause.ANNULLED}
    if step is correct_certificate:
        extra = {"source": "case:2", "issued_on": TODAY}
    with pytest.raises(NotTheIssuingAgency):
        step(session, certificate, by_agency=OTHER_AGENCY, reason="x", now=NOW, **extra)


def test_a_suspension_ends_and_both_steps_are_on_record(any_session: Session, issue_one: Issue) -> None:
    certificate = issue_one(any_session)
    suspend_certificate(any_session, certificate, by_agency=AGENCY, reason="未签注", now=NOW)
    assert certificate.standing(TODAY) is Standing.SUSPENDED
    restore_certificate(any_session, certificate, by_agency=AGENCY, reason="已签注", now=NOW)
    assert certificate.standing(TODAY) is Standing.IN_FORCE
    any_session.commit()
    steps = [
        (event.action, event.old_status, event.new_status, event.reason)
        for event in events_of(any_session, certificate)[1:]
    ]
    assert steps == [
        ("suspend", CertificateStatus.ACTIVE, CertificateStatus.FUNCTION_SUSPENDED, "未签注"),
        ("restore", CertificateStatus.FUNCTION_SUSPENDED, CertificateStatus.ACTIVE, "已签注"),
    ]


@pytest.mark.parametrize("cause", list(CancelCause))
def test_a_cancelled_certificate_keeps_its_cause_and_stays_so(
    session: Session, issue_one: Issue, cause: CancelCause
) -> None:
    certificate = issue_one(session)
    event = cancel_certificate(session, certificate, cause=cause, by_agency=AGENCY, reason="x", now=NOW)
    assert (certificate.standing(TODAY), event.cancel_cause) == (Standing.CANCELLED, cause)
    with pytest.raises(CertificateTransitionRefused):
        restore_certificate(session, certificate, by_agency=AGENCY, reason="x", now=NOW)


def test_two_officers_cannot_both_cancel(engine: Engine, issue_one: Issue) -> None:
    with Session(engine) as session:
        key = issue_one(session).id
        session.commit()

    def write(cause: CancelCause) -> bool:
        with Session(engine) as session:
            certificate = session.get_one(Certificate, key)
            try:
                cancel_certificate(session, certificate, cause=cause, by_agency=AGENCY, reason="x", now=NOW)
            except CertificateTransitionRefused:
                return False
            session.commit()
            return True

    causes = (CancelCause.ANNULLED, CancelCause.REVOKED)
    assert sorted(call_together([partial(write, cause) for cause in causes])) == [False, True]


def test_events_are_never_changed_or_deleted(session: Session, issue_one: Issue) -> None:
    (event,) = events_of(session, issue_one(session))
    session.commit()
    event.reason = "another"
    with pytest.raises(AppendOnly):
        session.flush()
    session.rollback()
    session.delete(event)
    with pytest.raises(AppendOnly):
        session.flush()


def test_the_signed_file_is_attached_once(session: Session, issue_one: Issue) -> None:
    certificate = issue_one(session)
    attach_file(session, certificate, file_name="a" * 64, sha256="b" * 64, signed_at=NOW)
    attach_file(session, certificate, file_name="a" * 64, sha256="b" * 64, signed_at=NOW)
    with pytest.raises(FileAlreadyAttached):
        attach_file(session, certificate, file_name="c" * 64, sha256="d" * 64, signed_at=NOW)


def test_joint_holders_find_their_certificate_too(
    any_session: Session, issue_one: Issue, zhang: Holder, li: Holder
) -> None:
    certificate = issue_one(any_session, joint_holders=[li])
    any_session.commit()
    any_session.expire_all()
    assert certificates_of(any_session, li) == certificates_of(any_session, zhang) == [certificate]
    assert certificate.joint_holders == (li,)


def test_a_type_is_registered_once_and_its_description_may_change(any_session: Session) -> None:
    definition = TypeDefinition("food-permit", "FOODPERMIT", "食品经营许可", "市场监管", HolderKind.ANY)
    before = certificate_type(any_session, "food-permit")
    assert register_certificate_type(any_session, definition) is before
    assert before.name == "食品经营许可"
    assert [kind.code for kind in certificate_types(any_session)] == [
        "business-licence",
        "food-permit",
        "identity-card",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"identifier_code": "OTHER"},
        {"code": "food-permit-2"},
        {"identifier_code": "food"},
        {"validity": {"kind": "months"}},
        {"validity": {"kind": "months", "months": 0}},
        {"validity": {"kind": "moon"}},
        {"data_fields": (DataField("a", "甲"), DataField("a", "乙"))},
    ],
)
def test_a_contradictory_type_is_refused(session: Session, changes: dict[str, Any]) -> None:
    values = {"code": "food-permit", "identifier_code": "FOODPERMIT", "name": "x", "issuer_class": "y"}
    with pytest.raises(CertificateTypeInvalid):
        register_certificate_type(session, TypeDefinition(**{**values, **changes}))

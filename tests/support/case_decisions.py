"""Actions of agencies on cases, and reads of the resulting rows and certificates."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from certificate_store import lookup, revocation
from certificate_store.holders import Holder
from certificate_store.lifecycle import CancelCause
from certificate_store.models import Certificate, CertificateType
from services_hall import database
from services_hall.applications.clocks import notice_periods
from services_hall.applications.decisions.commitments import CorrectionOrder
from services_hall.applications.decisions.grant_ends import GrantEnding
from services_hall.applications.delivery import result_delivery
from services_hall.applications.grounds.decision_grounds import DecisionGrounds
from services_hall.applications.grounds.grant_bases import GrantEnd
from services_hall.applications.hearings.statements import Statement
from services_hall.applications.models import Application, Case, NoticeKind
from services_hall.applications.numbering import parse_application_number, parse_case_number
from services_hall.applications.reads import queries
from services_hall.clock import local_day, utc_now
from services_hall.demo.certificates import demo_credit_code
from services_hall.identity import Actor
from services_hall.use_cases.announce_end import announce_end
from services_hall.use_cases.end_grant import end_grant
from services_hall.use_cases.order_correction import order_correction
from services_hall.use_cases.record_statement import record_statement
from tests.support.agency_systems import System, actor_of
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

ARTICLES: Final = {"SPJY-XB": "spaq-33", "GTDJ-SL": "djtl-3", "YCLS-XB": "yczm-16"}
"""For each item an article of its guide that a denial may rest on."""
STEPS_DONE: Final[Mapping[str, Any]] = {
    "is_review_confirmed": True,
    "site_check_reason": "材料已经说明现场情况",
    "order_reason": "先受理的申请人同意",
}
"""What a decision says of the steps before it, and of the cases before it, that nobody recorded."""
REVIEWED: Final = DecisionGrounds(is_review_confirmed=True, site_check_reason="材料已经说明现场情况")
"""The same of the steps, as an officer says it at the desk."""


def accept(desk: System, case: Mapping[str, Any]) -> TestResponse:
    """Accepts the case as the agency's system."""
    return desk.post(f"/cases/{case['number']}/acceptance")


def decide(desk: System, case: Mapping[str, Any], outcome: str = "grant", reason: str = "") -> TestResponse:
    """Decides the case as the agency's system."""
    return desk.post(f"/cases/{case['number']}/decision", decision_body(case, outcome, reason))


def decision_body(case: Mapping[str, Any], outcome: str, reason: str = "") -> dict[str, Any]:
    """What a decision on the case needs: a denial its article, the grant of a registration a credit code."""
    body = {"outcome": outcome, "reason": reason, "licence_checked": True, **STEPS_DONE}
    if outcome == "deny":
        body["basis_key"] = ARTICLES[case["item_code"]]
    elif case.get("item_code") == "GTDJ-SL":
        body["assigned_code"] = demo_credit_code(case["number"])
    return body


def grant(desk: System, case: Mapping[str, Any]) -> dict[str, Any]:
    """Accepts and grants the case."""
    for answer in (accept(desk, case), decide(desk, case)):
        assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def break_commitment(hall: Hall, case: Mapping[str, Any]) -> Actor:
    """The fire officer annuls the case for a commitment that was not corrected in time; the officer."""
    with hall.app.app_context():
        officer = actor_of("fire_rescue")
        annul_after_correction(officer, case["number"])
    return officer


def annul_after_correction(officer: Actor, number: str, finding: str = "疏散通道被占用") -> None:
    """All steps from a broken commitment to its annulment: correction, its time past, notice, statement."""
    tomorrow = local_day(utc_now()) + timedelta(days=1)
    order_correction(officer, number, CorrectionOrder(finding, tomorrow))
    end_time(number, "correction_due_on")
    announce_end(
        officer,
        number,
        kind=NoticeKind.ANNULMENT,
        facts=finding,
        article_key="xff-58",
        answer_until=tomorrow,
    )
    record_statement(officer, number, Statement("正在整改"))
    end_grant(officer, number, GrantEnding(GrantEnd.ANNUL, "xff-58", finding))


OF_NOTICES: Final = frozenset({"supplement_due_on", "correction_due_on"})
"""Due days that start with the delivery of a notice."""


def deliver_notices(case_id: int) -> None:
    """Let every notice of the case reach whom it addresses; needs an application context."""
    now = utc_now()
    with database.transaction() as session:
        case = queries.lock_case_by_id(session, case_id)
        for paper in notice_periods.undelivered_papers(session, case, tuple(result_delivery.PAPER_STATES)):
            result_delivery.deliver_paper(session, paper, now=now)
        for one in result_delivery.deliveries_of(session, [case.id]):
            if one.paper_id is not None and one.delivered_at is None:
                result_delivery.complete_delivery(session, case, one, by=None, now=now)


def end_time(number: str, due_day: str) -> None:
    """Let the due day of the case with this column lie in the past; that of a notice after its delivery.

    Needs an application context.
    """
    if due_day in OF_NOTICES:
        deliver_notices(case_row(number).id)
    application, position = parse_case_number(number)
    past = local_day(utc_now()) - timedelta(days=1)
    with database.transaction() as session:
        session.execute(
            update(Case)
            .where(Case.application_id == application.id, Case.position == position)
            .values({due_day: past})
        )


def annul_opinion(hall: Hall, market: System, fire: System) -> tuple[dict[str, Any], Actor]:
    """A fire opinion granted on a commitment that is then broken, all jobs done: its case, the officer."""
    case = case_of(file_restaurant(market, LI), "XFJC-YYQ")
    grant(fire, case)
    do_jobs(hall, "grant")
    shown = dict(fire.get(f"/cases/{case['number']}").get_json())
    officer = break_commitment(hall, case)
    do_jobs(hall, "annulment")
    return shown, officer


def application_row(number: str) -> Application:
    """The application of this number; needs an application context."""
    return database.reading().get_one(Application, parse_application_number(number).id)


def case_row(number: str) -> Case:
    """The case of this number; needs an application context."""
    application, position = parse_case_number(number)
    rows = select(Case).where(Case.application_id == application.id, Case.position == position)
    return database.reading().scalars(rows).one()


def row_count(model: type[Any], *conditions: Any) -> int:
    """The number of rows; needs an application context."""
    rows = database.reading().scalar(select(func.count()).select_from(model).where(*conditions))
    return int(rows or 0)


def cancel(hall: Hall, holder: Holder, type_code: str) -> str:
    """The identifier of this holder's certificate of the type, after its cancellation by the agency."""
    with hall.app.app_context(), database.certificate_transaction() as store:
        kind = store.scalars(select(CertificateType).where(CertificateType.code == type_code)).one()
        (certificate,) = lookup.current_certificates(store, holder, kind)
        revocation.cancel_certificate(
            store,
            certificate,
            by_agency=certificate.agency_code,
            cause=CancelCause.REVOKED,
            reason="演示",
            now=utc_now(),
        )
        return certificate.identifier


def suspend_or_restore(hall: Hall, holder: Holder, type_code: str, *, is_suspended: bool) -> None:
    """Suspends or restores this holder's certificate of the type."""
    change = revocation.suspend_certificate if is_suspended else revocation.restore_certificate
    with hall.app.app_context(), database.certificate_transaction() as store:
        kind = store.scalars(select(CertificateType).where(CertificateType.code == type_code)).one()
        (certificate,) = lookup.current_certificates(store, holder, kind)
        change(store, certificate, by_agency=certificate.agency_code, reason="演示", now=utc_now())


def certificates_of(hall: Hall, type_code: str) -> int:
    """The number of certificates of a type in the store."""
    with hall.app.app_context(), database.certificate_transaction() as store:
        rows = select(func.count(Certificate.id)).join(CertificateType)
        return int(store.scalar(rows.where(CertificateType.code == type_code)) or 0)


def certificate_of(hall: Hall, number: str) -> tuple[str, list[str]]:
    """The identifier of the certificate of a granted case, and the names of all who hold it."""
    with hall.app.app_context():
        identifier = case_row(number).certificate_identifier
        assert identifier is not None
        with database.certificate_transaction() as store:
            certificate = lookup.certificate(store, identifier)
            holders = (certificate.holder, *certificate.joint_holders)
            return identifier, [one.name for one in holders]

"""Certificates from which applications start, and the requests that agencies' systems send for them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select, update
from werkzeug.test import TestResponse

from certificate_store import issuing, lookup
from certificate_store.holders import Holder
from certificate_store.models import Certificate, CertificateType
from guides.models import Agency
from services_hall import database
from services_hall.applications.models import Application
from services_hall.clock import local_day, utc_now
from services_hall.demo.accounts import DISTRICT, DemoPerson
from tests.support.agency_systems import System
from tests.support.case_decisions import grant
from tests.support.hall import Hall
from tests.support.restaurant import LI, LI_HOLDER, request_body
from tests.support.waiting_jobs import do_jobs

FOOD: Final = {
    "premises_name": "江岸演示小炒餐饮店",
    "premises_address": "武汉市江岸区示范街 1 号（演示地址）",
    "food_items": "热食类食品制售",
    "food_safety_manager": "李样例",
}


def today() -> date:
    """The day of the test."""
    return local_day(utc_now())


def current(hall: Hall, type_code: str, holder: Holder = LI_HOLDER) -> Certificate:
    """The current version of the holder's only certificate of a type."""
    with hall.app.app_context(), database.certificate_transaction() as store:
        kind = store.scalars(select(CertificateType).where(CertificateType.code == type_code)).one()
        (certificate,) = lookup.current_certificates(store, holder, kind)
        store.expunge_all()
        return certificate


def version(hall: Hall, identifier: str) -> Certificate:
    """The version with this identifier."""
    with hall.app.app_context(), database.certificate_transaction() as store:
        certificate = lookup.certificate(store, identifier)
        store.expunge_all()
        return certificate


def food_permit(hall: Hall, last_day: date, *, source: str = "permit", holder: Holder = LI_HOLDER) -> str:
    """The identifier of a food permit that an agency of the demo district issued long ago."""
    with hall.app.app_context():
        agency = (
            database.reading()
            .scalars(
                select(Agency).where(Agency.division_code == DISTRICT, Agency.role == "market_supervision")
            )
            .one()
        )
        code, name = agency.code, agency.name
        with database.certificate_transaction() as store:
            return issuing.issue_certificate(
                store,
                type_code="food-business-permit",
                holder=holder,
                agency_code=code,
                agency_name=name,
                fields={**FOOD, "premises_name": holder.name} if holder.is_organisation else FOOD,
                issued_on=date(2021, 11, 20),
                valid_from=date(2021, 11, 20),
                valid_to=last_day,
                source=source,
                now=utc_now(),
            ).identifier


def set_last_day(hall: Hall, identifier: str, last_day: date) -> None:
    """Let the certificate, and what applications know of it, end on this day."""
    with hall.app.app_context():
        with database.certificate_transaction() as store:
            store.execute(
                update(Certificate).where(Certificate.identifier == identifier).values(valid_to=last_day)
            )
        set_known_last_day(identifier, last_day)


def set_known_last_day(identifier: str, last_day: date) -> None:
    """Let the applications from this certificate know this last day; needs an application context."""
    with database.transaction() as session:
        session.execute(
            update(Application)
            .where(Application.source_certificate == identifier)
            .values(source_valid_to=last_day)
        )


def body_from(
    filer: System,
    code: str,
    identifier: str,
    *,
    person: DemoPerson = LI,
    scenario: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A request that starts from a certificate; what stands on it need not be typed."""
    body = request_body(filer, person, scenario or {}, code)
    typed = {"applicant_phone": person.phone, "closing_reason": "不再经营"}
    known = {key: text for key, text in typed.items() if key in body["answers"]}
    return {**body, "answers": {**known, **(answers or {})}, "source_certificate": identifier}


def send_from(filer: System, body: Mapping[str, Any], key: str) -> TestResponse:
    """The response to the request."""
    return filer.post("/applications", dict(body), Idempotency_Key=key)


def file_from(filer: System, code: str, identifier: str, key: str, **values: Any) -> dict[str, Any]:
    """The only case of the application that starts from a certificate."""
    answer = send_from(filer, body_from(filer, code, identifier, **values), key)
    assert answer.status_code == 201, answer.text
    (case,) = answer.get_json()["cases"]
    return dict(case)


def grant_from(
    hall: Hall, filer: System, code: str, identifier: str, key: str, **values: Any
) -> dict[str, Any]:
    """The case after its grant and all jobs."""
    case = file_from(filer, code, identifier, key, **values)
    grant(filer, case)
    do_jobs(hall)
    return dict(filer.get(f"/cases/{case['number']}").get_json())


def days_ahead(days: int) -> date:
    """That many days after the day of the test."""
    return today() + timedelta(days=days)

"""Reads of certificates, papers and codes by those who may: holder, agency's system, public."""

from typing import Final

import pytest

from certificate_store.errors import UnknownCertificate
from guides import catalog
from services_hall.applications.decisions.outcomes import Decision
from services_hall.applications.errors import CaseNotFound
from services_hall.applications.reads import queries
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.models import UPLOADER, Attachment
from services_hall.database import reading
from services_hall.demo.certificates import SHOP
from services_hall.documents import guide_files
from services_hall.identity import Actor
from services_hall.jobs.models import JobStatus
from services_hall.use_cases.accept_case import accept_case
from services_hall.use_cases.decide_case import decide_case
from services_hall.use_cases.fetch_issued_certificate import fetch_issued_certificate
from services_hall.use_cases.order_guide_pdf import order_guide_pdf
from services_hall.use_cases.read_certificate_types import read_certificate_types
from services_hall.use_cases.read_own_certificates import own_certificate_file, read_own_certificates
from services_hall.use_cases.store_access import STORE_ERRORS
from services_hall.use_cases.upload_file import upload_file
from services_hall.use_cases.verify_code import verify_code, verify_paper
from tests.support.agency_systems import actor_of
from tests.support.case_decisions import REVIEWED, case_row
from tests.support.demo_applications import PNG, file_online, person
from tests.support.hall import Hall
from tests.support.restaurant import BUNDLE, LICENSED
from tests.support.store_outage import store_outage
from tests.support.waiting_jobs import do_jobs

FOOD: Final = "SPJY-XB"
LICENCE: Final = "business-licence"


@pytest.fixture
def li(context: None) -> Actor:
    return person("li")


@pytest.fixture
def case_number(hall: Hall, li: Actor) -> str:
    """A granted case, whose papers and certificate were made."""
    application = queries.own_application(reading(), li, file_online(hall, BUNDLE, LICENSED))
    number = next(case.number for case in application.cases if case.item_code == FOOD)
    accept_case(person("shichang"), number)
    decide_case(person("shichang"), number, Decision.GRANT, "", grounds=REVIEWED)
    do_jobs(hall, "grant", "acceptance")
    reading().expire_all()
    return number


def test_papers_and_certificates_of_a_case_are_read_by_those_who_may(case_number: str, li: Actor) -> None:
    case = case_row(case_number)
    identifier, papers = case.certificate_identifier, case.papers
    assert identifier is not None
    assert li.holder is not None
    names = read_certificate_types()

    market = actor_of("market_supervision")
    file_name = fetch_issued_certificate(market, identifier)
    assert own_certificate_file([li.holder], identifier).file_name == file_name
    for strangers in ([person("wang").holder], []):
        with pytest.raises(UnknownCertificate):
            own_certificate_file(strangers, identifier)
    with pytest.raises(CaseNotFound):
        fetch_issued_certificate(actor_of("fire_rescue"), identifier)
    with pytest.raises(CaseNotFound):
        fetch_issued_certificate(market, "unknown")

    own = read_own_certificates(li.holder, names)
    assert identifier in {one.identifier for one in own.held}
    retrieval = own.uses[0]
    assert (retrieval.by, retrieval.case_reference, retrieval.times) == (market.public_id, case_number, 1)

    certificate = verify_code(f" {identifier} ")
    assert (certificate.kind, certificate.is_genuine, certificate.is_in_force) == ("certificate", True, True)
    paper = verify_code(papers[0].number or "")
    assert (paper.kind, paper.is_genuine, paper.issued_by) == ("paper", True, case.agency.name)
    assert paper.holder_name == f"{SHOP.name}（经营者：{li.holder.masked_name}）"


def test_an_unknown_code_is_answered_as_not_genuine(context: None) -> None:
    answer = verify_code("made-up")
    assert (answer.kind, answer.is_genuine, answer.title) == ("unknown", False, None)
    assert verify_paper("made-up") is None
    assert not verify_code("1" * 500).is_genuine


def test_the_names_of_certificate_types_come_from_the_store_or_fail(hall: Hall, context: None) -> None:
    assert LICENCE in read_certificate_types()
    with store_outage(hall, "not a database"), pytest.raises(STORE_ERRORS):
        read_certificate_types()


def test_an_uploaded_file_belongs_to_its_program(context: None) -> None:
    market = actor_of("market_supervision")
    uploaded = upload_file(market, "材料.png", PNG)
    row = reading().get_one(Attachment, uploaded.id)
    assert (row.subject_kind, row.subject_id, row.media_type) == (UPLOADER, market.account_id, "image/png")
    with pytest.raises(UploadRefused):
        upload_file(market, "材料.pdf", b"no PDF")


def test_the_pdf_of_a_guide_is_ordered_once_until_it_is_rendered(hall: Hall, context: None) -> None:
    edition = catalog.current_edition(reading(), FOOD)
    assert order_guide_pdf(edition.id) == order_guide_pdf(edition.id) == JobStatus.WAITING
    assert guide_files.stored_pdf(edition) is None
    do_jobs(hall)
    reading().expire_all()
    assert guide_files.stored_pdf(catalog.current_edition(reading(), FOOD)) is not None
